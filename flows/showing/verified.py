"""What verify found and what repair did, for people: one calm table and one last line."""

import json
from typing import Any

from flows.showing.console import console, table

_MAX_ROWS = 200
_COLUMNS = ("where", "expected", "found", "what to do")


def show_verified(told: dict[str, Any], *, as_json: bool = False) -> None:
    """Print one verification."""
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    _show_findings("Findings", told["findings"])
    if told["by_content_alone"]:
        n = told["by_content_alone"]
        console().print(
            f"{n:,} Parquet files are of an earlier version: their rows were checked, their other bytes are not known"
        )
    console().print(told["last_line"], style="bold")


def show_repaired(told: dict[str, Any], *, as_json: bool = False) -> None:
    """Print one repair."""
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    if told["done"]:
        shown = table("Repaired", "where", "what was done")
        for where, done in told["done"]:
            shown.add_row(where, done)
        console().print(shown)
    _show_findings("Left", told["left"])
    console().print(told["last_line"], style="bold")


def _show_findings(title: str, findings: list[dict[str, Any]]) -> None:
    if not findings:
        return
    shown = table(title, *_COLUMNS)
    for finding in findings[:_MAX_ROWS]:
        shown.add_row(finding["where"], finding["expected"], finding["found"], finding["remedy"])
    console().print(shown)
    if len(findings) > _MAX_ROWS:
        console().print(f"and {len(findings) - _MAX_ROWS:,} more: pilaster verify --json")
