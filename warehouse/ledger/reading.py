"""What people ask the ledger: files with their state, counts per state, the last run."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Engine, Row, func, or_, select, tuple_

from warehouse.ledger.closing import closed_months
from warehouse.ledger.schema import brands, files, partitions, runs

_BATCH = 400


def judged(ledger: Engine, keys: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """One dictionary per file of `keys`, in the order of brand and name."""
    keys = list(keys)
    found: list[dict[str, Any]] = []
    with ledger.connect() as connection:
        for start in range(0, len(keys), _BATCH):
            wanted = tuple_(files.c.brand, files.c.sha).in_(keys[start : start + _BATCH])
            found += [as_dict(row) for row in connection.execute(select(files).where(wanted))]
    return sorted(found, key=lambda file: (file["brand"], file["folders"], file["name"], file["sha"]))


def refused(ledger: Engine) -> list[dict[str, Any]]:
    """Every held file and every file with quarantined records."""
    query = select(files).where(or_(files.c.state == "held", files.c.n_quarantined > 0)).order_by(files.c.brand, files.c.name)
    with ledger.connect() as connection:
        return [as_dict(row) for row in connection.execute(query)]


_OF_QUALITY = (
    "brand", "sha", "state", "platform", "format", "account", "assigned_account", "observed_on", "first_date", "last_date",
    "n_records", "n_accepted", "n_quarantined", "n_structural", "n_duplicates",
)  # fmt: skip


def known_files(ledger: Engine, wanted: Iterable[str]) -> list[dict[str, Any]]:
    """What quality is told from, of every taken and held file of some brands: no more than that, for they are many."""
    here = files.c.brand.in_(sorted(wanted))
    told = select(*(files.c[name] for name in _OF_QUALITY)).where(here, files.c.state.in_(["taken", "held"]))
    # Few are held, and JSON is dear to read.
    holds = select(files.c.brand, files.c.sha, files.c.hold).where(here, files.c.state == "held")
    with ledger.connect() as connection:
        found = [dict(zip(_OF_QUALITY, row, strict=True)) for row in connection.execute(told).tuples().all()]
        why = {(brand, sha): hold for brand, sha, hold in connection.execute(holds)}
    for file in found:
        if file["state"] == "held":
            file["hold"] = why.get((file["brand"], file["sha"]))
    return found


def taken_and_held(ledger: Engine) -> dict[str, Any]:
    """How many files were taken and held, and the latest day on which one that was taken was exported."""
    counted = select(files.c.state, func.count(), func.max(files.c.observed_on)).group_by(files.c.state)
    with ledger.connect() as connection:
        found = {state: (n, latest) for state, n, latest in connection.execute(counted)}
    taken, latest = found.get("taken", (0, None))
    return {"taken": taken, "held": found.get("held", (0, None))[0], "latest_observed_on": str(latest) if latest else None}


def find(ledger: Engine, wanted: str) -> list[dict[str, Any]]:
    """Files whose name is `wanted` or whose sha starts with it."""
    is_it = or_(files.c.name == wanted, files.c.sha.startswith(wanted, autoescape=True))
    with ledger.connect() as connection:
        return [as_dict(row) for row in connection.execute(select(files).where(is_it).order_by(files.c.brand, files.c.name))]


def as_dict(row: Row[Any]) -> dict[str, Any]:
    """A file's row as plain JSON."""
    told = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented way to a dictionary
    for name in ("observed_at", "observed_on"):
        told[name] = told[name].isoformat()
    return told


def status(ledger: Engine, versions: Mapping[str, int]) -> dict[str, Any]:
    """Files per state, records, partitions per table and state, and the last run.

    `versions` is the transform version of each table today: partitions made by an earlier one are stale, and counted.
    """
    with ledger.connect() as connection:
        by_state = connection.execute(select(files.c.brand, files.c.state, func.count()).group_by(files.c.brand, files.c.state))
        of_files = [{"brand": brand, "state": state, "files": n} for brand, state, n in by_state]
        records = connection.execute(
            select(func.sum(files.c.n_accepted), func.sum(files.c.n_quarantined)).where(files.c.state == "taken")
        ).one()
        by_table = connection.execute(
            select(partitions.c.table_name, partitions.c.state, func.count(), func.sum(partitions.c.n_rows)).group_by(
                partitions.c.table_name, partitions.c.state
            )
        )
        tables = [{"table": name, "state": state, "partitions": n, "rows": rows} for name, state, n, rows in by_table]
        made_by = select(partitions.c.table_name, partitions.c.transform_version, func.count()).where(
            partitions.c.state == "published"
        )
        by_version = connection.execute(made_by.group_by(partitions.c.table_name, partitions.c.transform_version))
        closed = closed_months(connection)
        made = Counter({(name, version): n for name, version, n in by_version})
        # A closed month is what it was made by.
        made.subtract((name, told["transform_version"]) for month in closed for name, told in month.tables.items() if told)
        stale = Counter({name: 0 for name, _ in made})
        for (name, version), n in made.items():
            stale[name] += n if version != versions.get(name, version) else 0
        last = connection.execute(select(runs).order_by(runs.c.started_at.desc()).limit(1)).first()
        known = connection.execute(select(brands.c.brand).order_by(brands.c.brand)).scalars().all()
    return {
        "brands": list(known),
        "files": sorted(of_files, key=lambda row: (row["brand"], row["state"])),
        "records_accepted": records[0] or 0,
        "records_quarantined": records[1] or 0,
        "tables": sorted(tables, key=lambda row: (row["table"], row["state"])),
        "stale_partitions": dict(+stale),
        "closed_months": [
            {"brand": month.brand, "month": month.month, "closed_at": f"{month.closed_at:%Y-%m-%d %H:%M}"} for month in closed
        ],
        "last_run": _run(last) if last else None,
    }


def _run(row: Row[Any]) -> dict[str, Any]:
    return {
        "run_id": row.run_id,
        "kind": row.kind,
        "state": row.state,
        "started_at": row.started_at.isoformat(timespec="seconds"),
        "summary": (row.summary or {}).get("last_line") or (row.summary or {}).get("error"),
    }
