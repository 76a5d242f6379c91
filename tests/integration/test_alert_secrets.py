"""FAULTS row 48: the address of a receiver bears its secret, and it stays where it was written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders.receiver import receiver
from tests.builders.workspace import team

ROOT = Path(__file__).resolve().parents[2]
SECRET = "canary5b1e"
WITH_SECRET = f"json://user:{SECRET}@127.0.0.1:{{port}}/{SECRET}?+X-Token={SECRET}"


def workspace(root, url):
    made = team(root)
    (root / "pilaster.toml").write_text(f'settle_s = 0\nalert_url = "{url}"\n', "utf-8")
    made.land(b"hello\n")
    return made


def pilaster(*words):
    """Everything that a command says, with its exit code; every log that there is turned up."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PREFECT_LOGGING_LEVEL": "DEBUG"}
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "ignore", "-m", "flows", *map(str, words)],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def places_with_the_secret(root):
    return [path.name for path in root.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


@pytest.mark.slow
@pytest.mark.parametrize(
    "url",
    [
        WITH_SECRET.format(port=9),  # nobody answers
        f"nosuchkind://{SECRET}",
        # a kind that Apprise knows, and an address that it cannot read
        f"slack://{SECRET}",
        f"{SECRET}-without-kind",
    ],
)
def test_row_48_no_command_shows_an_address_that_fails(url, tmp_path):
    root = workspace(tmp_path / "workspace", url).root

    test_code, test_said = pilaster("alerts", "test", "--workspace", root)
    night_code, night_said = pilaster("nightly", "--direct", "--json", "--workspace", root)
    status_said = pilaster("status", "--json", "--workspace", root)[1]

    assert test_code == 2
    assert night_code == (1 if "://" in url else 2)
    assert "alert" in test_said
    assert "alert" in night_said
    assert SECRET not in test_said + night_said + status_said
    assert places_with_the_secret(root) == ["pilaster.toml"]


def test_the_test_message_arrives_with_the_secret_and_without_telling_it(tmp_path):
    with receiver() as phone:
        root = workspace(tmp_path / "workspace", WITH_SECRET.format(port=phone.port)).root
        code, said = pilaster("alerts", "test", "--workspace", root)

    assert (code, phone.titles) == (0, ["Pilaster: a test"])
    assert said == "1 of 1 receivers took the test message\n"
    assert SECRET not in str(phone.messages)


def test_without_an_address_the_test_says_which_setting_is_missing(tmp_path):
    code, said = pilaster("alerts", "test", "--workspace", team(tmp_path / "workspace").root)

    assert code == 2
    assert "PILASTER_ALERT_URL" in said
