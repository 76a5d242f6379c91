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
    """Counts per brand, and the files that wait for somebody: the same however many runs it took."""
    with ledger.connect() as connection:
        return {
            "brands": _brands(connection),
            "waiting": _files(connection, or_(files.c.state == "held", _is_taken_in_part())),
        }


def of_latest_run(ledger: Engine) -> Facts:
    """Files and verdicts of the latest run that judged anything; nothing when a rebuilt ledger has forgotten which it was."""
    with ledger.connect() as connection:
        run_id = connection.execute(_LATEST).scalar()
        return {"files": _judged(connection, run_id), "checks": _verdicts(connection, run_id)} if run_id else {}


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


# A run's id names no moment, so its start decides. Who rebuilds a ledger reads everything again and is no night.
_LATEST = (
    select(runs.c.run_id)
    .where(runs.c.kind != "rebuild-ledger", runs.c.run_id.in_(select(checks.c.run_id)))
    .order_by(runs.c.started_at.desc(), runs.c.run_id.desc())
    .limit(1)
)


def _judged(connection: Connection, run_id: str) -> list[dict[str, Any]]:
    return _files(connection, and_(files.c.run_id == run_id, files.c.state.in_(_KNOWN)))


def _verdicts(connection: Connection, run_id: str) -> list[dict[str, Any]]:
    query = select(*(checks.c[name] for name in _CHECK)).where(checks.c.run_id == run_id)
    return [dict(row) for row in connection.execute(query.order_by(checks.c.table_name, checks.c.expectation)).mappings()]
