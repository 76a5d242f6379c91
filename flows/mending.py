"""A published file that is not as it was written is built again by the run that meets it: raw files still say what was in it."""

from dataclasses import asdict
from typing import Any

from flows.run import Run
from flows.summary import MENDED
from transforms.contracts.tables import TABLES
from transforms.errors import IntegrityError
from warehouse import recovery
from warehouse.ledger import backfilling, planning
from warehouse.ledger.partitions import WHOLE, Slot, frozen_slots, read_partitions
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
    found = [each for each in _broken(run, planned) if each.where not in {one["where"] for one in tried}]
    if len(found) > MOST_FILES:
        raise IntegrityError(
            where=str(run.workspace.warehouse),
            expected="published files as they were written",
            found=f"{len(found):,} that are damaged or gone, {found[0].where} among them; a run mends up to {MOST_FILES}",
            remedy="look whether all of warehouse/ is there and who else writes to it, then `pilaster repair --all`",
        ) from error
    if not found:
        raise error
    with run.ledger.connect() as connection:
        wider = backfilling.widened(connection, planned, [each.slot for each in found if each.slot])
    run.hand_on("mended", tried + [asdict(each) for each in found])
    run.hand_on("plan", planning.to_json(wider))


def mended(run: Run, left_out: set[str]) -> list[dict[str, Any]]:
    """What to tell of the files that this run built again; those of brands that it then left out wait with these."""
    remedy = "look at the disk, and at who else writes to warehouse/; `pilaster verify` looks at all other files"
    answers = ("where", "expected", "found")
    return [
        {"code": MENDED, "brand": each["brand"], **{name: each[name] for name in answers}, "remedy": remedy}
        for each in run.take("mended")
        if each["brand"] not in left_out
    ]


def _broken(run: Run, planned: planning.Plan) -> list[Finding]:
    suspects = [each.slot for each in _look(run, planned) if each.slot]
    # Once more while nobody publishes: what was replaced between ledger and file is as well as any other.
    with exclusive(run.workspace.publishing_lock):
        recovery.finish(run.workspace, run.ledger)
        return _look(run, planned, suspects)


def _look(run: Run, planned: planning.Plan, only: list[Slot] | None = None) -> list[Finding]:
    from warehouse.verifying.tables import check_bytes  # a night with nothing to do loads no PyArrow

    # Whoever reads the file of a closed month tells of it. A table that is kept whole is built from the facts of all brands.
    frozen, is_whole = frozen_slots(run.ledger), WHOLE in planned.brands
    return [
        finding
        for slot, published in sorted(read_partitions(run.ledger).items())
        if (is_whole or slot.brand in planned.brands or slot.brand == WHOLE) and (only is None or slot in only)
        if slot.table in TABLES and slot not in frozen and published.state == "published"
        if (finding := check_bytes(run.workspace, slot, published))
    ]
