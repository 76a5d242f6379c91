"""A workspace that reads a source into its archive and, if asked, from there into staging rows; no night around it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import Engine, create_engine

from tests.builders import connectors
from transforms.exports.register import FORMATS
from transforms.strategy import Strategy, parse_strategy
from warehouse.extraction import extract
from warehouse.ledger.open import ledger_of
from warehouse.receipts import receipts_of, source_file
from warehouse.sql_sources.landing import land_sources
from warehouse.sql_sources.source import Reading, Source
from warehouse.workspace import Workspace

BRAND = "atelier"
STRATEGY = f"brand: {BRAND}\ntime_zone: UTC\naccounts:\n  - {{platform: instagram, handle: {BRAND}}}\n"


@dataclass
class Reader:
    """One source and the workspace that it is read into."""

    workspace: Workspace
    ledger: Engine
    landed: connectors.Landed
    url: str

    def source(self, **more: Any) -> Source:
        """The source as the settings would name it."""
        told: dict[str, Any] = {
            "url": self.url,
            "connector": self.landed.connector,
            "schema": self.landed.schema,
            "accounts": {},
            "settle_s": 3600.0,
        }
        return Source(**{"name": "social", "brand": BRAND, **told, **more})

    def read(self, **more: Any) -> Reading:
        """What a night would land."""
        chunk_bytes = {"chunk_bytes": more.pop("chunk_bytes")} if "chunk_bytes" in more else {}
        return land_sources(self.workspace, self.ledger, [self.source(**more)], **chunk_bytes)

    def texts(self, reading: Reading) -> list[str]:
        """The files that were taken, as they lie in the archive."""
        return [self.workspace.raw_file(brand, sha).read_text("utf-8") for brand, sha, _ in reading.taken]

    def staged(self, reading: Reading) -> dict[str, list[dict[str, Any]]]:
        """Staging rows of what was taken, without their empty cells."""
        shas = [sha for _, sha, _ in reading.taken]
        receipts = receipts_of(self.workspace, BRAND, shas)
        files = [source_file(receipts[sha]) for sha in shas]
        strategies: dict[str, Strategy] = {BRAND: parse_strategy(STRATEGY, "strategy", BRAND)}
        paths = {(BRAND, sha): self.workspace.raw_file(BRAND, sha) for sha in shas}
        outcomes, found = extract(files, paths, strategies, self.workspace.staging / "out")
        assert [(each.held_code, each.found) for each in outcomes if each.held_code] == []
        assert {each.format for each in outcomes} <= FORMATS.keys()
        assert [each.unknown_columns for each in outcomes if each.unknown_columns] == []
        return {table: [row for path in made for row in _rows(path)] for table, made in found.items()}


def _rows(path: Path) -> list[dict[str, Any]]:
    with pa.ipc.open_file(path) as file:
        return [{name: value for name, value in row.items() if value is not None} for row in file.read_all().to_pylist()]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> str:
    """Where the connector lands its schema."""
    return str(request.param)


@pytest.fixture
def reader(place: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Reader]]:
    """Makes the schema of a connector and its reader: `reader("facebook_pages", "table.column that is missing")`."""
    workspace = Workspace(tmp_path / "ws")
    workspace.root.mkdir()
    (workspace.root / "pilaster.toml").write_text("", "utf-8")
    opened: list[Engine] = [ledger_of(workspace, "")]

    def make(connector: str, *without: str, zoned: bool = False) -> Reader:
        if place == "sqlite":
            url, schema = f"sqlite:///{tmp_path / 'source.db'}", None
        else:
            server = request.getfixturevalue("postgres")
            url, schema = server.url(server.database()), "landed"
        opened.append(create_engine(url.replace("postgresql://", "postgresql+psycopg://")))
        landed = connectors.Landed(opened[-1], connector, schema, zoned)
        if schema:
            landed.run(f"CREATE SCHEMA {schema}")
        return Reader(workspace, opened[0], landed.make(*without), url)

    yield make
    for engine in opened:
        engine.dispose()
