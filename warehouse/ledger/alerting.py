"""What alerts ask the ledger, and what it remembers of those that went out: in the summary of the run that sent them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine, func, or_, select, update

from warehouse.ledger.open import writing
from warehouse.ledger.schema import dispositions, files, runs

# The memory is handed on from run to run; more runs than these at the same time there never are.
_RECENT_RUNS = 50
_VOLUME = (
    "brand", "sha", "name", "folders", "platform", "format", "account", "assigned_account", "observed_at", "n_records",
    "n_structural",
)  # fmt: skip


@dataclass(frozen=True)
class Memory:
    """The keys of what has been told; `turn` counts its changes, so that of two memories the later one is known."""

    turn: int = 0
    known: tuple[str, ...] = ()


def recall(ledger: Engine) -> Memory:
    """What the runs so far have told."""
    with ledger.connect() as connection:
        recent = select(runs.c.run_id).order_by(runs.c.started_at.desc(), runs.c.run_id.desc()).limit(_RECENT_RUNS)
        run_ids = connection.execute(recent).scalars().all()
        memory = runs.c.summary["alerts"]["memory"]
        told = connection.execute(select(memory).where(runs.c.run_id.in_(run_ids))).scalars().all()
    found = [Memory(each["turn"], tuple(each["known"])) for each in told if each]
    turn = max((each.turn for each in found), default=0)
    # Several of the same turn were made from the same one: copies, or two runs that ended in the same moment.
    return Memory(turn, tuple(dict.fromkeys(key for each in found if each.turn == turn for key in each.known)))


def remember(ledger: Engine, run_id: str, memory: Memory) -> None:
    """Write down at once what was told: a run that dies before its end has told it all the same."""
    with writing(ledger) as connection:
        summary = {"alerts": {"memory": asdict(memory)}}
        connection.execute(update(runs).where(runs.c.run_id == run_id).values(summary=summary))


def first_days(ledger: Engine) -> dict[str, date]:
    """Brand → the day of its first export."""
    query = select(files.c.brand, func.min(files.c.observed_on).label("day")).where(files.c.state.in_(["taken", "held"]))
    with ledger.connect() as connection:
        return {row.brand: row.day for row in connection.execute(query.group_by(files.c.brand))}


def known_brands(ledger: Engine) -> set[str]:
    """Brands with any file at all."""
    with ledger.connect() as connection:
        return set(connection.execute(select(files.c.brand).distinct()).scalars())


def exports_since(ledger: Engine, since: Mapping[str, date], formats: Iterable[str]) -> list[dict[str, Any]]:
    """Taken files of some formats, of each brand from a day on."""
    if not since:
        return []
    here = or_(*((files.c.brand == brand) & (files.c.observed_on >= day) for brand, day in since.items()))
    query = select(files).where(files.c.state == "taken", files.c.format.in_(sorted(formats)), here)
    with ledger.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def taken_by(ledger: Engine, run_ids: Iterable[str]) -> list[dict[str, Any]]:
    """The files that some runs took."""
    return _volumes(ledger, files.c.run_id.in_(sorted(run_ids)))


def exports_like(ledger: Engine, wanted: Iterable[Mapping[str, Any]], since: date) -> list[dict[str, Any]]:
    """Taken files of the brands and formats of `wanted`, from a day on."""
    wanted = list(wanted)
    brands, formats = ({file[name] for file in wanted} for name in ("brand", "format"))
    here = files.c.brand.in_(sorted(brands)) & files.c.format.in_(sorted(formats)) & (files.c.observed_on >= since)
    return _volumes(ledger, here)


def _volumes(ledger: Engine, condition: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - SQLAlchemy's types of expressions are many
    """Counts of taken files, each with the tables that it supplied."""
    here = (files.c.state == "taken") & condition
    same = (dispositions.c.brand == files.c.brand) & (dispositions.c.sha == files.c.sha)
    supplied = select(files.c.brand, files.c.sha, dispositions.c.table_name).join(dispositions, same).where(here)
    tables: dict[tuple[str, str], list[str]] = defaultdict(list)
    with ledger.connect() as connection:
        for brand, sha, table in connection.execute(supplied):
            tables[brand, sha].append(table)
        rows = connection.execute(select(*(files.c[name] for name in _VOLUME)).where(here)).mappings().all()
    return [{**row, "tables": tuple(sorted(tables[row["brand"], row["sha"]]))} for row in rows]
