"""A backfill as somebody types it: its range, its plan, its bytes, and what it does after the code has changed."""

import pyarrow as pa
import pytest

from flows import backfilling
from flows.batching import LIMITS, Limits
from flows.outlook import Asked
from tests.builders import instagram, x
from tests.builders.versions import raise_version
from tests.integration.archived_months import archive, published
from transforms import lineage
from transforms.contracts.engagement_tables import LEVELS, TRENDS
from transforms.exports.normalise import normalise
from transforms.months import MonthRange
from warehouse import extraction
from warehouse.ledger.open import ledger_of
from warehouse.ledger.reading import status
from warehouse.workspace import Workspace

EVERYTHING = MonthRange("2026-01", "2026-12")
ONE_FILE = Limits(files=1)


def carry(made, months=EVERYTHING, limits=LIMITS, **asked):
    return backfilling.backfill(str(made.root), Asked(months, limits=limits, **asked))


def outcomes(done, table):
    return {slot.month: outcome for slot, outcome in done.partitions.items() if slot.table == table}


def stale(made):
    ledger = ledger_of(Workspace(made.root), "")
    told = status(ledger, lineage.VERSIONS)["stale_partitions"]
    ledger.dispose()
    return told


def test_a_backfill_carries_the_whole_archive_and_leaves_nothing_to_a_second_one(tmp_path):
    made = archive(tmp_path)

    first = carry(made, limits=Limits(files=4))
    before = made.mtimes()
    second = carry(made)

    assert (first.exit_code, first.batches, len(first.summary.taken)) == (0, 3, 9)
    assert set(outcomes(first, "fact_post_snapshot").values()) == {"published"}
    assert (second.exit_code, second.batches, second.partitions) == (0, 0, {})
    assert made.mtimes() == before


def test_a_range_takes_what_was_exported_in_it_or_holds_days_of_it_and_the_rest_waits(tmp_path):
    """What was taken in September tells of July and August; the X export of October, taken in November, holds September too."""
    made = archive(tmp_path)

    done = carry(made, MonthRange("2026-09", "2026-09"))

    waiting = {row["name"] for row in made.ledger("SELECT name FROM files WHERE state = 'received'")}
    assert waiting == {"instagram-10.csv", "days-10.csv"}
    assert len(done.summary.taken) == 7


def test_a_table_restricts_a_replay_to_itself_and_what_is_made_from_it(tmp_path):
    made = archive(tmp_path)
    carry(made)

    done = carry(made, MonthRange("2026-09", "2026-10"), replay=True, table="fact_account_daily")

    assert set(done.plan["rebuild_tables"]) == {"fact_account_daily", "rpt_quality", "rpt_post", *LEVELS, *TRENDS.values()}
    assert outcomes(done, "fact_account_daily") == {"2026-09": "unchanged", "2026-10": "unchanged"}
    assert done.counts["published"] == done.counts["left"] == 0


@pytest.mark.slow
def test_an_interrupted_replay_goes_on_where_it_was(tmp_path):
    made = archive(tmp_path)
    carry(made)
    asked = Asked(EVERYTHING, replay=True, limits=ONE_FILE)
    whole = outlook_of(made, asked)

    class Impatient(backfilling.Teller):
        n = 0

        def carried(self, *_):
            self.n += 1
            if self.n == 2:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backfilling.backfill(str(made.root), asked, teller=Impatient())
    resumed = backfilling.backfill(str(made.root), asked)
    again = outlook_of(made, asked)

    done = sum(len(batch.slots) for batch in whole.rebuilding[:2])
    assert resumed.plan["partitions_rebuilt_before"] == done
    assert resumed.plan["partitions_to_rebuild"] == sum(len(batch.slots) for batch in whole.rebuilding[2:])
    assert again.done_before == 0, "a replay that was finished begins anew"


def outlook_of(made, asked):
    return backfilling.plan(str(made.root), asked)


