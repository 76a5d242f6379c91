"""A night as a Prefect flow alerts once, however often Prefect tries it again, and Prefect never learns the address."""

import asyncio
import logging

import pytest

from tests.builders import x
from tests.builders.receiver import receiver
from tests.builders.workspace import team
from transforms.errors import RetryError

pytestmark = [pytest.mark.prefect, pytest.mark.slow]
SECRET = "canary9c2d"


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_row_48_a_flow_that_is_tried_again_tells_once_and_prefect_never_sees_the_address(tmp_path, monkeypatch, caplog):
    from prefect.testing.utilities import prefect_test_harness

    from flows import stages
    from flows.nightly import nightly

    caplog.set_level(logging.DEBUG)
    made = team(tmp_path / "workspace")
    made.land(x.content(x.post()))
    made.land(b"hello\n", "notes.csv")
    report, attempts = stages.STAGES["report"], []

    def fail(_run):
        attempts.append(1)
        raise RetryError(where="/disk", expected="room", found="none", remedy="make room")

    with receiver() as phone, prefect_test_harness(server_startup_timeout=120):
        url = f"json://user:{SECRET}@127.0.0.1:{phone.port}/{SECRET}"
        (made.root / "pilaster.toml").write_text(f'settle_s = 0\nalert_url = "{url}"\n', "utf-8")
        monkeypatch.setitem(stages.STAGES, "report", fail)
        tried = nightly.with_options(retries=2, retry_delay_seconds=0)
        failed = tried(workspace=str(made.root), return_state=True)
        monkeypatch.setitem(stages.STAGES, "report", report)
        done = tried(workspace=str(made.root), return_state=True)
        idle = tried(workspace=str(made.root), return_state=True)
        seen = asyncio.run(_seen())

    assert (failed.name, done.name, idle.name) == ("Failed", "CompletedWithFindings", "Completed")
    assert len(attempts) == 3
    assert phone.titles == ["Pilaster: the run failed", "Pilaster: 1 file held"]
    assert SECRET not in seen + caplog.text


async def _seen():
    """All that Prefect's server keeps of the flows."""
    from prefect.client.orchestration import get_client

    async with get_client() as client:
        runs, tasks = await client.read_flow_runs(), await client.read_task_runs()
        logs, artifacts = await client.read_logs(), await client.read_artifacts()
    assert runs
    assert tasks
    assert artifacts
    return " ".join(each.model_dump_json() for each in (*runs, *tasks, *logs, *artifacts))
