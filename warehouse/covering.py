"""What exports list whole, of every night: kept in the ledger per file, so that a post that is missing is known as deleted.

What a file covers follows from the file alone. So it is the same in whatever order files arrive, and is found again by whoever
reads them again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from sqlalchemy import Engine, select

from transforms.contracts.tables import FACT_POST_SNAPSHOT
from transforms.facts import coverage
from transforms.months import first_day, last_day, shift
from warehouse.ledger.finding import files_of
from warehouse.ledger.partitions import Slot
from warehouse.ledger.schema import files
from warehouse.partitions import Build
from warehouse.workspace import UNDATED

if TYPE_CHECKING:
    import duckdb

_MOMENT, _TEXT = pa.timestamp("us", tz="UTC"), pa.string()
# What is found in a file (coverage.sql), and when the file was taken.
_FOUND = (
    ("brand", _TEXT), ("source_sha", _TEXT), ("part", pa.int64()), ("platform", _TEXT), ("format", _TEXT), ("account_id", _TEXT),
    ("account_handle", _TEXT), ("first_at", _MOMENT), ("last_at", _MOMENT), ("kinds", pa.list_(_TEXT)),
)  # fmt: skip
_TOLD = pa.schema([*_FOUND, ("observed_at", _MOMENT), ("observed_on", pa.date32())])
_FIRST, _LAST = 7, 8
Key = tuple[str, str]
Kept = Sequence[Any]
"""one row of what is found in a file as the ledger keeps it: without brand and sha, moments as text"""


@dataclass
class Coverage:
    """What the taken exports of the brands at hand cover; of tonight's files, as tonight found them."""

    ledger: Engine
    tonight: Mapping[Key, tuple[datetime, date, Sequence[Kept]]] = field(default_factory=dict)
    """(brand, sha) of every file that was read → when it was taken, and what it lists whole: nothing, if any of it was refused"""

    def months_at_hand(self, build: Build) -> set[Slot]:
        """Partitions of fact_post_snapshot that one of tonight's files covers, or did before."""
        kept = [(key, told) for key, (_, _, told) in self.tonight.items() if told]
        with self.ledger.connect() as connection:
            before = files_of(connection, self.tonight, (files.c.covers,))
        kept += [(key, row.covers) for key, row in before.items() if row.covers]
        wanted = {(brand, month) for (brand, _), told in kept for each in told for month in _months(each)}
        there = {brand: build.months_of(FACT_POST_SNAPSHOT.name, brand) for brand, _ in wanted}
        return {Slot(FACT_POST_SNAPSHOT.name, brand, month) for brand, month in wanted if month in there[brand]}

    def over(self, connection: "duckdb.DuckDBPyConnection", slots: Collection[Slot]) -> dict[Key, list[str]]:
        """Make `covers` of all that covers any of some months; returns, for each brand and month, what covers it as text.

        `own_accounts` is registered already.
        """
        months = sorted({slot.month for slot in slots} - {UNDATED})
        rows = list(self._rows({slot.brand for slot in slots}, months)) if months else []
        columns = zip(*rows, strict=True) if rows else [[] for _ in _TOLD]
        told = pa.table([pa.array(list(each), kind.type) for each, kind in zip(columns, _TOLD, strict=True)], schema=_TOLD)
        connection.register("told", told)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE covers AS {coverage.covers()}")
        connection.unregister("told")
        return self._by_month(connection, {(slot.brand, slot.month) for slot in slots}) if rows else {}

    @staticmethod
    def _by_month(connection: "duckdb.DuckDBPyConnection", wanted: Collection[Key]) -> dict[Key, list[str]]:
        found: dict[Key, list[str]] = defaultdict(list)
        query = "SELECT brand, month_of(first_at), month_of(last_at), covers::VARCHAR FROM covers ORDER BY ALL"
        for brand, first, last, text in connection.execute(query).fetchall():
            for month in _between(first, last):
                if (brand, month) in wanted:
                    found[brand, month].append(text)
        return found

    def _rows(self, brands: Collection[str], months: Sequence[str]) -> Iterator[list[Any]]:
        for (brand, sha), (observed_at, observed_on, told) in self._kept(brands, months):
            for each in told:
                values = [brand, sha, *each]
                values[_FIRST], values[_LAST] = (datetime.fromisoformat(values[at]) for at in (_FIRST, _LAST))
                yield [*values, observed_at, observed_on]

    def _kept(
        self, brands: Collection[str], months: Sequence[str]
    ) -> Iterator[tuple[Key, tuple[datetime, date, Sequence[Kept]]]]:
        yield from ((key, told) for key, told in self.tonight.items() if key[0] in brands)
        # Nobody looks at more of history than tonight's months.
        first, last = str(first_day(months[0])), str(last_day(months[-1]))
        query = select(files.c.brand, files.c.sha, files.c.observed_at, files.c.observed_on, files.c.covers).where(
            files.c.brand.in_(sorted(brands)),
            files.c.state == "taken",
            files.c.covers.is_not(None),
            files.c.last_date >= first,
            files.c.first_date <= last,
        )
        with self.ledger.connect() as connection:
            for row in connection.execute(query):
                key = row.brand, row.sha
                if key not in self.tonight:
                    yield key, (row.observed_at.replace(tzinfo=UTC), row.observed_on, row.covers)


def _months(kept: Kept) -> Iterator[str]:
    """The months of one row as the ledger keeps it."""
    return _between(*(datetime.fromisoformat(kept[at - 2]).astimezone(UTC).strftime("%Y-%m") for at in (_FIRST, _LAST)))


def _between(first: str, last: str) -> Iterator[str]:
    month = first
    while month <= last:
        yield month
        month = shift(month, 1)
