"""Golden cases: a folder with a why, nights of exports and strategies, and the rows that must come of them."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml

from tests.builders.workspace import team
from transforms.contracts.tables import TABLES

HERE = Path(__file__).parent
CASES = sorted(path for kind in ("facts", "reports") for path in (HERE / kind).iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_golden(case, tmp_path):
    expected = yaml.safe_load((case / "expected.yaml").read_text("utf-8"))
    made = team(tmp_path)

    for night in sorted((case / "nights").iterdir()):
        drop(night, made.root)
        made.night()

    assert {table: made.files(table) for table in expected.get("files", {})} == expected.get("files", {})
    for table, rows in expected["rows"].items():
        found = made.rows(
            table, order=", ".join(("month", *TABLES[table].order) if "month" in TABLES[table].columns else TABLES[table].order)
        )
        names = list(rows[0])
        assert [{name: plain(row[name]) for name in names} for row in found] == rows


def drop(night, root):
    """A night's files: YAML is the strategy, everything else arrives in the brand's landing folder."""
    for path in sorted(night.iterdir()):
        target = root / "strategy" / path.name if path.suffix == ".yaml" else root / "landing" / "atelier" / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


def plain(value):
    """A value as expected.yaml writes it."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return str(value) if isinstance(value, dt.date) else value


def test_every_case_says_why_it_is_there():
    for case in CASES:
        assert len((case / "why.txt").read_text("utf-8").splitlines()) == 1
