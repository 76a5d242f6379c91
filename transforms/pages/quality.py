"""The documents of validation: what the checks found, and the very records that broke them.

They follow from the ledger and the quarantine alone. No clock and no run is named, so the same findings are the same bytes.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from transforms.contracts.tables import TABLES
from transforms.pages.rendering import render, version

INDEX = "index.html"
_TEMPLATES = ("base.html", "quality_index.html", "quality_file.html", "quality_hold.html")
# Enough to see what happened; the ledger and `pilaster quarantine list` know them all.
MAX_FILES = 500

Row = Mapping[str, Any]
Facts = Mapping[str, Sequence[Row]]
"""brands: counts of each; waiting: files held or with refused records; latest: files of the last night that judged any;
checks: the last verdict on each table"""


def stamp(facts: Facts) -> str:
    """Stands in the index; pages that bear another one are not those of these facts."""
    told = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256((told + version(*_TEMPLATES)).encode()).hexdigest()


def file_page_name(file: Row) -> str:
    """Where the page of one file lies, beside the index."""
    return f"{file['brand']}/{file['sha'][:12]}.html"


def index_page(facts: Facts) -> str:
    """The first page: what waits for somebody, what was checked, what came in."""
    waiting = [{**file, "page": file_page_name(file), "path": path_of(file)} for file in facts["waiting"]]
    held = [file for file in waiting if file["state"] == "held"]
    latest = [{**file, "path": path_of(file)} for file in facts["latest"]]
    return render(
        "quality_index.html",
        stamp=stamp(facts),
        brands=facts["brands"],
        n_held=len(held),
        holds=_holds(held),
        refused=[file for file in waiting if file["state"] != "held"],
        latest=latest,
        tables=_tables(facts["checks"]),
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


def _tables(checks: Sequence[Row]) -> list[dict[str, Any]]:
    """Checks by table, in the order of the contracts; broken ones first."""
    place = {name: at for at, name in enumerate(TABLES)}
    ordered = sorted(
        checks, key=lambda check: (place.get(check["table_name"], len(place)), check["table_name"], check["expectation"])
    )
    tables = []
    for name, group in groupby(ordered, key=lambda check: check["table_name"]):
        found = list(group)
        tables.append(
            {
                "name": name,
                "grain": TABLES[name].grain if name in TABLES else "",
                "broken": [check for check in found if not check["success"]],
                "kept": [check for check in found if check["success"]],
            }
        )
    return tables
