"""Closing by hand and by schedule: what people type, what they are told, what ends with which code."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.__main__ import build
from flows.checking import check
from flows.closing import close, close_due, reopen
from flows.summary import Summary
from tests.builders.closing import MONTH, SECOND, closed, exported, land
from tests.builders.workspace import BRAND

ROOT = Path(__file__).resolve().parents[2]


def run(made, *arguments):
    return build()([*arguments, "--workspace", str(made.root)], result_action="return_value")


def test_status_and_report_tell_what_is_closed_and_what_it_would_say_now(tmp_path, capsys):
    made = exported(tmp_path / "w")

    assert run(made, "close", MONTH, "--brand", BRAND) == 0
    assert "reports stay as they are; later changes appear in rpt_restatements" in capsys.readouterr().out
    land(made, SECOND, likes=60)
    made.night()
    run(made, "status", "--json")
    told = json.loads(capsys.readouterr().out)
    run(made, "report", "--direct", "--json")
    rows = json.loads(capsys.readouterr().out)["rpt_restatements"]

    assert [(each["brand"], each["month"]) for each in told["closed_months"]] == [(BRAND, MONTH)]
    assert {"likes", "eri"} <= {row["metric"] for row in rows}


def test_what_cannot_be_closed_ends_with_2_and_says_what_to_do(tmp_path):
    made = exported(tmp_path / "w")
    asked = [sys.executable, "-m", "flows", "close", "2026-11", "--brand", BRAND, "--workspace", str(made.root)]

    done = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False, text=True)

    assert done.returncode == 2
    assert "the latest was taken on 2026-11-02" in done.stderr
    assert "what to do: close the month when the exports of the next one are in" in done.stderr


@pytest.mark.parametrize(("days", "expected"), [(None, []), (3, []), (9, [MONTH]), (40, [])])
def test_a_schedule_closes_the_month_that_is_over_by_the_exports_not_by_the_clock(days, expected, tmp_path):
    made = exported(tmp_path / "w")
    if days:
        (made.root / "pilaster.toml").write_text(f"settle_s = 0\nclose_after_days = {days}\n", "utf-8")
    if days != 3:
        # Two days after the end of October, and then nine.
        land(made, SECOND, likes=50)
        made.night()

    first, second = close_due(str(made.root)), close_due(str(made.root))

    assert [each["month"] for each in first if each["is_closed"]] == expected
    assert [each for each in first if not each["is_closed"] and each["month"] == MONTH] == []
    assert second == []


def test_a_month_that_somebody_opened_again_is_left_to_people(tmp_path):
    made = closed(tmp_path / "w")
    land(made, SECOND, likes=50)
    made.night()
    (made.root / "pilaster.toml").write_text("settle_s = 0\nclose_after_days = 3\n", "utf-8")

    reopen(made.root, BRAND, MONTH, "wait")
    made.night()

    assert close_due(str(made.root)) == []
    assert close_due(str(made.root), asked=False) == []


def test_a_month_that_could_not_be_closed_is_a_finding(tmp_path):
    made = exported(tmp_path / "w")
    land(made, SECOND, likes=50)
    made.night()
    (made.root / "pilaster.toml").write_text("settle_s = 0\nclose_after_days = 3\n", "utf-8")
    made.strategy(pillars=[])

    found = close_due(str(made.root))

    summary = Summary("run", str(made.root), closed=found)
    assert [(each["month"], each["is_closed"]) for each in found] == [(MONTH, False)]
    assert "a strategy that changed" in found[0]["why"]
    assert summary.exit_code == 1


def test_a_close_whose_event_is_lost_is_told(tmp_path):
    made = closed(tmp_path / "w")
    (event,) = (made.root / "journal/close" / BRAND).glob("*.json")
    event.unlink()

    found = check(str(made.root)).findings

    assert [finding.kind for finding in found] == ["lost_event"]


@pytest.mark.slow
def test_closes_of_two_months_compare_with_what_was_closed(tmp_path):
    """Months are closed one after the other; a later close remembers the earlier ones, and both come back from the journal."""
    made = exported(tmp_path / "w")
    close(made.root, BRAND, MONTH)
    land(made, SECOND.replace(month=12), likes=80)
    made.night()
    close(made.root, BRAND, "2026-11")
    told = made.bytes("warehouse")
    events = [json.loads(path.read_text("utf-8")) for path in (made.root / "journal/close" / BRAND).glob("*.json")]

    for path in made.root.glob("warehouse/rpt_*/*"):
        path.unlink()
    code = run(made, "repair", "--all")

    assert {event["month"]: len(event["closes"]) for event in events} == {MONTH: 0, "2026-11": 1}
    assert code == 0
    assert made.bytes("warehouse") == told


@pytest.mark.slow
@pytest.mark.prefect
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_scheduled_reports_close_the_month_before(tmp_path):
    from prefect.testing.utilities import prefect_test_harness

    from flows.monthly_reports import monthly_reports

    made = exported(tmp_path / "w")
    land(made, SECOND, likes=50)
    made.night()
    (made.root / "pilaster.toml").write_text("settle_s = 0\nclose_after_days = 9\n", "utf-8")
    with prefect_test_harness(server_startup_timeout=120):
        left: Any = monthly_reports(workspace=str(made.root), close=False, return_state=True)
        done: Any = monthly_reports(workspace=str(made.root), return_state=True)

    assert left.result()["closed"] == []
    assert [(each["month"], each["is_closed"]) for each in done.result()["closed"]] == [(MONTH, True)]
