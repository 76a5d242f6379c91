"""A run's summary for people: what was taken, what was not and why, and one last line that says it all."""

import json
from itertools import groupby
from typing import Any

from rich.text import Text

from flows.showing.console import console, table
from flows.summary import BEHIND, DAMAGED, MENDED

_MAX_ROWS = 20
# Columns of counts; one that is zero for every file is left out.
_ALERTS = {"told": "sent", "problem": "problem"}
_SKIPPED = {BEHIND: "not written ", DAMAGED: "left out ", MENDED: "built again "}
_NUMBERS = ("records", "accepted", "quarantined", "duplicates", "structural")


def show(summary: dict[str, Any], *, as_json: bool = False) -> None:
    """Print one run."""
    if as_json:
        print(json.dumps(summary, ensure_ascii=False, indent=1, default=str))
        return
    _show_files(summary)
    _show_held(summary)
    _show_skipped(summary)
    _show_notes(summary)
    seconds = ", ".join(f"{verb} {spent:.1f} s" for verb, spent in summary["seconds"].items())
    if seconds:
        console().print(seconds, style="dim")
    console().print(summary["last_line"], style="bold")


def _show_files(summary: dict[str, Any]) -> None:
    """One row per file, or per brand and format where that would be a long list."""
    taken = [file for file in summary["files"] if file["state"] == "taken"]
    if not taken:
        return
    numbers = [word for word in _NUMBERS if word == "records" or any(file[f"n_{word}"] for file in taken)]
    if len(taken) <= _MAX_ROWS:
        shown = table("Taken", "brand", "file", "format", *numbers, numbers=tuple(numbers))
        for file in taken:
            shown.add_row(file["brand"], _path(file), file["format"], *(f"{file[f'n_{word}']:,}" for word in numbers))
    else:
        shown = table("Taken", "brand", "format", "files", *numbers, numbers=("files", *numbers))
        order = sorted(taken, key=_brand_and_format)
        for (brand, name), group in groupby(order, key=_brand_and_format):
            files = list(group)
            shown.add_row(brand, name, f"{len(files):,}", *(f"{sum(file[f'n_{word}'] for file in files):,}" for word in numbers))
    console().print(shown)


def _brand_and_format(file: dict[str, Any]) -> tuple[str, str]:
    return file["brand"], file["format"]


def _path(file: dict[str, Any]) -> str:
    return "/".join([*file.get("folders", ()), file["name"]])


def _show_held(summary: dict[str, Any]) -> None:
    held = [file for file in summary["files"] if file["state"] == "held"] + summary["orphans"]
    for file in held[:_MAX_ROWS]:
        hold = file["hold"]
        line = Text.assemble(("held ", "bold red"), f"{file['brand']}/{_path(file)} ({hold['code']}, {file['sha'][:8]})")
        console().print(line)
        for answer, label in (("expected", "expected"), ("found", "found"), ("remedy", "what to do")):
            if hold.get(answer):
                console().print(f"  {label}: {hold[answer]}")
    if len(held) > _MAX_ROWS:
        console().print(f"and {len(held) - _MAX_ROWS:,} more held files: pilaster quarantine list")


def _show_skipped(summary: dict[str, Any]) -> None:
    for error in summary["skipped"]:
        word = _SKIPPED.get(error["code"], "not read ")
        console().print(Text.assemble((word, "bold red"), f"{error['where']} ({error['code']})"))
        for answer, label in (("expected", "expected"), ("found", "found"), ("remedy", "what to do")):
            console().print(Text(f"  {label}: {error[answer]}"))


def _show_notes(summary: dict[str, Any]) -> None:
    lines = [f"alert {word}: {summary['alerts'][name]}" for name, word in _ALERTS.items() if name in summary["alerts"]]
    lines += summary["notes"]
    lines += [f"strategy: {error}" for error in summary["strategy_errors"]]
    lines += [f"format not read: {error}" for error in summary["format_errors"]]
    lines += [f"left in landing: {path}: {reason}" for path, reason in summary["left"]]
    lines += [f"counted once: {path} has the same bytes as {same}" for path, same in summary["duplicates"]]
    lines += [f"finished what run {run_id} began" for run_id in summary["recovered"]]
    if summary["cleaned"]:
        n, first = len(summary["cleaned"]), summary["cleaned"][0]
        lines.append(f"left landing, its time there is over: {first}{f' and {n - 1:,} more' if n > 1 else ''}; raw/ keeps them")
    for file in summary["files"]:
        if file["unknown_columns"]:
            lines.append(f"unknown columns, kept in raw: {file['name']}: {', '.join(file['unknown_columns'])}")
        lines += [f"note: {file['name']}: {note}" for note in file["notes"]]
    lines += [f"warning: {each['table']}: {each['n']:,} x {each['check']}: {each['why']}" for each in summary["warnings"]]
    for line in lines[:_MAX_ROWS]:
        console().print(line)
