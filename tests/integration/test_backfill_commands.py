"""`pilaster backfill` as somebody types it: what it refuses, what it prints, and that Prefect changes no byte."""

import json

import pytest

from flows.commands.backfill import backfill
from tests.integration.archived_months import archive, published
from tests.integration.subprocesses import pilaster
from tests.integration.test_backfill import everything
from transforms.errors import StrategyError

BAD = {
    "ends before it starts": ("--from", "2026-10", "--to", "2026-09"),
    "no month": ("--from", "2026-13", "--to", "2026-12"),
    "no number": ("--from", "october", "--to", "2026-12"),
    "unknown brand": ("--from", "2026-01", "--to", "2026-12", "--brand", "nobody"),
    "unknown table": ("--from", "2026-01", "--to", "2026-12", "--replay", "--table", "fact_nothing"),
    "a table without a replay": ("--from", "2026-01", "--to", "2026-12", "--table", "dim_post"),
}


@pytest.mark.slow
@pytest.mark.parametrize("options", BAD.values(), ids=BAD)
def test_what_cannot_be_meant_is_refused_and_nothing_is_done(options, tmp_path):
    archive(tmp_path)
    untouched = everything(tmp_path)

    code, out, errors = pilaster("backfill", *options, "--workspace", str(tmp_path))

    assert (code, out) == (2, "")
    assert "expected" in errors
    assert everything(tmp_path) == untouched


@pytest.mark.slow
def test_a_folder_that_is_no_workspace_is_refused(tmp_path):
    code, _, errors = pilaster("backfill", "--from", "2026-01", "--to", "2026-12", "--workspace", str(tmp_path))

    assert (code, list(tmp_path.iterdir())) == (2, [])
    assert "WorkspaceError" in errors


@pytest.mark.slow
def test_in_a_pipe_it_prints_lines_and_with_json_nothing_else(tmp_path):
    archive(tmp_path)
    options = ("backfill", "--from", "2026-01", "--to", "2026-12", "--workspace", str(tmp_path), "--direct")

    planned = pilaster(*options, "--dry-run", "--json")
    lines = pilaster(*options)
    told = pilaster(*options, "--replay", "--json")

    assert (planned[0], json.loads(planned[1])["files"]) == (0, 9)
    assert lines[0] == 0
    assert [line.partition(":")[0] for line in lines[2].splitlines()] == ["plan", "batch 1 of 1"]
    assert "fact_post_snapshot" in lines[1]
    assert lines[1].splitlines()[-1].startswith("1 of 1 batches; taken 9 files")
    assert json.loads(told[1])["outcomes"] == {"unchanged": len(json.loads(told[1])["partitions"])}
    assert told[2] == ""


@pytest.mark.slow
@pytest.mark.prefect
def test_the_flow_and_the_direct_backfill_give_the_same_bytes(tmp_path):
    by_flow, direct = archive(tmp_path / "flow"), archive(tmp_path / "direct")
    options = ("backfill", "--from", "2026-01", "--to", "2026-12", "--workspace")

    assert pilaster(*options, str(by_flow.root))[0] == 0
    assert pilaster(*options, str(direct.root), "--direct")[0] == 0

    assert published(by_flow) == published(direct) != {}


def test_a_plan_is_refused_where_no_strategy_can_be_read_and_names_those_it_goes_without(tmp_path, capsys):
    made = archive(tmp_path)
    made.strategy("bakery", zone="Mars/Olympus")

    code = backfill(from_="2026-01", to="2026-12", workspace=tmp_path, dry_run=True)
    said = capsys.readouterr().out
    made.strategy(zone="Mars/Olympus")

    assert code == 1
    assert "strategy/bakery.yaml, line 2" in said
    with pytest.raises(StrategyError, match="time_zone"):
        backfill(from_="2026-01", to="2026-12", workspace=tmp_path, dry_run=True)
