"""Cutting what waits for a night into portions: years of exports, dropped into landing/ at once, are not one publication."""

from flows import judging
from flows.batching import Batch, Limits, pack, waiting_pieces
from flows.leaving_out import without_unreadable
from flows.run import Run
from warehouse.ledger import backfilling
from warehouse.ledger.partitions import WHOLE
from warehouse.ledger.planning import Plan, to_rebuild

# Far beyond the nights of fifty brands; what one portion reads decides how much memory a night takes.
LIMITS = Limits(files=2000, bytes=128 * 1024 * 1024)


def cut(run: Run, planned: Plan) -> list[Batch]:
    """The portions to carry before the night itself, which then finds one portion and whatever needs no new file; mostly none.

    Nothing is divided where a partition is to be built again: what leaves it and what comes instead belong into one publication.
    A brand that has to be left out is in no portion, so all of it waits.
    """
    if planned.rebuild or _is_small(sizes := _sizes(run, planned)):
        return []
    readable, left_out = without_unreadable(run, planned)
    return pack(waiting_pieces(_sizes(run, readable) if left_out else sizes, LIMITS), LIMITS)[:-1]


def plan_of(run: Run, portion: Batch) -> Plan:
    """A portion as it stands now: without what others carried meanwhile.

    Nothing, if a partition of its brands is to be built again by now: the night itself does both at once.
    """
    judged_by = {brand: judging.judged_by(strategy, run.formats) for brand, strategy in run.strategies.items()}
    with run.ledger.connect() as connection:
        if to_rebuild(connection, run.strategies, portion.brands | {WHOLE}):
            return Plan()
        part = Plan(more_follows=True)
        return backfilling.plan_batch(connection, run.strategies, judged_by, part, portion.files.keys(), ())


def _sizes(run: Run, planned: Plan) -> list[tuple[tuple[str, str], str, int]]:
    with run.ledger.connect() as connection:
        return backfilling.sizes_of(connection, planned.files)


def _is_small(sizes: list[tuple[tuple[str, str], str, int]]) -> bool:
    return len(sizes) <= LIMITS.files and sum(size for _, _, size in sizes) <= LIMITS.bytes
