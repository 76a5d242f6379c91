"""The documents of validation: what waits for somebody, and the very records that broke a check.

They follow from what is taken, held and refused alone, however many runs it took: the same findings are the same bytes. What
one run checked is told by `latest_run`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from transforms.pages.rendering import render, stamp_of

INDEX = "index.html"
LATEST = "latest.html"
_TEMPLATES = ("base.html", "quality_index.html", "quality_file.html", "quality_hold.html")
# Enough to see what happened; the ledger and `pilaster quarantine list` know them all.
MAX_FILES = 500

Row = Mapping[str, Any]
Facts = Mapping[str, Sequence[Row]]
"""brands: counts of each; waiting: files held or with refused records"""


def stamp(facts: Facts) -> str:
    """Stands in the index; pages that bear another one are not those of these facts."""
    return stamp_of(facts, *_TEMPLATES)


def file_page_name(file: Row) -> str:
    """Where the page of one file lies, beside the index."""
    return f"{file['brand']}/{file['sha'][:12]}.html"


def index_page(facts: Facts) -> str:
    """The first page: what waits for somebody, and how much came in."""
    waiting = [{**file, "page": file_page_name(file), "path": path_of(file)} for file in facts["waiting"]]
    held = [file for file in waiting if file["state"] == "held"]
    return render(
        "quality_index.html",
        stamp=stamp(facts),
        brands=facts["brands"],
        n_held=len(held),
        holds=_holds(held),
        refused=[file for file in waiting if file["state"] != "held"],
        latest=LATEST,
        max_files=MAX_FILES,
    )


def _holds(held: Sequence[Row]) -> list[dict[str, Any]]:
    """Held files by what is said of them: forty exports of one unknown kind are one thing to look at."""
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    for file in held:
        said = tuple(file["hold"].get(answer, "") for answer in ("code", "expected", "found", "remedy"))
        groups.setdefault(said, {**file["hold"], "files": []})["files"].append(file)
    return list(groups.values())


def file_page(file: Row, quarantined: Row | None) -> str:
    """One file: why it is held, or which of its records were refused and why."""
    found = quarantined if file["state"] != "held" else None
    records = [_record(record) for record in found["records"]] if found else []
    return render("quality_file.html", file=file, path=path_of(file), records=records)


def path_of(file: Row) -> str:
    """A file's path below landing/<brand>/."""
    return "/".join([*file["folders"], file["name"]])


def _record(record: Row) -> dict[str, Any]:
    cells = {header: cell for header, cell in record["record"].items() if cell.strip()}
    return {**record, "cells": cells, "n_empty": len(record["record"]) - len(cells)}
