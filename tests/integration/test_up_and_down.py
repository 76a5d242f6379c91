"""`pilaster up` and `pilaster down`: all or nothing, for their owner alone, and the same after a crash (FAULTS 35, 50)."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from flows.deployments import CRASHED_AFTER_SECONDS
from flows.night import night
from tests.builders.workspace import team
from tests.faults import exports, states
from tests.integration.serving import ROOT, Served, wait
from warehouse.locks import exclusive
from warehouse.workspace import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.prefect]


@pytest.fixture
def served(tmp_path):
    made = Served(team(tmp_path / "social").root)
    try:
        yield made
    finally:
        done = made.pilaster("down")
        assert done.returncode == 0, done.stderr


def asked(port, method, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body=b"{}" if method == "POST" else None, headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


def heard_of_events(port):
    """What a stranger's websocket is answered: it asks to follow all events, without a word of who it is."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as stranger:
        stranger.sendall(
            b"GET /api/events/out HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: c3RyYW5nZXJzc3RyYW5nZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        told = b""
        while chunk := stranger.recv(4096):
            told += chunk
    return told


def test_up_works_or_refuses_and_down_leaves_nothing(served, tmp_path):
    up = served.pilaster("up", "--port", "0")

    assert up.returncode == 0, up.stderr
    port, mark = served.state["port"], served.state["mark"]
    assert f"http://127.0.0.1:{port}" in up.stdout
    assert "nightly/social: next " in up.stdout
    assert served.secret not in up.stdout + up.stderr

    again = served.pilaster("up", "--port", "0")
    assert again.returncode == 2
    assert "they are up since" in again.stderr
    assert served.state["mark"] == mark

    other = Served(team(tmp_path / "other").root)
    taken = other.pilaster("up", "--port", str(port))
    assert taken.returncode == 2
    assert f"--port {port}" in taken.stderr
    assert not (other.root / ".prefect" / "up.json").exists()

    # Row 50: no question without the secret, no write from another page, no websocket of a stranger.
    assert asked(port, "GET", "/api/admin/version") == 401
    assert asked(port, "POST", "/api/flow_runs/filter") in {401, 403}
    assert b"101 Switching" not in heard_of_events(port)
    with socket.socket() as outside, pytest.raises(OSError, match="refused"):
        outside.connect((own_address(), port))

    down = served.pilaster("down")
    assert (down.returncode, down.stdout) == (0, "ended 2 processes\n")
    assert served.processes("server", mark) == served.processes("worker", mark) == []
    nothing = served.pilaster("down")
    assert (nothing.returncode, nothing.stdout) == (0, "nothing was up\n")


def own_address():
    """An address of this machine that is no loopback, or one of the loopbacks where nobody should listen."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it asks which of our addresses would
        except OSError:
            return "127.0.0.2"
        address: str = probe.getsockname()[0]
    return address


def test_row_35_up_and_down_work_again_after_a_crash(served):
    begun = begin_up(served)
    wait(lambda: (served.root / ".prefect" / "up.json").exists() and served.state["server"], 60)
    begun.kill()  # half started: a server, no worker, nobody who waits for them
    begun.wait()
    half = served.state["mark"]
    assert served.processes("server", half)

    up = served.pilaster("up", "--port", "0")

    assert up.returncode == 0, up.stderr
    assert "is not whole any more" in up.stderr
    assert served.processes("server", half) == []

    mark = served.state["mark"]
    os.kill(served.state["server"]["pid"], signal.SIGKILL)
    up = served.pilaster("up", "--port", "0")

    assert up.returncode == 0, up.stderr
    assert served.processes("worker", mark) == []

    os.kill(served.state["worker"]["pid"], signal.SIGKILL)  # the old server answers while the new one is started
    up = served.pilaster("up", "--port", "0")

    assert up.returncode == 0, up.stderr
    assert "server alive" in up.stderr
    mark = served.state["mark"]
    for role in ("worker", "server"):
        os.kill(served.state[role]["pid"], signal.SIGKILL)
    down = served.pilaster("down")
    assert (down.returncode, down.stdout) == (0, "its processes had ended already; cleared away what they left\n")
    assert served.processes("server", mark) == served.processes("worker", mark) == []


def test_a_server_that_cannot_start_is_told_with_its_log_and_leaves_nothing(served):
    nowhere = "postgresql+asyncpg://nobody:hidden-word@127.0.0.1:1/prefect"

    up = served.pilaster("up", "--port", "0", PREFECT_API_DATABASE_CONNECTION_URL=nowhere)

    assert up.returncode == 2
    assert "the Prefect server" in up.stderr
    assert "hidden-word" not in up.stderr
    assert not (served.root / ".prefect" / "up.json").exists()
    time.sleep(1)
    assert served.pilaster("down").stdout == "nothing was up\n"


def test_a_night_that_down_ends_is_known_to_have_ended_and_made_good_by_the_next(tmp_path):
    served = Served(exports.write_workspace(tmp_path / "social", exports.first_night()))
    undisturbed = exports.write_workspace(tmp_path / "undisturbed", exports.first_night())
    night(str(undisturbed))
    assert served.pilaster("up", "--port", "0").returncode == 0
    mark = served.state["mark"]
    with served.client() as client:
        run = client.create_flow_run_from_deployment(client.read_deployment_by_name("nightly/social").id)
    wait(lambda: list(served.root.glob(".staging/*/plan.json")), 120)

    down = served.pilaster("down")

    assert down.returncode == 0, down.stderr
    assert served.processes("worker", mark) == served.processes("server", mark) == []
    with closing(sqlite3.connect(served.root / ".prefect" / "prefect.db")) as database:
        assert database.execute("SELECT id, state_type FROM flow_run WHERE start_time IS NOT NULL").fetchall() == [
            (str(run.id), "CRASHED")
        ]
    night(str(served.root))
    states.require_same(states.state(served.root), states.state(undisturbed))


def test_a_night_that_takes_its_time_is_not_taken_for_dead(tmp_path):
    """It waits for somebody who publishes, for longer than a dead one's heartbeat would be waited for."""
    served = Served(exports.write_workspace(tmp_path / "social", exports.first_night()))
    assert served.pilaster("up", "--port", "0").returncode == 0
    try:
        with exclusive(Workspace(served.root).publishing_lock), served.client() as client:
            run = client.create_flow_run_from_deployment(client.read_deployment_by_name("nightly/social").id)
            wait(lambda: client.read_flow_run(run.id).state.name == "Running", 120)
            time.sleep(CRASHED_AFTER_SECONDS + 40)
            assert client.read_flow_run(run.id).state.name == "Running"
        ended = wait(lambda: [run for run in served.nights() if run.state.is_final()], 120)
        assert [run.state.type.value for run in ended] == ["COMPLETED"]
    finally:
        assert served.pilaster("down").returncode == 0


def begin_up(served):
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-m", "flows", "up", "--port", "0", "--workspace", str(served.root)]
    return subprocess.Popen(
        command, cwd=ROOT, env=env | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
