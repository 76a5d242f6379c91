"""What Prefect's pages show of a night: one artifact to read and one to sort. They are a comfort; the ledger knows it all."""

import logging
import re
from typing import Any

from flows.summary import Summary

# Whatever a file is called, it stays text: in Markdown and in a table cell of it.
_SPECIAL = re.compile(r"([\\`*_\[\]|<>~&:@.])")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]+")
MAX_ROWS = 200
_COUNTS = ("n_records", "n_accepted", "n_quarantined", "n_duplicates", "n_structural")


def leave(kind: str, summary: Summary) -> None:
    """Leave both artifacts with the running flow. A night is not lost because a server does not answer."""
    from prefect.artifacts import create_markdown_artifact, create_table_artifact

    key = kind.replace("_", "-")
    try:
        create_markdown_artifact(markdown=markdown(summary), key=key, description=escaped(summary.last_line))
        create_table_artifact(table=rows(summary), key=f"{key}-files", description="One row per file that was judged")
    except Exception:
        logging.getLogger(__name__).warning("Prefect took no artifacts of this run", exc_info=True)


def markdown(summary: Summary) -> str:
    """The night in one page: counts, seconds per verb, what waits for somebody."""
    counts = {
        "files taken": len(summary.taken),
        "records accepted": sum(file["n_accepted"] for file in summary.taken),
        "files held": len(summary.held),
        "records quarantined": summary.n_quarantined,
        "Parquet files published": len(summary.published),
    }
    parts = ["## The night", _table(("", ""), counts.items())]
    if summary.seconds:
        parts += ["## Seconds", _table(("verb", "seconds"), ((verb, round(spent, 1)) for verb, spent in summary.seconds.items()))]
    if summary.held:
        held = ((_path(file), file["hold"]["code"], file["hold"].get("found", "")) for file in summary.held[:MAX_ROWS])
        parts += ["## Held", _table(("file", "held for", "found"), held)]
    if summary.skipped:
        unread = ((error["where"], error["expected"], error["found"], error["remedy"]) for error in summary.skipped)
        parts += ["## Not read or not written", _table(("place", "expected", "found", "what to do"), unread)]
    if summary.n_quarantined:
        refused = [file for file in summary.taken if file["n_quarantined"]][:MAX_ROWS]
        parts += ["## Quarantined", _table(("file", "records"), ((_path(file), file["n_quarantined"]) for file in refused))]
    if summary.warnings:
        told = ((each["table"], each["check"], each["n"], each["why"]) for each in summary.warnings)
        parts += ["## Warnings", _table(("table", "expectation", "rows", "why"), told)]
    if summary.closed:
        closed = ((each["brand"], each["month"], "closed" if each["is_closed"] else each["why"]) for each in summary.closed)
        parts += ["## Months to close", _table(("brand", "month", "outcome"), closed)]
    parts += [f"## Strategy\n\n{escaped(error)}" for error in summary.strategy_errors]
    parts += [f"## Format not read\n\n{escaped(error)}" for error in summary.format_errors]
    return "\n\n".join([*parts, f"Look at `{summary.workspace}/reports/quality/index.html`"]) + "\n"


def rows(summary: Summary) -> list[dict[str, Any]]:
    """One row per judged or held file."""
    files = [*summary.files, *summary.orphans]
    return [
        {
            "brand": file["brand"],
            "file": _one_line(_path(file)),
            "state": file["state"],
            "format": file.get("format") or "",
            "held for": (file["hold"] or {}).get("code", ""),
            **{name.removeprefix("n_"): file.get(name, 0) for name in _COUNTS},
        }
        for file in files[:MAX_ROWS]
    ]


def escaped(value: object) -> str:
    """Text that Markdown shows as it is: no link, no HTML, no new cell."""
    if isinstance(value, int | float):
        return str(value)
    return _SPECIAL.sub(r"\\\1", _one_line(value)).replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")


def _one_line(value: object) -> str:
    return _UNSEEN.sub(" ", str(value))


def _path(file: dict[str, Any]) -> str:
    return "/".join([file["brand"], *file.get("folders", ()), file["name"]])


def _table(header: tuple[str, ...], body: Any) -> str:  # noqa: ANN401 - rows of whatever can be shown
    lines = [header, ("---",) * len(header)]
    told = [" | ".join(line) for line in lines]
    told += [" | ".join(escaped(cell) for cell in row) for row in body]
    return "\n".join(f"| {line} |" for line in told)
