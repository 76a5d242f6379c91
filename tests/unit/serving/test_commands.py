"""What cannot be begun is refused before anything is: no process, no state."""

import socket

import pytest

from flows.commands.down import down
from flows.commands.schedule import schedule
from flows.commands.up import up
from flows.serving.home import Home
from tests.builders.workspace import team
from transforms.errors import RetryError, SettingsError, WorkspaceError
from warehouse.workspace import Workspace


@pytest.fixture
def root(tmp_path):
    return team(tmp_path / "social").root


def test_a_folder_that_is_no_workspace_has_no_schedules(tmp_path):
    for command in (up, down, schedule):
        with pytest.raises(WorkspaceError, match=r"pilaster\.toml"):
            command(workspace=tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_bad_cron_is_told_before_a_server_is_started(root):
    (root / "pilaster.toml").write_text('nightly_cron = "tonight"\n', "utf-8")

    with pytest.raises(SettingsError, match="nightly_cron"):
        up(workspace=root)

    assert not (root / ".prefect").exists()


def test_a_ledger_that_refuses_is_told_before_a_server_is_started(root):
    (root / "pilaster.toml").write_text('ledger_url = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"\n', "utf-8")

    with pytest.raises(RetryError, match=r"127\.0\.0\.1"):
        up(workspace=root)

    assert not (root / ".prefect").exists()


@pytest.mark.parametrize("port", [70_000, -1])
def test_a_port_that_is_none_is_told(root, port):
    with pytest.raises(SettingsError, match=f"--port {port}"):
        up(workspace=root, port=port)

    assert Home(Workspace(root)).read() is None


def test_a_port_that_somebody_has_is_told(root):
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        port = somebody.getsockname()[1]

        with pytest.raises(SettingsError, match=f"--port {port}"):
            up(workspace=root, port=port)

    assert Home(Workspace(root)).read() is None


def test_schedules_need_a_server(root, monkeypatch):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)

    with pytest.raises(SettingsError, match="PREFECT_API_URL"):
        schedule(workspace=root)


def test_down_without_up_is_no_error(root, capsys):
    assert down(workspace=root) == 0
    assert capsys.readouterr().out == "nothing was up\n"


def test_a_note_that_a_power_cut_has_torn_is_none(root):
    home = Home(Workspace(root))
    with home.locked():
        home.new(4200)
    (root / ".prefect" / "up.json").write_bytes(b"")

    assert home.read() is None


@pytest.mark.parametrize("written", ["[]", "3", '{"mark": 3}', '{"server": {}, "worker": null}'])
def test_a_note_that_somebody_else_wrote_is_told_by_its_file(root, written):
    (root / ".prefect").mkdir()
    (root / ".prefect" / "up.json").write_text(written, "utf-8")

    with pytest.raises(SettingsError, match=r"up\.json"):
        down(workspace=root)
