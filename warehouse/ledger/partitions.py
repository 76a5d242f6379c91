"""Partitions in the ledger: what is published, from which files, and what has to be built anew."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from warehouse.ledger.schema import contributions, partitions


@dataclass(frozen=True, order=True)
class Slot:
    """Where one partition belongs: table x brand x month; `all` stands for the brands and months of a table kept whole."""

    table: str
    brand: str
    month: str


@dataclass(frozen=True)
class Published:
    """One partition as the ledger knows it."""

    slot: Slot
    state: str
    key: str
    content_hash: str
    transform_version: int
    n_rows: int
    n_unsettled: int


class Catalogue:
    """The ledger's partitions of some brands, read once at the start of a build."""

    def __init__(self, connection: Connection, brands: Iterable[str]) -> None:
        wanted = [*sorted(brands), "all"]
        rows = connection.execute(select(partitions).where(partitions.c.brand.in_(wanted)))
        self.published = {
            (slot := Slot(row.table_name, row.brand, row.month)): Published(
                slot, row.state, row.key, row.content_hash, row.transform_version, row.n_rows, row.n_unsettled
            )
            for row in rows
        }
        self.contributors: dict[Slot, set[str]] = defaultdict(set)
        for row in connection.execute(select(contributions).where(contributions.c.brand.in_(wanted))):
            self.contributors[Slot(row.table_name, row.brand, row.month)].add(row.sha)

    def of(self, table: str, brand: str) -> dict[str, Published]:
        """Month → partition, of one table and brand."""
        return {slot.month: found for slot, found in self.published.items() if (slot.table, slot.brand) == (table, brand)}

    def to_rebuild(self) -> set[Slot]:
        """Partitions that must be built from raw files again, without looking at what is there."""
        return {slot for slot, found in self.published.items() if found.state == "rebuild"}
