"""A backfill for people: its plan, how far it is, and what became of each partition."""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from flows.backfilling import LEFT_OUT, Teller
from flows.batching import Batch
from flows.outlook import Outlook
from flows.showing import night
from flows.showing.console import console, table
from flows.summary import Summary

_OUTCOMES = ("published", "unchanged", "removed", "left", LEFT_OUT)
_PLAN = {
    "brand_months": "brand-months with something to do",
    "files_in_landing": "files in landing/ to take first",
    "files_waiting": "exports that wait to be carried",
    "partitions_to_rebuild": "partitions to build from raw files again",
    "rows_to_rebuild": "rows in them",
    "partitions_rebuilt_before": "partitions that an interrupted replay has built already",
    "files": "files to read",
    "batches": "batches, each published by itself",
}
# A batch weighs what it reads, and something even if it reads nothing.
_BATCH_BYTES = 50_000
_MEBIBYTE = 1024 * 1024


def show_plan(plan: dict[str, Any], *, as_json: bool = False) -> None:
    """Print a plan."""
    if as_json:
        print(json.dumps(plan, indent=1))
        return
    shown = table("Plan", "what", "how many", numbers=("how many",))
    for name, label in _PLAN.items():
        if plan[name] or name in {"brand_months", "files", "batches"}:
            shown.add_row(label, f"{plan[name]:,}")
    shown.add_row("bytes to read", f"{plan['bytes'] / _MEBIBYTE:,.1f} MiB")
    shown.add_row("records, about", f"{plan['records']:,}")
    shown.add_row("time, about", _time(plan["seconds"]))
    console().print(shown)
    for error in plan["strategy_errors"]:
        console().print(f"without this brand, whose strategy cannot be read: {error}")


def show(told: dict[str, Any], *, as_json: bool = False) -> None:
    """Print what a backfill did."""
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1, default=str))
        return
    _show_partitions(told["partitions"])
    night.show(told)


def _show_partitions(partitions: list[dict[str, str]]) -> None:
    """Outcome of every partition, a row per table and brand: months in a row that ended alike are one stretch."""
    if not partitions:
        return
    counts = Counter((each["table"], each["outcome"]) for each in partitions)
    found = {each["outcome"] for each in partitions}
    outcomes = tuple(each for each in _OUTCOMES if each != LEFT_OUT or each in found)
    shown = table("Partitions", "table", *outcomes, "months", numbers=outcomes)
    for name, group in groupby(partitions, key=lambda each: each["table"]):
        months = sorted({each["month"] for each in group if each["month"][:1].isdigit()})
        span = f"{months[0]} to {months[-1]}" if months else ""
        shown.add_row(name, *(f"{counts[name, outcome]:,}" for outcome in outcomes), span)
    console().print(shown)
    for each in [each for each in partitions if each["outcome"] == "left"][:20]:
        console().print(f"left: {each['table']}, {each['brand']}, {each['month']}")


@contextmanager
def progress(*, quiet: bool) -> Iterator[Teller]:
    """Progress on standard error: a bar with rate and time left on a terminal, a line per batch in a pipe."""
    if quiet:
        yield Teller()
    elif not sys.stderr.isatty():
        yield Lines()
    else:
        columns = ("{task.description}", TextColumn("{task.fields[rate]}"), TextColumn("{task.percentage:>3.0f} %"))
        with Progress(columns[0], BarColumn(), *columns[1:], TimeRemainingColumn(), console=Console(stderr=True)) as bar:
            yield Bar(bar)


class Lines(Teller):
    """One line per batch."""

    def __init__(self) -> None:
        self.started, self.number, self.batches, self.files = time.monotonic(), 0, 0, 0

    def planned(self, plan: Outlook) -> None:
        """Say what is ahead."""
        told = plan.as_dict()
        self.started, self.batches = time.monotonic(), told["batches"]
        said = f"{told['files']:,} files, {told['partitions_to_rebuild']:,} partitions to rebuild"
        self._say(f"plan: {told['batches']:,} batches, {said}, about {_time(told['seconds'])}")

    def carried(self, batch: Batch, summary: Summary) -> None:
        """Say what was done and how fast."""
        self.number, self.files = self.number + 1, self.files + len(batch.files)
        spent = max(time.monotonic() - self.started, 0.001)
        done = f"{len(summary.taken):,} files taken, {len(summary.held):,} held, {len(summary.published):,} published"
        place = f"batch {self.number:,} of {max(self.batches, self.number):,}: {batch.label}"
        self._say(f"{place}: {done}; {self.files / spent:.1f} files/s")

    def _say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)


class Bar(Teller):
    """A bar that moves by what the batches read."""

    def __init__(self, bar: Progress) -> None:
        self.bar, self.task = bar, TaskID(0)
        self.started, self.files = time.monotonic(), 0
        self.task = bar.add_task("land", total=None, rate="")

    def planned(self, plan: Outlook) -> None:
        """Its length is known."""
        self.started = time.monotonic()
        self.bar.reset(self.task, total=max(sum(_weight(batch) for batch in plan.batches), 1))

    def verb(self, verb: str, done: int, total: int) -> None:
        """Its name is the verb at work."""
        self.bar.update(self.task, description=f"{verb} {done:,} of {total:,}" if total else verb)

    def carried(self, batch: Batch, summary: Summary) -> None:
        """It moves."""
        del summary
        self.files += len(batch.files)
        rate = self.files / max(time.monotonic() - self.started, 0.001)
        self.bar.update(self.task, advance=_weight(batch), rate=f"{rate:.1f} files/s")


def _weight(batch: Batch) -> int:
    return batch.bytes + _BATCH_BYTES


def _time(seconds: float) -> str:
    minutes, left = divmod(round(seconds), 60)
    return f"{minutes:,} min {left} s" if minutes else f"{left} s"
