"""A closed month stays as it is, says what it would be now, and follows from what its close knew (issue: close and restate)."""

import json
import shutil
from pathlib import Path

import pytest

from flows.as_of import report_as_of
from flows.checking import check
from flows.closing import close, reopen
from flows.rebuilding import rebuild_ledger
from flows.repairing import repair
from tests.builders.closing import FILES, FIRST, MONTH, SECOND, THIRD, bytes_of, frozen, land
from tests.builders.workspace import BRAND, team
from transforms.errors import RetryError, SettingsError


def test_the_closed_files_keep_bytes_and_mtime_whatever_comes(restated):
    made, before = restated

    assert len(before) >= 3
    assert frozen(made) == before
    assert check(str(made.root)).findings == []
    november = [row for row in made.rows("rpt_engagement") if row["month"] == "2026-11"]
    assert november


def test_restatements_say_old_new_since_when_and_by_which_file(restated):
    made, _ = restated
    rows = {(row["report_table"], row["row_key"], row["metric"]): row for row in made.rows("rpt_restatements")}

    at = ("rpt_engagement", "platform=instagram, account=atelier.lumen, basis=published", "likes")
    row = rows[at]
    sha = made.ledger("SELECT sha FROM files WHERE name = '2026-11-09.csv' AND platform = 'instagram'")[0]["sha"]
    assert (row["old_value"], row["new_value"], row["restated"]) == ("100", "125", "changed")
    assert (str(row["first_seen"]), row["source_sha"]) == ("2026-11-09", sha)
    assert (row["cause"], row["n_exports"]) == ("export", 2)
    assert (row["platform"], row["account"]) == ("instagram", "atelier.lumen")
    for level, key in (("platform", "platform=instagram, basis=published"), ("brand", "basis=published")):
        above = rows[f"rpt_engagement_{level}", key, "likes"], rows[f"rpt_engagement_{level}_trend", key, "likes"]
        assert {(each["old_value"], each["new_value"], str(each["first_seen"])) for each in above} == {
            ("100", "125", "2026-11-09")
        }
    daily = rows["rpt_engagement", "platform=x, account=atelierlumen, basis=activity", "likes"]
    assert (daily["old_value"], daily["new_value"]) == ("60", "85")
    assert str(daily["first_seen"]) == "2026-11-16"
    assert ("rpt_pillar_balance" in {table for table, _, _ in rows}) is True
    assert all(row["old_value"] != row["new_value"] for row in rows.values())


def test_a_closed_month_whose_figures_come_back_has_no_restatement(restated):
    made, before = restated

    land(made, THIRD.replace(day=23), likes=50)
    made.night()

    assert [row for row in made.rows("rpt_restatements") if row["metric"] == "likes"] == []
    assert frozen(made) == before


def test_a_night_with_nothing_new_changes_nothing(restated):
    made, _ = restated
    before = made.mtimes()

    summary = made.night()

    assert summary.published == []
    assert made.mtimes() == before


@pytest.mark.slow
def test_restatements_do_not_depend_on_the_order_in_which_exports_came(restated_template, closed_template, tmp_path):
    made, other = restated_template, closed_template.again(tmp_path / "other")
    land(other, THIRD, likes=75)
    other.night()
    land(other, SECOND, likes=60)
    other.night()

    assert other.rows("rpt_restatements") == made.rows("rpt_restatements")
    assert other.bytes("warehouse/rpt_restatements") == made.bytes("warehouse/rpt_restatements")


def test_a_workspace_made_of_raw_and_journal_alone_has_the_closed_files_again(restated, tmp_path):
    """Nothing else is copied. The strategy of the close comes out of the journal, and its receipts give the files once more."""
    made, before = restated
    other = team(tmp_path / "other")
    shutil.rmtree(other.root / "strategy")
    for name in ("raw", "journal"):
        shutil.copytree(made.root / name, other.root / name)
    # Today's strategy is another one: the closed files do not care.
    other.strategy(zone="Asia/Tokyo")

    rebuild_ledger(other.root)

    assert bytes_of(frozen(other)) == bytes_of(before)
    assert check(str(other.root)).findings == []
    (replayed,) = report_as_of(other.root, "close", MONTH, [BRAND])
    assert {Path(name).name: Path(name).read_bytes() for name in replayed.files} == bytes_of(before)


def test_a_rebuilt_ledger_knows_what_is_closed_and_tells_the_same_restatements(restated):
    made, before = restated
    told = made.bytes("warehouse")
    for part in made.root.glob("ledger.db*"):
        part.unlink()

    rebuild_ledger(made.root)

    assert made.bytes("warehouse") == told
    assert frozen(made) == before
    assert made.ledger("SELECT brand, month, state FROM closes") == [{"brand": BRAND, "month": MONTH, "state": "closed"}]


