"""Stale partitions that a night's new data touches: it builds them again from all of their files (DESIGN 5.6)."""

from typing import TYPE_CHECKING

from flows.run import Run
from transforms.lineage import READS, VERSIONS
from warehouse.ledger import backfilling
from warehouse.ledger.planning import Plan

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.engine import EngineSettings

_FACT_VERSIONS = {name: VERSIONS[name] for name, read in READS.items() if not read}


def widened(run: Run, planned: Plan, staged: "dict[str, list[Path]]", settings: "EngineSettings") -> Plan | None:
    """The plan with the stale partitions that the staged records touch, and their files; None where there are none."""
    with run.ledger.connect() as connection:
        stale = backfilling.stale_facts(connection, {file.brand for file in planned.files}, _FACT_VERSIONS) - planned.rebuild
    if not stale:
        return None
    from warehouse.engine import engine
    from warehouse.touching import touched

    with engine(settings, run.folder / "spill") as duck:
        found = touched(duck, staged, stale)
    if not found:
        return None
    with run.ledger.connect() as connection:
        return backfilling.widened(connection, planned, found)
