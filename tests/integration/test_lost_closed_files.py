"""A lost file of a closed month that no code of today can make again: everything else goes on, and somebody is told."""

from dataclasses import replace

import pytest

from flows.backfilling import backfill
from flows.checking import check
from flows.outlook import ask
from flows.repairing import repair
from tests.builders.closing import MONTH, THIRD, bytes_of, frozen, land
from tests.builders.workspace import BRAND
from warehouse import restoring
from warehouse.content_hash import ContentHash
from warehouse.lake import content_of, read_footer
from warehouse.workspace import Workspace


@pytest.mark.slow
def test_code_that_reads_the_exports_otherwise_puts_nothing_in_their_place(restated, monkeypatch):
    made, before = restated
    path = made.root / "warehouse" / "rpt_engagement" / f"rpt_engagement__{BRAND}__{MONTH}.parquet"
    path.unlink()
    content = ContentHash.hexdigest
    monkeypatch.setattr(ContentHash, "hexdigest", lambda self: content(self)[::-1])

    repaired = repair(made.root, [path.name])

    assert not path.exists()
    assert any("says other values" in what for _, what in repaired.done)
    (left,) = [finding for finding in repaired.left if path.name in finding.where]
    assert "take the file from a backup, or open the month" in left.remedy
    assert repaired.exit_code == 1
    assert path.name in before


def test_a_closed_file_that_nobody_can_make_again_keeps_nobody_else_from_being_repaired(restated, monkeypatch):
    """What compares with it stays as it is and says so; the rest of the same brand is mended."""
    made, before = restated
    monkeypatch.setattr(restoring, "read_footer", lambda path: replace(read_footer(path), content_hash="of another version"))
    lost = made.root / "warehouse" / "rpt_engagement" / f"rpt_engagement__{BRAND}__{MONTH}.parquet"
    trend = made.root / "warehouse" / "rpt_engagement_trend" / f"rpt_engagement_trend__{BRAND}__2026-11.parquet"
    posts = made.root / "warehouse" / "rpt_post" / f"rpt_post__{BRAND}__2026-11.parquet"
    data = lost.read_bytes()
    lost.unlink()
    posts.unlink()
    trend.write_bytes(trend.read_bytes()[:-4] + b"1234")

    repaired = repair(made.root)

    assert posts.exists()
    assert not lost.exists()
    assert repaired.exit_code == 1
    assert {lost.name, trend.name} <= {finding.where.rpartition("/")[2] for finding in repaired.left}
    assert any("stays as it was" in what and f"rpt_engagement_trend/{BRAND}/2026-11" in what for _, what in repaired.done)

    # From a backup: now the trend can be made.
    lost.write_bytes(data)
    again = repair(made.root)

    assert (again.left, again.exit_code) == ([], 0)
    assert bytes_of(frozen(made)) == bytes_of(before)


def test_a_night_goes_on_without_a_lost_closed_file_and_says_what_stays_as_it_was(restated):
    made, _ = restated
    lost = made.root / "warehouse" / "rpt_engagement" / f"rpt_engagement__{BRAND}__{MONTH}.parquet"
    lost.unlink()
    land(made, THIRD.replace(day=23), likes=80)

    summary = made.night()

    (told,) = summary.skipped
    assert (told["code"], told["where"]) == ("lost_closed_file", f"warehouse/rpt_engagement/{lost.name}")
    assert f"rpt_engagement_trend/{BRAND}/2026-11" in told["found"]
    assert "--reopen" in told["remedy"]
    assert summary.exit_code == 1
    assert any("rpt_engagement__" in path and "2026-11" in path for path in summary.published)


def test_row_37_what_is_damaged_and_cannot_be_made_without_it_waits_and_is_not_told_as_mended(restated):
    """Both are found at once; one of them comes back."""
    made, _ = restated
    warehouse = made.root / "warehouse"
    lost = warehouse / "rpt_engagement" / f"rpt_engagement__{BRAND}__{MONTH}.parquet"
    trend = warehouse / "rpt_engagement_trend" / f"rpt_engagement_trend__{BRAND}__2026-11.parquet"
    fact = warehouse / "fact_post_snapshot" / f"fact_post_snapshot__{BRAND}__2026-11.parquet"
    data = lost.read_bytes()
    lost.unlink()
    for path in (trend, fact):
        path.write_bytes(path.read_bytes()[:-4] + b"1234")
    land(made, THIRD.replace(day=23), likes=80)

    summary = made.night()
    states = made.ledger("SELECT table_name, state FROM partitions WHERE state = 'rebuild'")
    lost.write_bytes(data)
    made.night()

    assert sorted((told["code"], told["where"].rpartition("/")[2]) for told in summary.skipped) == [
        ("damaged_partition", fact.name),
        ("lost_closed_file", lost.name),
    ]
    assert states == [{"table_name": "rpt_engagement_trend", "state": "rebuild"}]
    assert check(str(made.root)).findings == []


@pytest.mark.slow
def test_a_backfill_says_so_too(restated):
    made, _ = restated
    lost = made.root / "warehouse" / "rpt_engagement" / f"rpt_engagement__{BRAND}__{MONTH}.parquet"
    lost.unlink()
    land(made, THIRD.replace(day=23), likes=80)

    done = backfill(str(made.root), ask(Workspace(made.root), "2026-09", "2026-12", None, None, replay=False))

    (told,) = done.summary.skipped
    assert (told["code"], told["where"]) == ("lost_closed_file", f"warehouse/rpt_engagement/{lost.name}")
    assert done.exit_code == 1
    (last,) = made.ledger("SELECT summary FROM runs ORDER BY started_at DESC LIMIT 1")
    assert lost.name in last["summary"]


@pytest.mark.parametrize("closed_table", ["rpt_engagement", "rpt_post"])
def test_row_37_a_closed_file_with_a_changed_byte_that_no_reader_notices_comes_back_too(closed_table, restated):
    """Its rows say what was closed, so only the bytes tell; left alone it would be a finding for ever."""
    made, before = restated
    path = made.root / "warehouse" / closed_table / f"{closed_table}__{BRAND}__{MONTH}.parquet"
    data = bytearray(path.read_bytes())
    data[data.rindex(b"parquet-cpp")] ^= 1
    path.write_bytes(data)
    assert content_of(path)[0] == read_footer(path).content_hash

    repaired = repair(made.root)

    assert (repaired.left, repaired.exit_code) == ([], 0)
    assert bytes_of(frozen(made)) == bytes_of(before)