def test_repair_makes_lost_and_damaged_closed_files_from_what_the_close_knew(restated):
    made, before = restated
    gone, broken = (made.root / name for name in FILES if (made.root / name).name in {*list(before)[:2]})
    gone.unlink()
    broken.write_bytes(broken.read_bytes()[:-9] + b"123456789")
    found = {finding.kind for finding in check(str(made.root)).findings}

    repaired = repair(made.root)

    assert found == {"missing_partition", "damaged_partition"}
    assert repaired.left == []
    assert sum("byte for byte" in what for _, what in repaired.done) == 2
    assert bytes_of(frozen(made)) == bytes_of(before)


def test_a_reopened_month_follows_the_facts_and_can_be_closed_again(restated):
    made, before = restated

    reopen(made.root, BRAND, MONTH, "the agency sent the right exports")
    assert check(str(made.root)).findings != []
    made.night()
    likes = {
        row["platform"]: row["likes"]
        for row in made.rows("rpt_engagement")
        if (row["basis"], row["month"]) == ("published", MONTH)
    }
    again = close(made.root, BRAND, MONTH)

    assert likes["instagram"] == 125
    assert made.rows("rpt_restatements") == []
    assert check(str(made.root)).findings == []
    events = [json.loads(path.read_text("utf-8")) for path in sorted((made.root / "journal/reopen" / BRAND).glob("*.json"))]
    assert [event["reason"] for event in events] == ["the agency sent the right exports"]
    assert len(list((made.root / "journal/close" / BRAND).glob("*.json"))) == 2
    assert (again.tables["rpt_engagement"] or {})["n_rows"]
    assert bytes_of(frozen(made)) != bytes_of(before)


def test_a_strategy_that_changes_after_the_close_is_named_as_the_cause(closed_october):
    before = frozen(closed_october)

    closed_october.strategy(
        pillars=[
            {"name": "craft", "weight": 0.9, "hashtags": ["#craft"]},
            {"name": "people", "weight": 0.1, "hashtags": ["#people"]},
        ]
    )
    closed_october.night()

    rows = closed_october.rows("rpt_restatements")
    assert frozen(closed_october) == before
    assert {row["report_table"] for row in rows} == {"rpt_pillar_balance"}
    assert {row["cause"] for row in rows} == {"strategy"}
    assert {row["first_seen"] for row in rows} == {None}


@pytest.mark.slow
def test_an_account_that_nobody_had_exported_is_told_as_added(tmp_path):
    made = team(tmp_path / "w")
    from tests.builders import instagram

    made.land(instagram.content(instagram.post(1)), "feed.csv", taken=FIRST)
    made.night()
    close(made.root, BRAND, MONTH)

    land(made, SECOND, likes=50)
    made.night()

    told = [row for row in made.rows("rpt_restatements") if row["report_table"] == "rpt_engagement"]
    added = [row for row in told if row["restated"] == "added" and row["metric"] == "likes"]
    assert {(row["platform"], row["old_value"]) for row in added} == {("x", None)}


@pytest.mark.parametrize(
    ("month", "brand", "told"),
    [
        ("2026-11", BRAND, "taken after 2026-11-30"),
        ("2026-1", BRAND, "a month such as 2026-10"),
        (MONTH, "nobody", "a brand of this workspace"),
        ("2026-03", BRAND, "a month with reports"),
    ],
)
def test_a_month_that_cannot_be_closed_is_refused(month, brand, told, october):
    with pytest.raises(SettingsError, match=told):
        close(october.root, brand, month)

    assert october.ledger("SELECT * FROM closes") == []


def test_a_month_is_closed_once_and_opened_only_when_it_is_closed(october):
    with pytest.raises(SettingsError, match="a month that is open"):
        reopen(october.root, BRAND, MONTH, "no")

    close(october.root, BRAND, MONTH)

    with pytest.raises(SettingsError, match="it is closed already"):
        close(october.root, BRAND, MONTH)
    with pytest.raises(SettingsError, match="why it is opened again"):
        reopen(october.root, BRAND, MONTH, " ")


def test_what_waits_is_carried_before_a_month_is_closed(october):
    october.strategy(pillars=[])

    with pytest.raises(RetryError, match="a strategy that changed"):
        close(october.root, BRAND, MONTH)

    assert october.ledger("SELECT * FROM closes") == []
