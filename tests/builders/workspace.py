"""A workspace in a folder of the test: strategies, exports with the moment at which they were taken, nights and their outcome."""

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import yaml
from sqlalchemy import create_engine, text

from flows.night import night
from flows.summary import Summary
from tests.builders import instagram, x

BRAND = "atelier"
OWN = (
    {"platform": "instagram", "handle": instagram.HANDLE, "id": instagram.ACCOUNT_ID},
    {"platform": "x", "handle": x.HANDLE},
)
TAKEN = instagram.at(2026, 11, 2, 7)


@dataclass(frozen=True)
class Team:
    """One workspace and what a test does with it."""

    root: Path

    def strategy(
        self, brand: str = BRAND, zone: str = "Europe/Amsterdam", accounts: Iterable[Mapping[str, Any]] = OWN, **more: Any
    ) -> None:
        """Write one brand's strategy; `more` are its other keys, such as pillars."""
        told = {"brand": brand, "time_zone": zone, "accounts": [dict(account) for account in accounts], **more}
        path = self.root / "strategy" / f"{brand}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(told, sort_keys=False), "utf-8")

    def land(self, data: bytes, name: str = "export.csv", brand: str = BRAND, taken: datetime = TAKEN) -> str:
        """Drop one export with its sidecar; returns its sha256."""
        path = self.root / "landing" / brand / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.with_name(f"{path.name}.observed").write_text(taken.isoformat(), "utf-8")
        return hashlib.sha256(data).hexdigest()

    def again(self, root: Path) -> "Team":
        """The same workspace in another place, the times of its files included: what a test does there, no other one sees."""
        shutil.copytree(self.root, root, copy_function=shutil.copy2, dirs_exist_ok=True)
        return Team(root)

    def night(self) -> Summary:
        """One night, without an orchestrator."""
        return night(str(self.root))

    def rows(self, table: str, brand: str = BRAND, order: str = "ALL") -> list[dict[str, Any]]:
        """Rows of one published table, read by DuckDB alone; tables without brands whole."""
        found = sorted((self.root / "warehouse" / table).glob("*.parquet"))
        if not found:
            return []
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            relation = connection.read_parquet([str(path) for path in found])
            if "brand" in relation.columns and brand:
                relation = relation.filter(f"brand = '{brand}'")
            rows = connection.sql(f"FROM relation ORDER BY {order}")
            return [dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()]

    def files(self, table: str, brand: str = BRAND) -> list[str]:
        """Months of the files of one table and brand."""
        return sorted(path.stem.rpartition("__")[2] for path in (self.root / "warehouse" / table).glob(f"{table}__{brand}__*"))

    def bytes(self, *folders: str) -> dict[str, bytes]:
        """Every published file and its bytes."""
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in self._published(*folders)}

    def mtimes(self, *folders: str) -> dict[str, int]:
        """Every published file and when it was written."""
        return {path.relative_to(self.root).as_posix(): path.stat().st_mtime_ns for path in self._published(*folders)}

    def _published(self, *folders: str) -> list[Path]:
        chosen = folders or ("warehouse", "quarantine")
        return sorted(path for folder in chosen for path in (self.root / folder).rglob("*") if path.is_file())

    def ledger(self, query: str) -> list[dict[str, Any]]:
        """What the ledger answers."""
        engine = create_engine(f"sqlite:///{self.root / 'ledger.db'}")
        with engine.connect() as connection:
            rows = [dict(row) for row in connection.execute(text(query)).mappings()]
        engine.dispose()
        return rows


def team(root: Path, **strategy: Any) -> Team:
    """A new workspace that takes files at once, with the strategy of one brand.

    One thread is enough: tests that run beside each other keep all cores busy, and what more of them must not change is looked at
    where it is meant, in properties/test_threads.py and in every night of a demo.
    """
    root.mkdir(parents=True, exist_ok=True)
    (root / "pilaster.toml").write_text("settle_s = 0\nthreads = 1\n", "utf-8")
    made = Team(root)
    made.strategy(**strategy)
    return made
