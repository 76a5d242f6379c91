"""Closing by hand and by schedule: what people type, what they are told, what ends with which code."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.__main__ import build, main
from flows.checking import check
from flows.closing import close, close_due, reopen
from flows.summary import Summary
from tests.builders.closing import MONTH, SECOND, land
from tests.builders.workspace import BRAND
from warehouse import engagement_pages

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def week_later_template(exported_template, tmp_path_factory):
    """October is open still; a second week of exports says the same of it, and November is nine days old."""
    made = exported_template.again(tmp_path_factory.mktemp("later") / "w")
    land(made, SECOND, likes=50)
    made.night()
    return made


@pytest.fixture
def week_later(week_later_template, tmp_path):
    return week_later_template.again(tmp_path / "w")


def run(made, *arguments):
    return build()([*arguments, "--workspace", str(made.root)], result_action="return_value")


def test_status_and_report_tell_what_is_closed_and_what_it_would_say_now(capsys, october):
    assert run(october, "close", MONTH, "--brand", BRAND) == 0
    assert "reports stay as they are; later changes appear in rpt_restatements" in capsys.readouterr().out
    land(october, SECOND, likes=60)
    october.night()
    run(october, "status", "--json")
    told = json.loads(capsys.readouterr().out)
    run(october, "report", "--direct", "--json")
    rows = json.loads(capsys.readouterr().out)["rpt_restatements"]

    assert [(each["brand"], each["month"]) for each in told["closed_months"]] == [(BRAND, MONTH)]
    assert {"likes", "eri"} <= {row["metric"] for row in rows}


def test_what_cannot_be_closed_ends_with_2_and_says_what_to_do(october):
    asked = [sys.executable, "-m", "flows", "close", "2026-11", "--brand", BRAND, "--workspace", str(october.root)]

    done = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False, text=True)

    assert done.returncode == 2
    assert "the latest was taken on 2026-11-02" in done.stderr
    assert "what to do: close the month when the exports of the next one are in" in done.stderr


@pytest.mark.parametrize(
    ("exports", "days", "expected"),
    [("week_later", None, []), ("october", 3, []), ("week_later", 9, [MONTH]), ("week_later", 40, [])],
)
def test_a_schedule_closes_the_month_that_is_over_by_the_exports_not_by_the_clock(exports, days, expected, request):
    """The exports of `october` are taken two days after its end, those of `week_later` nine days."""
    made = request.getfixturevalue(exports)
    if days:
        (made.root / "pilaster.toml").write_text(f"settle_s = 0\nthreads = 1\nclose_after_days = {days}\n", "utf-8")

    first, second = close_due(str(made.root)), close_due(str(made.root))

    assert [each["month"] for each in first if each["is_closed"]] == expected
    assert [each for each in first if not each["is_closed"] and each["month"] == MONTH] == []
    assert second == []


@pytest.mark.slow
def test_a_month_that_somebody_opened_again_is_left_to_people(closed_october):
    land(closed_october, SECOND, likes=50)
    closed_october.night()
    (closed_october.root / "pilaster.toml").write_text("settle_s = 0\nthreads = 1\nclose_after_days = 3\n", "utf-8")

    reopen(closed_october.root, BRAND, MONTH, "wait")
    closed_october.night()

    assert close_due(str(closed_october.root)) == []
    assert close_due(str(closed_october.root), asked=False) == []


def test_a_month_that_could_not_be_closed_is_a_finding(week_later):
    (week_later.root / "pilaster.toml").write_text("settle_s = 0\nthreads = 1\nclose_after_days = 3\n", "utf-8")
    week_later.strategy(pillars=[])

    found = close_due(str(week_later.root))

    summary = Summary("run", str(week_later.root), closed=found)
    assert [(each["month"], each["is_closed"]) for each in found] == [(MONTH, False)]
    assert "a strategy that changed" in found[0]["why"]
    assert summary.exit_code == 1


def test_a_close_whose_event_is_lost_is_told(closed_october):
    (event,) = (closed_october.root / "journal/close" / BRAND).glob("*.json")
    event.unlink()

    found = check(str(closed_october.root)).findings

    assert [finding.kind for finding in found] == ["lost_event"]


@pytest.mark.slow
def test_closes_of_two_months_compare_with_what_was_closed(october):
    """Months are closed one after the other; a later close remembers the earlier ones, and both come back from the journal."""
    close(october.root, BRAND, MONTH)
    land(october, SECOND.replace(month=12), likes=80)
    october.night()
    close(october.root, BRAND, "2026-11")
    told = october.bytes("warehouse")
    events = [json.loads(path.read_text("utf-8")) for path in (october.root / "journal/close" / BRAND).glob("*.json")]

    for path in october.root.glob("warehouse/rpt_*/*"):
        path.unlink()
    code = run(october, "repair", "--all")

    assert {event["month"]: len(event["closes"]) for event in events} == {MONTH: 0, "2026-11": 1}
    assert code == 0
    assert october.bytes("warehouse") == told


@pytest.mark.slow
@pytest.mark.prefect
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_scheduled_reports_close_the_month_before(week_later):
    from prefect.testing.utilities import prefect_test_harness

    from flows.monthly_reports import monthly_reports

    (week_later.root / "pilaster.toml").write_text("settle_s = 0\nthreads = 1\nclose_after_days = 9\n", "utf-8")
    with prefect_test_harness(server_startup_timeout=120):
        left: Any = monthly_reports(workspace=str(week_later.root), close=False, return_state=True)
        done: Any = monthly_reports(workspace=str(week_later.root), return_state=True)

    assert left.result()["closed"] == []
    assert [(each["month"], each["is_closed"]) for each in done.result()["closed"]] == [(MONTH, True)]


def test_row_6_a_command_that_meets_a_full_disk_says_where_and_what_to_do(october, monkeypatch, capsys):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "index.html")

    monkeypatch.setattr(engagement_pages, "put_whole", full)
    monkeypatch.setattr("flows.__main__.build", lambda: lambda **_: run(october, "close", MONTH, "--brand", BRAND))

    with pytest.raises(SystemExit) as ended:
        main()

    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert "index.html" in told.splitlines()[0]
    assert "No space left on device" in told
    assert "what to do: make room" in told
    monkeypatch.undo()
    october.night()
    assert "closed on" in (october.root / "reports/engagement/index.html").read_text("utf-8")
