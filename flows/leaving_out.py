"""A run leaves out a brand whose archive is damaged; its published files stay as they are, and the other brands go on."""

from dataclasses import replace

from flows.run import Run
from flows.summary import DAMAGED
from transforms.errors import IntegrityError
from warehouse import raw
from warehouse.ledger.planning import Plan


def without_damaged(run: Run, planned: Plan) -> tuple[Plan, list[dict[str, str]]]:
    """The plan without the brands of which an archived export is not as it came, and what to tell of each of these.

    All of such a brand waits, not the one file: its partitions are made from several, and one that is not read would be missing
    in them. What is counted over all brands is counted with what was published of it.
    """
    damaged = raw.damaged(run.workspace, planned.files)
    if not damaged:
        return planned, []
    whole = replace(
        planned,
        files=tuple(file for file in planned.files if file.brand not in damaged),
        changed=frozenset(each for each in planned.changed if each[0] not in damaged),
        rebuild=frozenset(slot for slot in planned.rebuild if slot.brand not in damaged),
        released=frozenset(each for each in planned.released if each[0] not in damaged),
    )
    return whole, [_told(brand, errors) for brand, errors in sorted(damaged.items())]


def _told(brand: str, errors: list[IntegrityError]) -> dict[str, str]:
    answers = errors[0].answers
    more = f", and {len(errors) - 1:,} more of this brand" if len(errors) > 1 else ""
    found = f"{answers['found']}{more}; {brand} is left out, and all that was published of it stays"
    return {"code": DAMAGED, "brand": brand, **answers, "found": found}
