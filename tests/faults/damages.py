"""Ways to damage a workspace, and what verification says of it."""

from pathlib import Path
from typing import Any

from flows.__main__ import build
from flows.checking import check
from flows.settings import read_settings
from warehouse.ledger.open import Ledger, ledger_of
from warehouse.workspace import Workspace


def flip(path: Path, offset: int) -> None:
    """One bit of one byte."""
    data = bytearray(path.read_bytes())
    data[offset] ^= 1 << offset % 8
    path.write_bytes(data)


def lose_ledger(root: Path) -> None:
    """The ledger with its log."""
    for path in root.glob("ledger.db*"):
        path.unlink()


def one_of(root: Path, table: str) -> Path:
    """The first file of a table."""
    return min((root / "warehouse" / table).glob("*.parquet"))


def ledger(root: Path) -> Ledger:
    """The workspace's ledger."""
    place = Workspace(root)
    return ledger_of(place, read_settings(place).ledger_url.get_secret_value())


def kinds(root: Path, *brands: str) -> list[tuple[str, str]]:
    """What is found, and where."""
    return [(finding.kind, finding.where) for finding in check(str(root), brands).findings]


def pilaster(*arguments: str) -> Any:
    """One command, in this process; returns its exit code."""
    return build()(list(arguments), result_action="return_value")
