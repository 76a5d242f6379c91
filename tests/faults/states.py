"""What a workspace is, for comparing: bytes of its files, rows of its ledger, and what readers see of it at any moment."""

import json
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from sqlalchemy import Connection, create_engine, select
from sqlalchemy.pool import NullPool

from warehouse.ledger.schema import metadata

Files = dict[str, bytes]
_LATEST_RUN = "quality/latest.html"
# The name that a workspace makes up for itself when its ledger lies elsewhere.
_BY_CHANCE = "workspace.json"


@dataclass(frozen=True)
class State:
    """Everything of a workspace that must be the same whatever happened on the way."""

    warehouse: Files
    reports: Files
    quarantine: Files
    raw: Files
    journal: dict[str, Any]
    ledger: dict[str, list[Any]]


def state(root: Path) -> State:
    """The state of a workspace at rest."""
    told = files(root / "journal").items()
    events = {name: _timeless(json.loads(data)) for name, data in told if name != _BY_CHANCE}
    warehouse, reports, quarantine, raw = (files(root / name) for name in ("warehouse", "reports", "quarantine", "raw"))
    return State(warehouse, reports, quarantine, raw, events, ledger(root))


def files(folder: Path) -> Files:
    """Path → bytes of every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def ledger(root: Path) -> dict[str, list[Any]]:
    """The rows of every table of the ledger except the runs, which differ by nature, and its owner, who differs by chance."""
    told = {}
    with _reading(root) as connection:
        for table in metadata.sorted_tables:
            if table.name not in {"runs", "workspace"}:
                found = connection.execute(select(table)).mappings()
                rows = [{k: v for k, v in row.items() if k not in {"run_id", "closed_at"}} for row in found]
                told[table.name] = sorted(rows, key=repr)
    return told


def runs(root: Path) -> list[str]:
    """The states of all runs, in the order in which they began."""
    with _reading(root) as connection:
        told = metadata.tables["runs"]
        return list(connection.execute(select(told.c.state).order_by(told.c.started_at, told.c.run_id)).scalars())


@contextmanager
def _reading(root: Path) -> Iterator[Connection]:
    """The ledger as the settings name it, read past everything of ours but its tables."""
    named = tomllib.loads((root / "pilaster.toml").read_text("utf-8")).get("ledger_url", "")
    url = named.replace("postgresql://", "postgresql+psycopg://") or f"sqlite:///{root / 'ledger.db'}"
    with create_engine(url, poolclass=NullPool).connect() as connection:
        yield connection


def require_same(found: State, expected: State, told: str = "") -> None:
    """Two states are equal; if not, what differs is named instead of shown."""
    differing = [
        f"{part}: {name}"
        for part in ("warehouse", "reports", "quarantine", "raw", "journal")
        for name in sorted({*getattr(found, part), *getattr(expected, part)})
        if getattr(found, part).get(name) != getattr(expected, part).get(name)
    ]
    for table in sorted({*found.ledger, *expected.ledger}):
        rows, others = found.ledger.get(table, []), expected.ledger.get(table, [])
        differing += [f"ledger has {table} {row}" for row in rows if row not in others]
        differing += [f"ledger lacks {table} {row}" for row in others if row not in rows]
        differing += [f"ledger has {len(rows)} {table}, expected {len(others)}"] if len(rows) != len(others) else []
    assert not differing, "\n".join([told, *differing])


def settled(found: State) -> State:
    """A state without what depends on how many runs it took.

    What a record meant when it came, the verdicts of each run, partitions that are no more with what they were made from, and
    what was once read in a file that gave way to a longer one.
    """
    reports = {name: page for name, page in found.reports.items() if name != _LATEST_RUN}
    told = {name: rows for name, rows in found.ledger.items() if name not in {"dispositions", "checks"}}
    told["partitions"] = [row for row in told["partitions"] if row["state"] != "empty"]
    place = ("table_name", "brand", "month")
    there = {tuple(row[name] for name in place) for row in told["partitions"]}
    told["contributions"] = [row for row in told["contributions"] if tuple(row[name] for name in place) in there]
    identity = ("brand", "sha", "name", "folders", "size", "observed_at", "state")
    is_read = [row for row in told["files"] if row["state"] != "superseded"]
    gave_way = [{name: row[name] for name in identity} for row in told["files"] if row["state"] == "superseded"]
    return replace(found, reports=reports, ledger=told | {"files": is_read + gave_way})


def require_whole(root: Path, old: Files, new: Files) -> None:
    """What a reader sees now: nothing but Parquet in the table folders, every file whole, and either its old or its new self."""
    for name, data in files(root / "warehouse").items():
        assert name.endswith(".parquet"), name
        assert data in (old.get(name), new.get(name)), f"{name} is neither what it was nor what it will be"
        pq.read_table(root / "warehouse" / name)
    gone = {name for name in old if not (root / "warehouse" / name).exists()}
    assert gone <= old.keys() - new.keys()


def read_whole(path: Path) -> None:
    """Read one file as a reader does who opens it while it may be replaced or taken away; it is whole, or it is gone."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return
    pq.read_table(BytesIO(data))


def copy(template: Path, target: Path) -> Path:
    """A workspace once more, mtimes included."""
    shutil.copytree(template, target, copy_function=shutil.copy2)
    return target


def mtimes(root: Path) -> dict[str, int]:
    """Path → mtime of every published and archived file."""
    kept = [path for name in ("warehouse", "reports", "quarantine", "raw", "journal") for path in (root / name).rglob("*")]
    return {path.relative_to(root).as_posix(): path.stat().st_mtime_ns for path in kept if path.is_file()}


def _timeless(event: dict[str, Any]) -> dict[str, Any]:
    return {name: told for name, told in event.items() if name not in {"received_at", "at"}}
