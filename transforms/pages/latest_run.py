"""The page of the latest run: Great Expectations' verdict on each table, and the files that were read.

Unlike the pages of quality it is of one run, so another number of runs over the same exports tells something else.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from transforms.pages.quality import INDEX, MAX_FILES, Facts, Row, path_of
from transforms.pages.rendering import render, stamp_of

_TEMPLATES = ("base.html", "quality_latest.html")


def latest_stamp(facts: Facts) -> str:
    """Stands in the page; one that bears another is not of these facts."""
    return stamp_of(facts, *_TEMPLATES)


def latest_page(facts: Facts) -> str:
    """The page of one run, from `files` that it judged last and its `checks`; without facts it says that none is known."""
    return render(
        "quality_latest.html",
        stamp=latest_stamp(facts),
        index=INDEX,
        files=[{**file, "path": path_of(file)} for file in facts.get("files", ())],
        tables=_tables(facts.get("checks", ())),
        max_files=MAX_FILES,
    )


def _tables(checks: Sequence[Row]) -> list[dict[str, Any]]:
    """Checks by table, in the order of the contracts; broken ones first."""
    # Imported here: whether the page is up to date is found without the contracts.
    from transforms.contracts.tables import TABLES

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
