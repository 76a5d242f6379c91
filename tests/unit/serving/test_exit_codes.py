"""How the program ends: 1 is a run that found something to look at, and nothing else."""

import sys

import pytest

from flows import __main__ as program
from tests.builders import instagram
from tests.builders.workspace import team
from transforms.errors import SettingsError


def test_an_error_that_nobody_foresaw_is_no_finding(monkeypatch, capsys):
    def broken(**_):
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(program, "build", lambda *_: broken)

    with pytest.raises(SystemExit) as ended:
        program.main()

    assert ended.value.code == 2
    assert "RuntimeError: nobody foresaw this" in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore:Cyclopts application invoked without tokens")
def test_a_night_without_enough_memory_says_which_setting_to_raise(tmp_path, monkeypatch, capsys):
    made = team(tmp_path / "w")
    made.land(instagram.content(instagram.post(1)), "feed.csv")
    monkeypatch.setenv("PILASTER_MEMORY_LIMIT", "1MB")
    monkeypatch.setattr(sys, "argv", ["pilaster", "nightly", "--direct", "--workspace", str(made.root)])

    with pytest.raises(SystemExit) as ended:
        program.main()

    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert f"{SettingsError.__name__}: memory_limit = 1MB" in told
    assert "raise memory_limit" in told
    monkeypatch.delenv("PILASTER_MEMORY_LIMIT")
    assert made.night().exit_code == 0


@pytest.mark.parametrize("command", ["backfill", "nightly", "repair", "up", "verify"])
def test_the_help_of_a_command_says_what_its_exit_codes_mean(command, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["pilaster", command, "--help"])

    with pytest.raises(SystemExit) as ended:
        program.main()

    assert ended.value.code == 0
    assert "Exit code 0: " in capsys.readouterr().out
