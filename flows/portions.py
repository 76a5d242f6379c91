"""Cutting what waits for a night into portions: years of exports, dropped into landing/ at once, are not one publication."""

from flows import judging
from flows.batching import Batch, Limits, pack, waiting_pieces
from flows.run import Run
from warehouse.ledger import backfilling
from warehouse.ledger.planning import Plan

# Far beyond the nights of fifty brands; what one portion reads decides how much memory a night takes.
LIMITS = Limits(files=2000, bytes=128 * 1024 * 1024)


def cut(run: Run, planned: Plan, limits: Limits | None = None) -> list[Batch]:
    """The portions to carry before the night itself, which then finds one portion and whatever needs no new file; mostly none.

    Files that partitions to rebuild were made from are not divided.
    """
    limits = limits or LIMITS
    with run.ledger.connect() as connection:
        sizes = backfilling.sizes_of(connection, planned)
    if len(sizes) <= limits.files and sum(size for _, _, size in sizes) <= limits.bytes:
        return []
    return pack(waiting_pieces(sizes, limits), limits)[:-1]


def plan_of(run: Run, portion: Batch) -> Plan:
    """A portion as it stands now: without what others carried meanwhile."""
    judged_by = {brand: judging.judged_by(strategy, run.formats) for brand, strategy in run.strategies.items()}
    with run.ledger.connect() as connection:
        return backfilling.plan_batch(connection, run.strategies, judged_by, Plan(), portion.files.keys(), ())
