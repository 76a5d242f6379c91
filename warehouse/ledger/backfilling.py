"""What a backfill asks the ledger: what waits, which partitions are due, which files they are made from, what is done already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from transforms.months import MonthRange
from transforms.sources import SourceFile
from transforms.strategy import Strategy
from warehouse.ledger.closing import closed_months
from warehouse.ledger.finding import files_of
from warehouse.ledger.partitions import WHOLE, Slot
from warehouse.ledger.planning import MAY_BE_OPEN, Plan, changed_slices, is_open, source_of
from warehouse.ledger.schema import brands, contributions, files, partitions, runs
from warehouse.workspace import UNDATED

KIND = "backfill"
Key = tuple[str, str]
"""(brand, sha)"""
# What others call an open connection without knowing what it is made of.
Reader = Connection
# The runs whose pace is looked at.
_LATEST_RUNS = 20


@dataclass(frozen=True)
class Pace:
    """How fast the latest runs went; zeros where there was none."""

    runs: int = 0
    records: int = 0
    seconds: float = 0.0


def waiting(connection: Connection, judged_by: Mapping[str, str]) -> list[Row[Any]]:
    """Files that were never judged, and refused ones whose judge has changed since."""
    query = select(files).where(MAY_BE_OPEN).order_by(files.c.brand, files.c.sha)
    return [row for row in connection.execute(query) if is_open(row, judged_by)]


def due(
    connection: Connection, months: MonthRange, of: Collection[str], versions: Mapping[str, int], *, everything: bool
) -> list[tuple[Slot, int]]:
    """(partition, its rows) of those that are marked or made by another version; of `everything` that is published, if asked.

    Posts without a moment of publication lie in no month, so they belong to every range; of tables that are kept whole only
    the marked ones are due, to a backfill `of` all brands. Reports of closed months stay as they are.
    """
    is_there = partitions.c.state.in_(["published", "rebuild"])
    always = partitions.c.month.in_([UNDATED, WHOLE])
    is_in = or_(and_(partitions.c.month >= months.first, partitions.c.month <= months.last), always)
    query = select(partitions).where(is_there, is_in, partitions.c.brand.in_(sorted(of)))
    order = (partitions.c.brand, partitions.c.month, partitions.c.table_name)
    closed = {(month.brand, month.month, table) for month in closed_months(connection) for table in month.tables}
    return [
        (Slot(row.table_name, row.brand, row.month), row.n_rows)
        for row in connection.execute(query.order_by(*order))
        if row.table_name in versions
        and (row.brand, row.month, row.table_name) not in closed
        and (row.state == "rebuild" or (row.brand != WHOLE and (everything or row.transform_version != versions[row.table_name])))
    ]


def made_from(connection: Connection, slots: Collection[Slot]) -> dict[Slot, dict[Key, tuple[int, int]]]:
    """Partition → its files, each with its bytes and records."""
    wanted = frozenset(slots)
    query = (
        select(contributions, files.c.size, files.c.n_records)
        .join(files, (files.c.brand == contributions.c.brand) & (files.c.sha == contributions.c.sha))
        .where(contributions.c.brand.in_(sorted({slot.brand for slot in wanted})), files.c.state == "taken")
    )
    found: dict[Slot, dict[Key, tuple[int, int]]] = defaultdict(dict)
    for row in connection.execute(query):
        slot = Slot(row.table_name, row.brand, row.month)
        if slot in wanted:
            found[slot][row.brand, row.sha] = (row.size, row.n_records)
    return found


def sizes_of(connection: Connection, exports: Iterable[SourceFile]) -> list[tuple[Key, str, int]]:
    """(file, month in which it was taken, bytes) of some exports."""
    found = files_of(connection, ((file.brand, file.sha) for file in exports), [files.c.observed_on, files.c.size])
    return [(key, f"{row.observed_on:%Y-%m}", row.size) for key, row in found.items()]


def without_a_home(connection: Connection, months: MonthRange, of: Collection[str]) -> list[Row[Any]]:
    """Taken files of the range that no partition was made from: under another parser they may have something to say."""
    has_home = select(contributions.c.sha).where(contributions.c.brand == files.c.brand, contributions.c.sha == files.c.sha)
    query = select(files).where(files.c.state == "taken", files.c.brand.in_(sorted(of)), ~has_home.exists())
    rows = connection.execute(query.order_by(files.c.brand, files.c.sha))
    return [row for row in rows if months.has(f"{row.observed_on}") or months.meets(row.first_date, row.last_date)]


def changed_brands(connection: Connection, strategies: Mapping[str, Strategy]) -> frozenset[str]:
    """Brands whose published files were made with another strategy than today's."""
    published = set(connection.execute(select(brands.c.brand)).scalars())
    return frozenset(brand for brand, _ in changed_slices(connection, strategies)) & published


