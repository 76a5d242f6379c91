"""Which stale partitions the new records of a night touch (DESIGN 5.6): only those are built again by it."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from transforms.facts.register import FACTS
from warehouse.engine import map_arrow
from warehouse.ledger.partitions import Slot

if TYPE_CHECKING:
    import duckdb


def touched(
    connection: "duckdb.DuckDBPyConnection", staged: Mapping[str, list[Path]], stale: Collection[Slot]
) -> frozenset[Slot]:
    """Those of the `stale` partitions into whose month a staged record falls."""
    found: set[Slot] = set()
    for fact in FACTS:
        if any(slot.table == fact.table.name for slot in stale) and staged.get(fact.staging.name):
            connection.register("staging", map_arrow(fact.staging, staged[fact.staging.name]))
            rows = connection.execute(f"SELECT DISTINCT brand, month_of({fact.table.moment}) FROM staging").fetchall()
            found |= {Slot(fact.table.name, brand, month) for brand, month in rows}
    return frozenset(found & set(stale))
