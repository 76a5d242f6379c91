"""What a night has to do, read from the ledger alone: it needs no dataframe library to find that there is nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, or_, select

from transforms.sources import SourceFile
from transforms.strategy import Strategy
from warehouse.ledger.partitions import WHOLE, Slot
from warehouse.ledger.schema import brands, contributions, files, partitions

# Files that were never judged, and those that were refused: `is_open` looks closer at these.
MAY_BE_OPEN = or_(files.c.state.in_(["received", "held"]), (files.c.state == "taken") & (files.c.n_quarantined > 0))


@dataclass(frozen=True)
class Plan:
    """The files to read and the brands to look at. Partitions to build follow from both."""

    files: tuple[SourceFile, ...] = ()
    orphans: tuple[SourceFile, ...] = ()
    """files of brands without a strategy that can be read: they are held until there is one"""
    changed: frozenset[tuple[str, str]] = frozenset()
    """(brand, slice) of each strategy that is no longer the one that the published files were made with"""
    rebuild: frozenset[Slot] = frozenset()
    """partitions that must be built from raw files again; the files of each are among `files`"""
    released: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    backfill: str = ""
    """the backfill that this is a batch of; empty for a night"""
    more_follows: bool = False
    """another run follows at once, and draws what each would draw again"""

    @property
    def brands(self) -> frozenset[str]:
        """Every brand that the night looks at."""
        looked_at = {file.brand for file in self.files} | {brand for brand, _ in self.changed}
        return frozenset(looked_at | {slot.brand for slot in self.rebuild})

    def with_other(self, name: str) -> frozenset[str]:
        """Brands of whose strategy one slice has changed."""
        return frozenset(brand for brand, each in self.changed if each == name)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be built. Orphans are held by a line in the ledger."""
        return not self.brands


def to_json(planned: Plan) -> dict[str, Any]:
    """A plan as plain JSON, for the stages of a run that may run in other processes."""
    return {
        "files": [
            {**vars(file), "observed_at": file.observed_at.isoformat(), "observed_on": str(file.observed_on)}
            for file in planned.files
        ],
        "changed": sorted(planned.changed),
        "rebuild": [tuple(slot) for slot in sorted(planned.rebuild)],
        "released": sorted(planned.released),
        "backfill": planned.backfill,
        "more_follows": planned.more_follows,
    }


def from_json(told: Mapping[str, Any]) -> Plan:
    """The plan that `to_json` wrote; orphans are held by then and not in it."""
    return Plan(
        files=tuple(_revive(file) for file in told["files"]),
        changed=frozenset((brand, name) for brand, name in told["changed"]),
        rebuild=frozenset(Slot(*slot) for slot in told["rebuild"]),
        released=frozenset((brand, sha) for brand, sha in told["released"]),
        backfill=told["backfill"],
        more_follows=told["more_follows"],
    )


def _revive(told: Mapping[str, Any]) -> SourceFile:
    return SourceFile(
        **{
            **told,
            "folders": tuple(told["folders"]),
            "observed_at": datetime.fromisoformat(told["observed_at"]),
            "observed_on": date.fromisoformat(told["observed_on"]),
        }
    )


def plan(
    ledger: Engine, strategies: Mapping[str, Strategy], judged_by: Mapping[str, str], only: frozenset[str] | None = None
) -> Plan:
    """Plan one night. `judged_by` is, per brand, the hash of everything that decides whether a file is taken."""
    with ledger.connect() as connection:
        changed = list(changed_slices(connection, strategies))
        wanted = [row for row in _open_files(connection, judged_by) if only is None or row.brand in only]
        rebuild = to_rebuild(connection, strategies, only)
    known = [row for row in wanted if row.brand in strategies]
    return Plan(
        files=tuple(source_of(row) for row in known),
        orphans=tuple(source_of(row) for row in wanted if row.brand not in strategies),
        changed=frozenset(each for each in changed if only is None or each[0] in only),
        rebuild=rebuild,
        released=frozenset((row.brand, row.sha) for row in known if row.is_released),
    )


def to_rebuild(connection: Connection, strategies: Mapping[str, Strategy], only: frozenset[str] | None) -> frozenset[Slot]:
    """Marked partitions of brands whose files can be read; without a strategy they stay as they are."""
    marked = connection.execute(
        select(partitions.c.table_name, partitions.c.brand, partitions.c.month).where(partitions.c.state == "rebuild")
    )
    slots = {Slot(*row) for row in marked}
    return frozenset(
        slot for slot in slots if (slot.brand in strategies or slot.brand == WHOLE) and (only is None or slot.brand in only)
    )


def changed_slices(connection: Connection, strategies: Mapping[str, Strategy]) -> Iterable[tuple[str, str]]:
    """(brand, slice) of each strategy that is no longer the one that the published files were made with."""
    before = {row.brand: row.slices for row in connection.execute(select(brands))}
    for brand, strategy in strategies.items():
        known = before.get(brand, {})
        yield from ((brand, name) for name, value in strategy.slices.items() if known.get(name) != value)


def _open_files(connection: Connection, judged_by: Mapping[str, str]) -> Iterable[Row[Any]]:
    """New files, refused ones whose judge has changed, and everything that partitions to rebuild were made from."""
    for_rebuild = (
        select(contributions.c.brand, contributions.c.sha)
        .join(
            partitions,
            (partitions.c.table_name == contributions.c.table_name)
            & (partitions.c.brand == contributions.c.brand)
            & (partitions.c.month == contributions.c.month),
        )
        .where(partitions.c.state == "rebuild")
        .distinct()
        .subquery()
    )
    is_needed = (for_rebuild.c.sha.is_not(None)) & (files.c.state == "taken")
    query = (
        select(files, for_rebuild.c.sha.label("rebuilds"))
        .outerjoin(for_rebuild, (for_rebuild.c.brand == files.c.brand) & (for_rebuild.c.sha == files.c.sha))
        .where(or_(MAY_BE_OPEN, is_needed))
        .order_by(files.c.brand, files.c.sha)
    )
    for row in connection.execute(query):
        if is_open(row, judged_by) or (row.state == "taken" and row.rebuilds):
            yield row


def is_open(row: Row[Any], judged_by: Mapping[str, str]) -> bool:
    """Whether a file was never judged, or was refused, in part or whole, by a judge who has changed since."""
    was_refused = row.state == "held" or (row.state == "taken" and row.n_quarantined > 0)
    return bool(row.state == "received" or (was_refused and row.judged_by != judged_by.get(row.brand, "")))


def source_of(row: Row[Any]) -> SourceFile:
    """The source file that a row of `files` describes."""
    return SourceFile(
        brand=row.brand,
        sha=row.sha,
        name=row.name,
        folders=tuple(row.folders),
        observed_at=row.observed_at.replace(tzinfo=UTC),
        observed_on=row.observed_on,
        observed_on_source=row.observed_on_source,
        assigned_account=row.assigned_account,
    )


def latest_observations(connection: Connection, wanted: Iterable[str]) -> dict[str, date]:
    """Brand → the latest observed_on of its accepted files."""
    query = (
        select(files.c.brand, func.max(files.c.observed_on).label("day"))
        .where(files.c.brand.in_(sorted(wanted)), files.c.state == "taken", files.c.n_accepted > 0)
        .group_by(files.c.brand)
    )
    return {row.brand: row.day for row in connection.execute(query)}
