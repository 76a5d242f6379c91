"""A published file that is not as it was written is built again by the run that meets it: raw files still say what was in it."""

from collections.abc import Collection
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from flows.run import Run
from flows.summary import MENDED
from transforms.contracts.tables import TABLES
from transforms.errors import IntegrityError
from warehouse import recovery, repairing
from warehouse.ledger import backfilling, planning
from warehouse.ledger.partitions import WHOLE, Slot, frozen_slots, read_partitions, slot_of
from warehouse.locks import exclusive
from warehouse.verifying.finding import Finding

# More are no accident: a folder that is not mounted, or a disk that fails. Somebody should look before anything is written there.
MOST_FILES = 100


def mend(run: Run, error: IntegrityError) -> None:
    """Put every published file of the planned brands that is damaged or lost into the plan; the run begins once more.

    All of them are looked for at once: where somebody wrote over one file, there may be others, and each would cost a beginning.

    Raises:
        IntegrityError: there is none that this run did not try yet, which is `error` then, or there are too many.
    """
    planned, tried = planning.from_json(run.take("plan")), run.take("mended")
    known = {one["where"] for one in tried}
    found = [each for each in _broken(run, planned, error) if each.where not in known]
    if found:
        run.hand_on("mended", tried + [asdict(each) for each in found])
        run.hand_on("plan", planning.to_json(_with(run, planned, [each.slot for each in found if each.slot])))
    elif not _is_well(run, error):
        raise error


def settle(run: Run, left_out: Collection[str]) -> list[dict[str, Any]]:
    """What to tell of the files that this run built again. Those that it could not stay marked; whoever kept it from that tells.

    Those of brands that it then left out wait with these.
    """
    built = {Slot(*each["slot"]) for each in run.take("build")["built"]}
    tried = [(each, Slot(*each["slot"])) for each in run.take("mended") if each["brand"] not in left_out]
    waiting = {slot for _, slot in tried} - built
    if waiting:
        repairing.mark(run.ledger, waiting)
    remedy = "look at the disk, and at who else writes to warehouse/; `pilaster verify` looks at all other files"
    answers = ("where", "expected", "found")
    return [
        {"code": MENDED, "brand": each["brand"], **{name: each[name] for name in answers}, "remedy": remedy}
        for each, slot in tried
        if slot in built
    ]


def _with(run: Run, planned: planning.Plan, slots: Collection[Slot]) -> planning.Plan:
    """The plan with partitions that are to be built again, their files, and what is new in strategies of brands that join."""
    with run.ledger.connect() as connection:
        wider = backfilling.widened(connection, planned, slots)
        joining = {brand: run.strategies[brand] for brand in sorted(wider.brands - planned.brands) if brand in run.strategies}
        return replace(wider, changed=wider.changed | {*planning.changed_slices(connection, joining)})


def _is_well(run: Run, error: IntegrityError) -> bool:
    """Whether the file that was met is as it should be by now: another run was faster."""
    slot = slot_of(run.workspace, Path(error.where))
    if slot is None:
        return False
    from warehouse.verifying.tables import check_bytes

    published = read_partitions(run.ledger).get(slot)
    return published is not None and published.state == "published" and check_bytes(run.workspace, slot, published) is None


def _broken(run: Run, planned: planning.Plan, error: IntegrityError) -> list[Finding]:
    suspects = _look(run, planned)
    if len(suspects) > MOST_FILES:
        raise IntegrityError(
            where=str(run.workspace.warehouse),
            expected="published files as they were written",
            found=f"{len(suspects):,} that are damaged or gone, {suspects[0].where} among them; a run mends up to {MOST_FILES}",
            remedy="look whether all of warehouse/ is there and who else writes to it, then `pilaster repair --all`",
        ) from error
    # Once more while nobody publishes: what was replaced between ledger and file is as well as any other.
    with exclusive(run.workspace.publishing_lock):
        recovery.finish(run.workspace, run.ledger)
        return _look(run, planned, frozenset(each.slot for each in suspects if each.slot))


def _look(run: Run, planned: planning.Plan, only: frozenset[Slot] | None = None) -> list[Finding]:
    from warehouse.verifying.tables import check_bytes  # a night with nothing to do loads no PyArrow

    # A table that is kept whole is built from the facts of all brands; without a strategy no export of a brand can be read.
    brands = {*(run.strategies if WHOLE in planned.brands else planned.brands & run.strategies.keys()), WHOLE}
    # What a run goes on without, it does not mend either.
    brands -= {each["brand"] for each in run.take("left_out")}
    # Whoever reads the file of a closed month tells of it.
    frozen = frozen_slots(run.ledger)
    return [
        finding
        for slot, published in sorted(read_partitions(run.ledger).items())
        if slot.brand in brands and (only is None or slot in only)
        if slot.table in TABLES and slot not in frozen and published.state == "published"
        if (finding := check_bytes(run.workspace, slot, published))
    ]
