"""What the pages of quality tell, read from the ledger alone: the same after a killed night as after one that went through."""

from typing import Any

from sqlalchemy import Connection, Engine, and_, case, func, or_, select

from warehouse.ledger.reading import as_dict
from warehouse.ledger.schema import checks, files, runs

_TOLD = (
    "brand", "sha", "name", "folders", "observed_on", "observed_on_source", "state", "hold", "format", "n_records",
    "n_structural", "n_duplicates", "n_quarantined", "n_accepted", "unknown_columns", "notes",
)  # fmt: skip
_CHECK = ("table_name", "expectation", "severity", "success", "n_evaluated", "n_unexpected", "why")
_KNOWN = ("taken", "held")

Facts = dict[str, list[dict[str, Any]]]


def findings(ledger: Engine) -> Facts:
    """Counts per brand, files that wait for somebody, files of the latest night, and the latest verdict on each table."""
    with ledger.connect() as connection:
        return {
            "brands": _brands(connection),
            "waiting": _files(connection, or_(files.c.state == "held", _is_taken_in_part())),
            "latest": _latest(connection),
            "checks": _checks(connection),
        }


def _is_taken_in_part() -> Any:  # noqa: ANN401 - SQLAlchemy's types of expressions are many
    return and_(files.c.state == "taken", files.c.n_quarantined > 0)


def _brands(connection: Connection) -> list[dict[str, Any]]:
    is_taken = files.c.state == "taken"
    counted = {
        "files_taken": func.sum(case((is_taken, 1), else_=0)),
        "files_held": func.sum(case((files.c.state == "held", 1), else_=0)),
        "records_accepted": func.sum(case((is_taken, files.c.n_accepted), else_=0)),
        "records_refused": func.sum(case((is_taken, files.c.n_quarantined), else_=0)),
    }
    query = select(files.c.brand, *(value.label(name) for name, value in counted.items())).where(files.c.state.in_(_KNOWN))
    rows = connection.execute(query.group_by(files.c.brand).order_by(files.c.brand))
    return [{"brand": row.brand, **{name: int(getattr(row, name)) for name in counted}} for row in rows]


def _files(connection: Connection, condition: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - likewise
    rows = [as_dict(row) for row in connection.execute(select(files).where(condition))]
    ordered = sorted(rows, key=lambda file: (file["brand"], file["folders"], file["name"], file["sha"]))
    return [{name: file[name] for name in _TOLD} for file in ordered]


def _latest(connection: Connection) -> list[dict[str, Any]]:
    """Files that the last night with any file judged. A run's id names no moment, so its start decides."""
    newest = (
        select(files.c.run_id)
        .join(runs, runs.c.run_id == files.c.run_id)
        .order_by(runs.c.started_at.desc(), runs.c.run_id.desc())
        .limit(1)
    )
    run_id = connection.execute(newest).scalar()
    return _files(connection, and_(files.c.run_id == run_id, files.c.state.in_(_KNOWN))) if run_id else []


def _checks(connection: Connection) -> list[dict[str, Any]]:
    judged = select(checks.c.table_name, checks.c.run_id, runs.c.started_at).distinct()
    last = {
        row.table_name: row.run_id
        for row in connection.execute(
            judged.join(runs, runs.c.run_id == checks.c.run_id).order_by(runs.c.started_at, runs.c.run_id)
        )
    }
    found = []
    for table_name, run_id in sorted(last.items()):
        query = select(*(checks.c[name] for name in _CHECK)).where(checks.c.table_name == table_name, checks.c.run_id == run_id)
        found += [dict(row._mapping) for row in connection.execute(query.order_by(checks.c.expectation))]  # noqa: SLF001 - SQLAlchemy's documented way
    return found
