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


def brand_of(case):
    return case.name.replace("_", "-")


@pytest.fixture(scope="module")
def carried(tmp_path_factory):
    """All cases after their nights, each as a brand of one workspace: nothing of one may show in another."""
    made = team(tmp_path_factory.mktemp("golden"))
    for case in CASES:
        made.strategy(brand_of(case))
    for number in sorted({night.name for case in CASES for night in (case / "nights").iterdir()}):
        for case in CASES:
            drop(case / "nights" / number, made.root, brand_of(case))
        made.night()
    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_golden(case, carried):
    expected, brand = yaml.safe_load((case / "expected.yaml").read_text("utf-8")), brand_of(case)

    assert {table: carried.files(table, brand) for table in expected.get("files", {})} == expected.get("files", {})
    for table, rows in expected["rows"].items():
        order = ("month", *TABLES[table].order) if "month" in TABLES[table].columns else TABLES[table].order
        found = carried.rows(table, brand, ", ".join(order))
        names = list(rows[0])
        assert [{name: plain(row[name], brand) for name in names} for row in found] == rows


def drop(night, root, brand):
    """A night's files: YAML is the strategy, written as that of atelier, all else arrives in the landing folder of the brand."""
    for path in sorted(night.iterdir()) if night.is_dir() else ():
        if path.suffix == ".yaml":
            told = path.read_text("utf-8").replace("brand: atelier\n", f"brand: {brand}\n", 1)
            (root / "strategy" / f"{brand}.yaml").write_text(told, "utf-8")
        else:
            target = root / "landing" / brand / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)


def plain(value, brand):
    """A value as expected.yaml writes it; there every brand is atelier."""
    if value == brand:
        return "atelier"
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return str(value) if isinstance(value, dt.date) else value


def test_every_case_says_why_it_is_there():
    for case in CASES:
        assert len((case / "why.txt").read_text("utf-8").splitlines()) == 1
