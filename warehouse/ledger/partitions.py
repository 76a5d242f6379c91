"""Partitions in the ledger: what is published, from which files, and what has to be built anew."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row, Select, Table, select, tuple_

from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.contracts.tables import TABLES
from transforms.strategy import BRAND_PATTERN
from warehouse.ledger.closing import Closed, closed_months
from warehouse.ledger.schema import contributions, partitions
from warehouse.workspace import UNDATED, Workspace

WHOLE = "all"
_MONTH = re.compile(rf"\d{{4}}-\d{{2}}|{UNDATED}")
# Pairs in one query: databases bound the number of parameters.
_BATCH = 400
# Marked to be rebuilt, but not by this night: it has not all of its files at hand.
STALE = "stale"


class Slot(NamedTuple):
    """Where one partition belongs: table x brand x month; `all` stands for the brands and months of a table kept whole.

    A tuple, for a night sorts and looks up tens of thousands.
    """

    table: str
    brand: str
    month: str


class Published(NamedTuple):
    """One partition as the ledger knows it; a tuple, for a history has thousands."""

    slot: Slot
    state: str
    key: str
    content_hash: str
    transform_version: int
    n_rows: int
    n_unsettled: int
    file_sha: str | None = None
    """sha256 of the bytes that were written; None where an earlier version or a rebuilt ledger does not know it"""

    @property
    def is_there(self) -> bool:
        """Whether its file holds rows that a merge has to start from."""
        return self.state in {"published", STALE}


def published(row: Row[Any]) -> Published:
    """A row of `partitions` in words of its own. By place, for a night reads thousands of them several times."""
    table, brand, month, *told = row
    return Published(Slot(table, brand, month), *told)


def read_partitions(ledger: Engine) -> dict[Slot, Published]:
    """Every partition that the ledger knows."""
    with ledger.connect() as connection:
        return {found.slot: found for found in map(published, connection.execute(select(partitions)))}


def frozen_slots(ledger: Engine) -> frozenset[Slot]:
    """Reports of closed months: what is known now does not belong into them."""
    with ledger.connect() as connection:
        return frozenset(_closed_slots(closed_months(connection)))


def slot_of(workspace: Workspace, path: Path) -> Slot | None:
    """The partition that a file in the table folders is, by its name alone; None when it cannot be one."""
    table, *place = path.stem.split("__")
    is_named = len(place) == 2 and re.match(BRAND_PATTERN, place[0]) and _MONTH.fullmatch(place[1])  # noqa: PLR2004 - brand and month
    slot = Slot(table, *place) if is_named else Slot(table, WHOLE, WHOLE)
    is_one = table in TABLES and workspace.partition(TABLES[table], slot.brand, slot.month) == path
    return slot if is_one else None


def place_of(workspace: Workspace, slot: Slot) -> Path:
    """Where a partition lies; also of a table that this version does not know any more."""
    if slot.table in TABLES:
        return workspace.partition(TABLES[slot.table], slot.brand, slot.month)
    return workspace.warehouse / slot.table / f"{slot.table}__{slot.brand}__{slot.month}.parquet"


class Catalogue:
    """The ledger's partitions of some brands, read once at the start of a build.

    Which files they were made from is asked of the ledger where it matters: a night looks at few of them, and history grows.

    `planned` are the partitions that the run planned to build from raw files, `at_hand` the (brand, sha) of the files that it
    reads. A partition is built from them only if they are all of its files; if others joined since the run was planned, or a
    mark did, it is merged into as it lies, and stays marked.
    """

    def __init__(
        self,
        connection: Connection,
        brands: Iterable[str],
        planned: Collection[Slot] = (),
        at_hand: Collection[tuple[str, str]] = (),
    ) -> None:
        self.brands, self.planned, self.at_hand = frozenset(brands), frozenset(planned), frozenset(at_hand)
        self._ledger = connection.engine
        planned_files = self._contributors(connection, self.planned)
        self.closed = _closed_slots(closed_months(connection, self.brands))
        """report partitions of closed months: nobody writes them"""
        self.published: dict[Slot, Published] = {}
        for row in connection.execute(self._of_brands(partitions)).all():
            found = published(row)
            self.published[found.slot] = self._as_planned(found, planned_files.get(found.slot, set()))
        self._tell_anew()
        self._months: dict[tuple[str, str], dict[str, Published]] = defaultdict(dict)
        for slot, found in self.published.items():
            self._months[slot.table, slot.brand][slot.month] = found
        self.months_elsewhere = frozenset(connection.execute(self._months_of_others()).scalars())
        """months in which other brands have facts"""

    def _tell_anew(self) -> None:
        """Where the restatements of a closed month are to be built again, all that they compare is made again, beside it."""
        for slot in self.closed.keys() & self.published.keys():
            found, beside = self.published[slot], self.published.get(slot._replace(table=RPT_RESTATEMENTS.name))
            is_sound = beside is None or beside.state in {"published", "empty"}
            state = "published" if self.closed[slot].tables[slot.table] else "empty"
            self.published[slot] = found._replace(state=state, key=found.key if is_sound else "")

    def _of_brands(self, table: Table) -> Select[Any]:
        # A table kept whole is made of all brands.
        if any(slot.brand == WHOLE for slot in self.planned):
            return select(table)
        return select(table).where(table.c.brand.in_(sorted({*self.brands, WHOLE})))

    def _as_planned(self, found: Published, shas: Iterable[str]) -> Published:
        """A planned partition is built from raw files, whether it is marked or not, if all of its files are at hand."""
        if self._is_complete(found.slot, shas):
            return found._replace(state="rebuild")
        return found._replace(state=STALE) if found.state == "rebuild" else found

    def _is_complete(self, slot: Slot, shas: Iterable[str]) -> bool:
        return slot in self.planned and all((slot.brand, sha) in self.at_hand for sha in shas)

    def contributors_of(self, slots: Iterable[Slot]) -> dict[Slot, set[str]]:
        """The files with an accepted record in each of some partitions."""
        with self._ledger.connect() as connection:
            return self._contributors(connection, slots)

    def supplied_by(self, files: Iterable[tuple[str, str]], table: str | None = None) -> dict[Slot, set[str]]:
        """The partitions (of one table) in which some files, as (brand, sha), have an accepted record, and which of them."""
        shas_of: dict[str, list[str]] = defaultdict(list)
        for brand, sha in files:
            shas_of[brand].append(sha)
        found: dict[Slot, set[str]] = defaultdict(set)
        with self._ledger.connect() as connection:
            for brand, shas in sorted(shas_of.items()):
                # Named first, table and brand narrow the search to a stretch of the primary key.
                here = [contributions.c.brand == brand, *([contributions.c.table_name == table] if table else [])]
                for some in _batches(shas):
                    rows = connection.execute(select(contributions).where(*here, contributions.c.sha.in_(some)))
                    _gather(found, rows)
        return found

    @staticmethod
    def _contributors(connection: Connection, slots: Iterable[Slot]) -> dict[Slot, set[str]]:
        here = tuple_(contributions.c.table_name, contributions.c.brand, contributions.c.month)
        found: dict[Slot, set[str]] = defaultdict(set)
        for some in _batches([(slot.table, slot.brand, slot.month) for slot in slots]):
            _gather(found, connection.execute(select(contributions).where(here.in_(some))))
        return found

    def _months_of_others(self) -> Select[Any]:
        others = partitions.c.brand.not_in(sorted({*self.brands, WHOLE}))
        has_facts = partitions.c.table_name.startswith("fact_", autoescape=True) & (partitions.c.state != "empty")
        return select(partitions.c.month).where(others, has_facts).distinct()

    def of(self, table: str, brand: str) -> dict[str, Published]:
        """Month → partition, of one table and brand."""
        return self._months.get((table, brand), {})

    def to_rebuild(self) -> set[Slot]:
        """Partitions that must be built from raw files again, without looking at what is there."""
        return {slot for slot, found in self.published.items() if found.state == "rebuild"}

    def fingerprint(self) -> str:
        """Changes when anybody publishes a partition of these brands, one that this build never looked at included."""
        told = ((slot.table, slot.brand, slot.month, found.content_hash) for slot, found in self.published.items())
        return _fingerprint(told, self.closed)

    def fingerprint_now(self, connection: Connection) -> str:
        """The fingerprint of the same partitions as the ledger knows them now."""
        told = (partitions.c.table_name, partitions.c.brand, partitions.c.month, partitions.c.content_hash)
        closed = _closed_slots(closed_months(connection, self.brands))
        return _fingerprint(connection.execute(self._of_brands(partitions).with_only_columns(*told)).tuples(), closed)


def _closed_slots(months: Iterable[Closed]) -> dict[Slot, Closed]:
    return {Slot(table, closed.brand, closed.month): closed for closed in months for table in closed.tables}


def _fingerprint(told: Iterable[tuple[str, str, str, str]], closed: Mapping[Slot, Closed]) -> str:
    # A month that was closed or reopened meanwhile has not moved, but may not be written any more, or may be again.
    said = ["/".join(row) for row in told] + [f"{slot} {month.event}" for slot, month in closed.items()]
    return hashlib.sha256("\n".join(sorted(said)).encode()).hexdigest()


def _batches(keys: Iterable[Any]) -> Iterator[list[Any]]:
    wanted = sorted(set(keys))
    return (wanted[start : start + _BATCH] for start in range(0, len(wanted), _BATCH))


def _gather(found: dict[Slot, set[str]], rows: Iterable[Row[Any]]) -> None:
    for table, brand, month, sha in rows:
        found[Slot(table, brand, month)].add(sha)