@pytest.mark.slow
def test_a_raised_version_is_built_by_nights_where_new_data_touches_it_and_everywhere_by_a_backfill(tmp_path, monkeypatch):
    made = archive(tmp_path / "old")
    made.night()
    before = made.bytes("warehouse/fact_post_snapshot")
    late = x.content(x.post(9, instagram.at(2026, 9, 5, 12), Impressions=950))
    raise_version(monkeypatch)
    months = len(before)
    assert stale(made) == {"fact_post_snapshot": months}

    made.night()
    assert made.bytes("warehouse/fact_post_snapshot") == before, "a night never replays history by itself"
    made.land(late, "late.csv", taken=instagram.at(2026, 11, 20))
    made.night()
    after = made.bytes("warehouse/fact_post_snapshot")
    touched = [name for name in before if after[name] != before[name]]
    assert any(name.endswith("2026-09.parquet") for name in touched)
    assert stale(made) == {"fact_post_snapshot": months - 1}

    done = carry(made)
    assert stale(made) == {}
    assert {month for month, told in outcomes(done, "fact_post_snapshot").items() if told == "unchanged"} == {"2026-09"}
    anew = archive(tmp_path / "new")
    anew.land(late, "late.csv", taken=instagram.at(2026, 11, 20))
    anew.night()
    assert published(made) == published(anew)


@pytest.mark.parametrize("limits", [LIMITS, pytest.param(ONE_FILE, marks=pytest.mark.slow)], ids=["at once", "file by file"])
def test_a_replay_reads_with_the_parser_of_today_what_an_earlier_one_had_read(limits, tmp_path, monkeypatch):
    made = archive(tmp_path / "old")
    with monkeypatch.context() as earlier:
        earlier.setattr(extraction, "normalise", without_captions)
        carry(made)
    assert {row["caption"] for row in made.rows("dim_post")} == {None}

    made.night()
    assert {row["caption"] for row in made.rows("dim_post")} == {None}, "a night never replays history by itself"
    carry(made, limits=limits, replay=True)

    anew = archive(tmp_path / "new")
    anew.night()
    assert published(made) == published(anew)


def without_captions(cells):
    """An earlier parser, which did not know the column of the post's text."""
    staged = normalise(cells)
    for name, table in staged.tables.items():
        if "caption" in table.column_names:
            at = table.column_names.index("caption")
            staged.tables[name] = table.set_column(at, table.field(at), pa.nulls(len(table), pa.string()))
    return staged


@pytest.mark.parametrize("replay", [False, True])
def test_a_plan_writes_nothing_at_all(replay, tmp_path):
    made = archive(tmp_path)
    asked = Asked(EVERYTHING, replay=replay)
    untouched = everything(tmp_path)

    first = outlook_of(made, asked).as_dict()
    assert everything(tmp_path) == untouched
    carry(made, MonthRange("2026-09", "2026-09"))
    untouched = everything(tmp_path)
    second = outlook_of(made, asked).as_dict()

    assert everything(tmp_path) == untouched
    assert (first["files_waiting"], first["files_in_landing"], first["batches"]) == (9, 9, 1)
    assert (second["files_waiting"] - 2, second["files_in_landing"]) == (0, 0)
    assert bool(second["partitions_to_rebuild"]) == replay


def everything(root):
    """Every file as it is, but for SQLite's scratch files."""
    found = (path for path in root.rglob("*") if path.is_file() and "ledger.db-" not in path.name)
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


@pytest.mark.slow
def test_a_changed_strategy_is_told_anew_by_a_backfill_as_by_a_night(tmp_path):
    by_backfill, by_night = archive(tmp_path / "backfill"), archive(tmp_path / "night")
    carry(by_backfill)
    by_night.night()
    for each in (by_backfill, by_night):
        each.strategy(zone="Asia/Kolkata", accounts=[{"platform": "x", "handle": x.HANDLE}])

    done = carry(by_backfill)
    by_night.night()

    assert "published" in outcomes(done, "rpt_engagement").values()
    assert published(by_backfill) == published(by_night)
