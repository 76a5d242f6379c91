"""Each folder beside this file is one case: a strategy, the two templates filled in, the rows of the report, and why."""

import json
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.night import night
from flows.scaffold import scaffold

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/expected.json"))
# The worked examples are printed with one decimal, their factors with four.
DECIMALS = {"score": 1, "creator_score": 1, "reach_factor": 4}


def workspace_of(case, root):
    list(scaffold(root, "atelier", settle_s=0))
    (root / "strategy" / "atelier.yaml").write_bytes((case / "strategy.yaml").read_bytes())
    for name in ("creators.csv", "creator_posts.csv"):
        (root / "landing" / "atelier" / name).write_bytes((case / name).read_bytes())
        (root / "landing" / "atelier" / f"{name}.observed").write_text("2026-10-31", "utf-8")
    return root


def plain(column, value):
    if isinstance(value, float):
        return pytest.approx(value, rel=1e-9) if column not in DECIMALS else round(value, DECIMALS[column])
    return str(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_filled_template_becomes_the_report_that_its_case_says(case, tmp_path):
    expected = json.loads((case / "expected.json").read_text("utf-8"))

    summary = night(str(workspace_of(case, tmp_path / "w")))

    files = sorted((tmp_path / "w" / "warehouse" / "rpt_influencer_performance").glob("*.parquet"))
    found = {
        f"{row['platform']}/{row['account_handle']} {row['month']}": row
        for path in files
        for row in pq.read_table(path).to_pylist()
    }
    assert (summary.n_quarantined, summary.held) == (expected["quarantined"], [])
    assert found.keys() == expected["rows"].keys()
    for who, row in expected["rows"].items():
        assert row == {column: plain(column, found[who][column]) for column in row}, who
