"""What the product makes of many small files at once: extracted, and held to the critical expectations of every row."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from expectations.row_query import row_query
from transforms.exports.register import FORMATS
from transforms.sources import FileOutcome, SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract

if TYPE_CHECKING:
    from collections.abc import Sequence

TAKEN = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
LINEAGE = {"source_sha", "source_line", "observed_on", "observed_on_source", "observed_at", "parse_error", "brand"}
PLATFORMS = sorted({each.platform for each in FORMATS.values()})
_HANDLES = tuple(Account(platform=on, handle="acreator") for on in PLATFORMS)
STRATEGY = Strategy(brand="atelier", time_zone="UTC", accounts=_HANDLES)
ALL_SMALL = 4_000_000
_KEY = b"a key for people in tests, nobody's"

Row = tuple[str, dict[str, Any]]
"""(staging table, cells without lineage)"""


@dataclass
class Read:
    """One file: its outcome, its accepted rows and the refused ones by line."""

    outcome: FileOutcome
    accepted: dict[int, list[Row]] = field(default_factory=dict)
    refused: dict[int, list[Row]] = field(default_factory=dict)

    @property
    def rows(self) -> dict[int, list[Row]]:
        """All rows that were staged."""
        return self.accepted | self.refused


def read(files: Sequence[tuple[bytes, str, str]], *, small_bytes: int = ALL_SMALL) -> list[Read]:
    """Read files of (bytes, platform, name), all in one night."""
    root = Path(tempfile.mkdtemp(prefix="pilaster-fuzz-"))
    try:
        sources, paths = [], {}
        for number, (data, platform, name) in enumerate(files):
            source = SourceFile("atelier", f"{number:08d}", name, (platform,), TAKEN, TAKEN.date(), "mtime")
            path = root / f"{number}{Path(name).suffix}"
            path.write_bytes(data)
            sources.append(source)
            paths["atelier", source.sha] = path
        outcomes, batches = extract(
            sources, paths, {"atelier": STRATEGY}, root / "staging", small_bytes=small_bytes, secret=lambda: _KEY
        )
        found = {outcome.sha: Read(outcome) for outcome in outcomes}
        tables = {name: pa.concat_tables([_rows(path) for path in each]) for name, each in batches.items()}
        _sort_out(tables, found)
        return [found[source.sha] for source in sources]
    finally:
        shutil.rmtree(root)


def _rows(path: Path) -> pa.Table:
    with pa.OSFile(str(path)) as file:
        return pa.ipc.open_file(file).read_all()


def _sort_out(tables: dict[str, pa.Table], found: dict[str, Read]) -> None:
    refused = set()
    with duckdb.connect(config={"threads": 1}) as connection:
        for name, table in tables.items():
            connection.register("staging", table)
            refused |= {row[1:3] for row in connection.sql(row_query(name)).fetchall()}
    for name, table in tables.items():
        used = [column for column in table.column_names if table[column].null_count < table.num_rows]
        for row in table.select(used).to_pylist():
            sha, line = row["source_sha"], row["source_line"]
            kept = found[sha].refused if (sha, line) in refused else found[sha].accepted
            kept.setdefault(line, []).append(
                (name, {key: row[key] for key in used if key not in LINEAGE and row[key] is not None})
            )