def plan_batch(
    connection: Connection,
    strategies: Mapping[str, Strategy],
    judged_by: Mapping[str, str],
    batch: Plan,
    keys: Collection[Key],
    again: Collection[Key],
) -> Plan:
    """One batch as it stands now: `keys` that still wait, `again` whatever became of them, and the files of its partitions.

    `batch` carries the partitions and the name of the backfill, and in `changed` the brands to look at (with any slice).
    """
    found = files_of(connection, keys, list(files.c))
    rows = {key: row for key, row in found.items() if key[0] in strategies and is_open(row, judged_by)}
    needed = {key for made in made_from(connection, batch.rebuild).values() for key in made} | set(again)
    rows |= {key: row for key, row in files_of(connection, needed, list(files.c)).items() if row.state == "taken"}
    at_hand = {brand for brand, _ in rows} | {slot.brand for slot in batch.rebuild} | {brand for brand, _ in batch.changed}
    changed = changed_slices(connection, {brand: strategies[brand] for brand in sorted(at_hand) if brand in strategies})
    return replace(
        batch,
        files=tuple(source_of(row) for _, row in sorted(rows.items(), key=lambda item: item[0])),
        changed=frozenset(changed),
        released=frozenset(key for key, row in rows.items() if row.is_released),
    )


def widened(connection: Connection, planned: Plan, stale: Collection[Slot]) -> Plan:
    """A night's plan with stale partitions that it touches: they are built from all of their files."""
    known = {(file.brand, file.sha) for file in planned.files}
    more = {key for made in made_from(connection, stale).values() for key in made} - known
    rows = files_of(connection, more, list(files.c))
    added = [source_of(row) for _, row in sorted(rows.items(), key=lambda item: item[0])]
    everything = sorted([*planned.files, *added], key=lambda file: (file.brand, file.sha))
    released = planned.released | {key for key, row in rows.items() if row.is_released}
    return replace(planned, files=tuple(everything), rebuild=planned.rebuild | frozenset(stale), released=released)


def rebuilt_by(connection: Connection, backfill: str) -> frozenset[Slot]:
    """Partitions that an unfinished backfill of this name has rebuilt: what a resumed one need not do again."""
    query = select(runs.c.summary).where(runs.c.kind == KIND, runs.c.state == "published", runs.c.summary.is_not(None))
    done: set[Slot] = set()
    for summary in connection.execute(query.order_by(runs.c.started_at.desc(), runs.c.run_id.desc())).scalars():
        if summary and summary.get("backfill") == backfill:
            if summary.get("is_finished"):
                break
            done |= {Slot(*slot) for slot in summary.get("rebuilt", ())}
    return frozenset(done)


def pace(connection: Connection) -> Pace:
    """Records and seconds of the latest runs that read files."""
    query = select(runs.c.summary).where(runs.c.kind.in_(["nightly", KIND]), runs.c.state == "published")
    told = Pace()
    for summary in connection.execute(query.order_by(runs.c.started_at.desc()).limit(_LATEST_RUNS)).scalars():
        seconds = {verb: spent for verb, spent in (summary or {}).get("seconds", {}).items() if verb != "land"}
        records = sum(file.get("n_records", 0) for file in (summary or {}).get("files", ()))
        if records and seconds and "is_finished" not in (summary or {}):
            told = Pace(told.runs + 1, told.records + records, told.seconds + sum(seconds.values()))
    return told


def bytes_per_record(connection: Connection) -> float | None:
    """What a record takes in the files that were read so far; None before the first."""
    query = select(files.c.size, files.c.n_records).where(files.c.n_records > 0)
    sizes = [tuple(row) for row in connection.execute(query)]
    return sum(size for size, _ in sizes) / sum(n for _, n in sizes) if sizes else None


def stale_facts(connection: Connection, of: Iterable[str], versions: Mapping[str, int]) -> frozenset[Slot]:
    """Published fact partitions of some brands that another version made."""
    query = select(partitions).where(
        partitions.c.state == "published",
        partitions.c.brand.in_(sorted(set(of))),
        or_(
            *(
                and_(partitions.c.table_name == name, partitions.c.transform_version != version)
                for name, version in versions.items()
            )
        ),
    )
    return frozenset(Slot(row.table_name, row.brand, row.month) for row in connection.execute(query))
