"""What we started is told from everything else, whoever its parent is; nothing else is ever ended."""

import os
import secrets
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.serving import processes
from flows.serving.home import Home
from flows.serving.processes import MARK, Process, end, launch, look_at, marked
from flows.serving.stop import stop
from warehouse.workspace import Workspace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these processes are looked up in /proc")

SLEEP = (sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)")
STUBBORN = (
    *(sys.executable, "-c"),
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
)
# Its child leaves the group, and then it dies: the child's parent is somebody else, its group is its own.
ORPHAN = (
    *(sys.executable, "-c"),
    f"import subprocess; subprocess.Popen({list(SLEEP)!r}, start_new_session=True)",
)


@pytest.fixture
def mark():
    text = secrets.token_hex(16)
    yield text
    end(text, 0)


@pytest.fixture
def begin(mark, tmp_path):
    """Starts a marked process and waits until it is up; reaps it in the end."""
    begun: list[subprocess.Popen[bytes]] = []

    def begin(command, told=None):
        log = tmp_path / f"{len(begun)}.log"
        begun.append(launch(command, os.environ, told or mark, log, tmp_path))
        while not log.read_text():
            time.sleep(0.02)
        return begun[-1]

    yield begin
    end(mark, 0)
    for process in begun:
        process.wait()


def test_a_process_is_known_by_its_mark_and_ends_when_it_is_asked(begin, mark):
    process = begin(SLEEP)

    met = end(mark, 10)

    assert [each.pid for each in met] == [process.pid]
    assert process.wait() == -signal.SIGTERM
    assert marked(mark) == []


def test_a_process_that_does_not_listen_is_killed_after_the_grace(begin, mark):
    process = begin(STUBBORN)

    end(mark, 0.5)

    assert process.wait() == -signal.SIGKILL


def test_the_child_of_a_dead_parent_is_ours_still(begin, mark):
    parent = begin(ORPHAN)
    parent.wait()

    met = end(mark, 10)

    assert len(met) == 1
    assert met[0].pid != parent.pid


def test_what_has_ended_is_no_process_any_more_also_before_somebody_waits_for_it(begin, mark):
    process = begin(SLEEP)
    os.kill(process.pid, signal.SIGKILL)

    while (state := look_at(process.pid)) is not None:
        assert state.pid == process.pid

    assert marked(mark) == []


@pytest.mark.skipif(not Path("/bin/ps").exists(), reason="there is no ps")
def test_where_there_is_no_proc_the_process_is_asked_of_ps(begin):
    process = begin(SLEEP)

    asked = processes._ask_ps(process.pid)

    assert asked
    assert (asked.pid, asked.command) == (process.pid, (look_at(process.pid) or asked).command)
    assert datetime.strptime(asked.started, "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC) < datetime.now(UTC) + timedelta(days=1)
    process.kill()
    while processes._ask_ps(process.pid):
        time.sleep(0.05)


def test_another_mark_is_somebody_elses(begin, mark):
    process = begin(SLEEP, told=f"{mark}-of-another")

    assert end(mark, 0) == []
    assert process.poll() is None
    end(f"{mark}-of-another", 10)


def test_down_never_touches_a_process_that_came_to_bear_a_noted_number(tmp_path):
    """The noted server ended long ago; its number now is that of a stranger with the same command line."""
    stranger = subprocess.Popen(SLEEP, stdout=subprocess.DEVNULL, env={**os.environ, MARK: "somebody else's:server"})
    workspace = Workspace(tmp_path)
    home = Home(workspace)
    with home.locked():
        serving = home.enter(home.new(1), "server", stranger.pid, " ".join(SLEEP))
        later = Process(stranger.pid, "1", " ".join(SLEEP))
        home._write(serving.__class__(serving.mark, serving.port, serving.since, server=later))

    try:
        assert (home.read() or serving).alive() == []
        assert stop(workspace) == []
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
    assert home.read() is None


def test_what_a_workspace_keeps_of_its_server_is_private(tmp_path):
    home = Home(Workspace(tmp_path))
    with home.locked():
        home.new(4200)
        first, again = home.secret(), home.secret()

    assert first == again
    assert first.startswith("pilaster:")
    home.secret_file.write_bytes(b"")
    assert home.secret().startswith("pilaster:"), "a power cut may leave an empty one"
    assert {path.name: f"{path.stat().st_mode & 0o777:o}" for path in [home.root, *home.root.iterdir()]} == {
        ".prefect": "700",
        "auth": "600",
        "up.json": "600",
        "up.lock": "600",
    }
