"""A night that nobody starts but its cron line, on a server with PostgreSQL; then one that is killed (FAULTS 2, 34, 35)."""

import os
import signal
import time

import pytest

from flows.night import night
from tests.faults import exports, states
from tests.integration.serving import Served, wait

pytestmark = [pytest.mark.slow, pytest.mark.prefect]

CRON_AND_START = 200.0
"""seconds: up to 80 until the minute comes, then the worker's start of a run on a busy machine"""


@pytest.fixture
def served(tmp_path, postgres):
    root = exports.write_workspace(tmp_path / "social", exports.first_night())
    database = postgres.url(postgres.database()).replace("postgresql://", "postgresql+asyncpg://", 1)
    made = Served(root, {"PREFECT_API_DATABASE_CONNECTION_URL": database})
    try:
        yield made
    finally:
        # Before anything is asserted: nothing may be left running.
        done = made.pilaster("down")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def undisturbed(tmp_path):
    """What the two nights leave when each is simply run."""
    root = exports.write_workspace(tmp_path / "undisturbed", exports.first_night())
    first = night(str(root))
    after_first = states.state(root)
    exports.write_landing(root, exports.second_night())
    night(str(root))
    return first, after_first, states.state(root)


def test_a_cron_line_makes_a_night_and_the_next_one_mends_a_night_that_was_killed(served, undisturbed):
    first, after_first, after_second = undisturbed
    up = served.pilaster("up", "--port", "0")
    assert up.returncode == 0, up.stderr

    served.schedule_in_a_minute()
    began = wait(lambda: [run for run in served.nights() if run.state.is_final()], CRON_AND_START, lambda: logs(served))[0]

    assert began.name == f"nightly-{began.expected_start_time:%Y-%m-%d}"
    assert began.auto_scheduled
    assert set(began.tags) == {"pilaster", f"brand:{exports.BRAND}", "auto-scheduled"}
    assert (began.state.type.value, began.state.name) == ("COMPLETED", "CompletedWithFindings"), began.state.message
    states.require_same(states.state(served.root), after_first)
    artifacts = served.artifacts(began)
    assert f"| files taken | {len(first.taken)} |" in artifacts["nightly"]
    assert f"| Parquet files published | {len(first.published)} |" in artifacts["nightly"]
    assert len(artifacts["nightly-files"]) >= len(first.files)

    exports.write_landing(served.root, exports.second_night())
    served.schedule_in_a_minute()
    wait(lambda: list(served.root.glob(".staging/*/checks.json")), CRON_AND_START, lambda: logs(served))
    for process in served.processes("worker"):
        os.kill(process.pid, signal.SIGKILL)
    killed_at = time.monotonic()
    killed = served.nights()[-1]
    assert killed.id != began.id
    wait(lambda: served.nights()[-1].state.type.value == "CRASHED", 120, lambda: served.nights()[-1].state)
    noticed_after = time.monotonic() - killed_at
    print(f"\nthe killed night was marked as crashed after {noticed_after:.0f} s")

    assert served.pilaster("up", "--port", "0").returncode == 0
    served.schedule_in_a_minute()
    mending = wait(lambda: [run for run in served.nights()[2:] if run.state.is_final()], CRON_AND_START, lambda: logs(served))[0]

    assert mending.state.type.value == "COMPLETED", mending.state.message
    states.require_same(states.state(served.root), after_second)
    assert not list(served.root.glob(".staging/*"))


def logs(served):
    """What the processes wrote, for a test that waits in vain."""
    return "\n".join(path.read_text("utf-8") for path in sorted((served.root / ".prefect" / "logs").glob("*.log")))
