"""A trace in words: the figure, its parts with their rows, the export files."""

import json
from typing import TYPE_CHECKING, Any

from flows.showing.console import console, table
from warehouse.tracing import line_of

if TYPE_CHECKING:
    from flows.tracing import Answer
    from warehouse.tracing import FactRow, Traced

_HOW = {
    "sum": "sum of {words}",
    "count": "number of units",
    "max": "largest {words}",
    "mean": "mean of {words}",
    "median": "median of {words}",
    "p90": "90th percentile of {words}",
    "last": "last {words}",
    "fall": "{words} of the first less that of the last",
    "bits": "all bits of {words}",
    "shown": "formula over {words}: its parts do not add",
    "made": "{words}",
    "given": "from {words}",
}


def show(answer: "Answer", *, as_json: bool = False) -> None:
    """Print one trace."""
    if as_json:
        print(json.dumps(answer.as_dict(), ensure_ascii=False, indent=1, default=str))
        return
    told = answer.as_dict()
    where = ", ".join(str(value) for name, value in told.items() if name in {"brand", "month", *_key(answer)})
    numbers = {file["sha"]: number for number, file in enumerate(answer.files, start=1)}
    console().print(f"{answer.report}: {where}", soft_wrap=True)
    _show(answer.traced, numbers, "")
    if answer.files:
        shown = table("Export files", "no", "file", "format", "observed on", "received", "sha", numbers=("no",))
        for file in answer.files:
            row = (numbers[file["sha"]], file["path"], file["format"], file["observed_on"], file["received_at"], file["sha"][:12])
            shown.add_row(*(str(cell) for cell in row))
        console().print(shown)


def _key(answer: "Answer") -> tuple[str, ...]:
    from transforms.reports.trails import TRAILS

    return TRAILS[answer.report].table.key


def _show(told: "Traced", numbers: dict[str, int], indent: str) -> None:
    out = console()
    words = _HOW[told.how].format(words=told.words)
    known = f", {told.known}" if told.known else ""
    out.print(f"{indent}{told.column} = {_cell(told.value)} ({words}{known})", soft_wrap=True)
    for each in told.of:
        _show(each, numbers, f"{indent}  ")
    for part in told.parts:
        for each in part.of:
            out.print(f"{indent}  {each.report}: {_names(part.unit)}", soft_wrap=True)
            _show(each, numbers, f"{indent}    ")
    if told.parts:
        if not any(part.of for part in told.parts):
            out.print(_parts(told, numbers))
        checks = told.how != "shown"
        if checks and not told.wrong:
            parts = "its one part comes" if len(told.parts) == 1 else f"its {len(told.parts):,} parts come"
            out.print(f"{indent}  {parts} to {_cell(told.value)}")
    for wrong in told.wrong:
        out.print(f"{indent}  NOT SO: {wrong}", soft_wrap=True)


def _parts(told: "Traced", numbers: dict[str, int]) -> Any:  # noqa: ANN401 - a table of rich
    shown = table("", "part", "gives", "row of", "key", "column", "value", "from", numbers=("gives", "value"))
    shown.title = None
    for part in told.parts:
        name = "no " + str(numbers[part.unit["source_sha"]]) if "source_sha" in part.unit else _names(part.unit)
        first = (name, _cell(part.value))
        for row in part.rows or (None,):
            shown.add_row(*first, *(_row(row, numbers) if row else ("–",) * 5))
            first = ("", "")
    return shown


def _row(row: "FactRow", numbers: dict[str, int]) -> tuple[str, ...]:
    lines = [(numbers[sha], line_of(line)) for sha, line in row.sources]
    places = [f"no {number}, " + (f"part {at['part']}, " if "part" in at else "") + f"line {at['line']}" for number, at in lines]
    return row.file.rpartition("/")[2], _names(row.key), row.column or "–", _cell(row.value), "; then ".join(places)


def _names(key: dict[str, Any]) -> str:
    return ", ".join(f"{value}" for value in key.values())


def _cell(value: Any) -> str:  # noqa: ANN401 - any figure
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else str(value)
