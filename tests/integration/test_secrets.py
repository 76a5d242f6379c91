"""The ledger's password is in the settings and nowhere else (FAULTS 48)."""

import os
import subprocess
import sys

import pytest

from tests.builders import instagram
from tests.builders.postgres import CANARY
from tests.builders.workspace import team
from tests.conftest import ROOT


@pytest.fixture
def made(postgres, tmp_path):
    """A workspace with an export and a ledger whose password is looked for."""
    made = team(tmp_path / "workspace")
    made.land(instagram.content(instagram.post(1), instagram.post(2, Likes="many")))
    return made, postgres.url(postgres.database())


FLOW = "import sys; from flows.nightly import nightly; nightly(workspace=sys.argv[2])"


def run(made, url, home, *command, program=("-m", "flows")):
    """One command with everything told that can be told; returns its exit code and what it said."""
    loud = {"PREFECT_LOGGING_LEVEL": "DEBUG", "PREFECT_HOME": str(home), "PYTHONPATH": str(ROOT), "PILASTER_LEDGER_URL": url}
    ended = subprocess.run(
        [sys.executable, *program, *command, "--workspace", made.root],
        check=False,
        cwd=ROOT,
        env=os.environ | loud,
        capture_output=True,
        text=True,
    )
    return ended.returncode, ended.stdout + ended.stderr


def require_nowhere(*folders):
    """No file below these folders holds the password."""
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
    assert found == []


@pytest.mark.slow
def test_row_48_a_night_and_every_command_after_it_keep_the_password_to_themselves(made, tmp_path):
    workspace, url = made

    told = [
        run(workspace, url, tmp_path / "home", *command.split())
        for command in ("nightly --direct", "status --json", "quarantine list", "rebuild-ledger", "report --direct")
    ]

    assert [code for code, _ in told] == [1, 0, 0, 1, 0], told
    assert CANARY not in "".join(text for _, text in told)
    require_nowhere(tmp_path)


@pytest.mark.slow
@pytest.mark.prefect
def test_row_48_prefect_keeps_it_neither_in_its_logs_nor_in_its_parameters_nor_in_its_database(made, tmp_path):
    workspace, url = made

    well = run(workspace, url, tmp_path / "home", "nightly")
    # Past the command line, which asks the ledger before it starts anything: this failure is Prefect's to tell.
    failed = run(workspace, url.replace(CANARY, f"{CANARY}-wrong"), tmp_path / "home", program=("-c", FLOW))

    assert (well[0], failed[0]) == (1, 1), well[1] + failed[1]
    assert "password authentication failed" in failed[1]
    assert CANARY not in well[1] + failed[1]
    assert (tmp_path / "home" / "prefect.db").exists()
    require_nowhere(tmp_path)
