"""What Prefect is told of a workspace: which flows, when, by whose clock, with which tags, and what each parameter means."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from flows.deployments import AUTOMATION, CRASHED_AFTER_SECONDS, POOL, automation, deployments, present
from flows.serving.environment import environment
from flows.serving.home import Home
from tests.builders.workspace import team
from warehouse.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    made = team(tmp_path / "social")
    made.strategy("shop")
    (made.root / "pilaster.toml").write_text('schedule_zone = "Asia/Kolkata"\nreports_day = 3\n', "utf-8")
    return Workspace(made.root)


def test_a_workspace_has_one_deployment_per_flow(workspace):
    made = {each.full_name: each for each in deployments(workspace)}

    assert {f"{each.flow}/social" for each in present()} == made.keys()
    assert {"nightly/social", "monthly_reports/social"} <= made.keys()
    for each in made.values():
        assert each.parameters == {"workspace": str(workspace.root)}
        assert each.tags == ["pilaster", "brand:atelier", "brand:shop"]
        assert each.work_pool_name == POOL


def test_schedules_go_by_the_clock_of_the_settings(workspace):
    told = {each.flow_name: [dump(s.schedule) for s in each.schedules or []] for each in deployments(workspace)}

    assert told["nightly"] == [("15 3 * * *", "Asia/Kolkata")]
    assert told["monthly_reports"] == [("45 5 3 * *", "Asia/Kolkata")]
    assert told.get("backfill", []) == []


def dump(schedule):
    told = schedule.model_dump()
    return told["cron"], told["timezone"]


def test_every_parameter_is_explained_where_it_is_typed_in(workspace):
    silent = [
        f"{each.full_name} {name}"
        for each in deployments(workspace)
        for name, told in each._parameter_openapi_schema.properties.items()
        if not told.get("description")
    ]

    assert silent == []


def test_the_entry_point_is_a_module_so_that_no_code_is_fetched(workspace):
    assert {each.entrypoint for each in deployments(workspace)} == {each.entrypoint for each in present()}


def test_a_run_whose_heartbeat_stopped_is_marked_within_two_minutes():
    made = automation()

    assert made.name == AUTOMATION
    assert made.trigger.within.total_seconds() == CRASHED_AFTER_SECONDS < 120  # type: ignore[union-attr]
    assert [action.type for action in made.actions] == ["change-flow-run-state"]


@pytest.mark.parametrize(
    ("scheduled", "day"),
    [(datetime(2026, 10, 31, 18, 29, tzinfo=UTC), "2026-10-31"), (datetime(2026, 10, 31, 18, 30, tzinfo=UTC), "2026-11-01")],
)
def test_row_31_the_day_of_a_run_is_its_scheduled_time_by_the_clock_of_the_schedule(scheduled, day, workspace, monkeypatch):
    from flows import nightly

    parameters = {"workspace": str(workspace.root), "day": None}
    monkeypatch.setattr(nightly, "flow_run", SimpleNamespace(parameters=parameters, scheduled_start_time=scheduled))

    assert nightly.day_of_run() == day


def test_the_day_that_a_run_is_asked_for_counts(workspace, monkeypatch):
    from flows import nightly

    asked = {"workspace": str(workspace.root), "day": date(2026, 10, 3)}
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    monkeypatch.setattr(nightly, "flow_run", SimpleNamespace(parameters=asked, scheduled_start_time=moment))

    assert nightly.day_of_run() == "2026-10-03"


def test_the_processes_of_up_know_no_server_but_their_own(workspace):
    home = Home(workspace)
    database = "postgresql+asyncpg://prefect:p@127.0.0.1/prefect"
    inherited = {
        "PREFECT_API_KEY": "somebody's",
        "PREFECT_PROFILE": "cloud",
        "PREFECT_API_URL": "https://elsewhere.example/api",
        "PREFECT_API_DATABASE_CONNECTION_URL": database,
        "PILASTER_LEDGER_URL": "sqlite://",
        "no_proxy": "intranet.example",
    }
    with home.locked():
        told = environment(home, home.new(4300), inherited)

    assert "PREFECT_API_KEY" not in told
    assert "PREFECT_PROFILE" not in told
    assert told["PREFECT_API_URL"] == "http://127.0.0.1:4300/api"
    assert told["PREFECT_API_DATABASE_CONNECTION_URL"] == database
    assert told["PILASTER_LEDGER_URL"] == "sqlite://"
    assert told["NO_PROXY"] == told["no_proxy"] == "intranet.example,127.0.0.1"
    assert told["PREFECT_API_AUTH_STRING"] == told["PREFECT_SERVER_API_AUTH_STRING"] == home.secret()
