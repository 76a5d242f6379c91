"""A run leaves out a brand of which it cannot read what it read before; its published files stay, and the other brands go on."""

from collections.abc import Collection
from dataclasses import replace

from flows.run import Run
from flows.summary import DAMAGED
from transforms.errors import IntegrityError
from warehouse import raw
from warehouse.ledger.backfilling import made_from
from warehouse.ledger.finding import files_of
from warehouse.ledger.own_formats import asleep
from warehouse.ledger.planning import Plan
from warehouse.ledger.schema import files

Told = dict[str, str]


def without_unreadable(run: Run, planned: Plan) -> tuple[Plan, list[Told]]:
    """The plan without the brands of which an archived export cannot be read as it was, and what to tell of each of these.

    All of such a brand waits, not the one file: its partitions are made from several, and one that is not read would be missing
    in them. What is counted over all brands is counted with what was published of it.
    """
    damaged = raw.damaged(run.workspace, planned.files)
    left_out = {brand: _damaged(brand, errors) for brand, errors in damaged.items()}
    if run.formats.broken:
        planned, without_words = _without_sleeping(run, planned)
        left_out = without_words | left_out
    return _without(planned, left_out.keys()), [told for _, told in sorted(left_out.items())]


def _without(planned: Plan, brands: Collection[str]) -> Plan:
    if not brands:
        return planned
    return replace(
        planned,
        files=tuple(file for file in planned.files if file.brand not in brands),
        changed=frozenset(each for each in planned.changed if each[0] not in brands),
        rebuild=frozenset(slot for slot in planned.rebuild if slot.brand not in brands),
        released=frozenset(each for each in planned.released if each[0] not in brands),
    )


def _without_sleeping(run: Run, planned: Plan) -> tuple[Plan, dict[str, Told]]:
    """The plan without taken exports whose file in formats/ cannot be read now, and the brands that cannot do without them.

    Such a file changes nothing (`own_formats`): under other words, or none, their rows would leave the facts.
    """
    with run.ledger.connect() as connection:
        names = asleep(connection, run.formats)
        rows = files_of(connection, [(file.brand, file.sha) for file in planned.files], (files.c.state, files.c.format))
        needed = {key for made in made_from(connection, planned.rebuild).values() for key in made}
    sleeping = {key: names[row.format] for key, row in rows.items() if row.state == "taken" and row.format in names}
    awake = tuple(file for file in planned.files if (file.brand, file.sha) not in sleeping)
    left_out = {brand: _without_words(brand, name) for (brand, sha), name in sleeping.items() if (brand, sha) in needed}
    return (replace(planned, files=awake) if sleeping else planned), left_out


def _damaged(brand: str, errors: list[IntegrityError]) -> Told:
    answers = errors[0].answers
    more = f", and {len(errors) - 1:,} more of this brand" if len(errors) > 1 else ""
    found = f"{answers['found']}{more}; {brand} is left out, and all that was published of it stays"
    return {"code": DAMAGED, "brand": brand, **answers, "found": found}


def _without_words(brand: str, name: str) -> Told:
    return {
        "code": DAMAGED,
        "brand": brand,
        "where": f"formats/{name}.yaml",
        "expected": "a file that can be read: exports from which something is to be built again were taken with its words",
        "found": f"one that cannot; {brand} is left out, and all that was published of it stays",
        "remedy": "mend it; the next run builds what waits",
    }
