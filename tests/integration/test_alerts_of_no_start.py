"""A night that its settings keep from beginning is told, where an address can be found at all; no secret travels along."""

import pytest

from flows.commands.running import run_flow
from flows.night import night
from tests.builders.receiver import receiver
from tests.builders.workspace import team
from transforms.errors import SettingsError

SECRET = "canary5b1e"


@pytest.fixture
def phone():
    with receiver() as found:
        yield found


def workspace(root, *lines):
    made = team(root)
    (root / "pilaster.toml").write_text("\n".join(lines), "utf-8")
    return made


def begin(made):
    with pytest.raises(SettingsError) as refused:
        night(str(made.root))
    return refused.value


@pytest.mark.parametrize("line", ["setle_s = 3", 'compression = "lots"', "settle_s 3", 'schedule_zone = "Atlantis"'])
def test_a_wrong_setting_is_told_where_the_environment_says(line, tmp_path, phone, monkeypatch):
    monkeypatch.setenv("PILASTER_ALERT_URL", phone.url)

    error = begin(workspace(tmp_path / "w", line, 'alert_url = "json://127.0.0.1:9/"'))

    assert phone.titles == ["Pilaster: the run failed"]
    assert error.where in phone.messages[0]["message"]
    assert phone.messages[0]["type"] == "failure"


def test_a_wrong_setting_is_told_where_the_file_says(tmp_path, phone):
    begin(workspace(tmp_path / "w", "setle_s = 3", f'alert_url = "{phone.url}"'))

    assert phone.titles == ["Pilaster: the run failed"]
    assert "setle_s" in phone.messages[0]["message"]


def test_a_wrong_setting_in_the_environment_is_told_too(tmp_path, phone, monkeypatch):
    monkeypatch.setenv("PILASTER_SETTLE_S", "soon")

    begin(workspace(tmp_path / "w", f'alert_url = "{phone.url}"'))

    assert phone.titles == ["Pilaster: the run failed"]


@pytest.mark.parametrize("is_direct", [True, False])
def test_the_command_tells_it_once_whether_prefect_would_have_run_it_or_not(is_direct, tmp_path, phone):
    made = workspace(tmp_path / "w", "setle_s = 3", f'alert_url = "{phone.url}"')

    with pytest.raises(SettingsError):
        run_flow("nightly", made.root, None, direct=is_direct, quiet=True)

    assert phone.titles == ["Pilaster: the run failed"]
    assert f"Workspace {made.root} (nightly)" in phone.messages[0]["message"]


def test_a_workspace_that_is_not_there_is_told(tmp_path, phone, monkeypatch):
    monkeypatch.setenv("PILASTER_ALERT_URL", phone.url)

    with pytest.raises(SettingsError):
        night(str(tmp_path / "not-mounted"))

    assert phone.titles == ["Pilaster: the run failed"]
    assert not (tmp_path / "not-mounted").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        f'hash_keys = "{SECRET}-long-enough"',  # a misspelt name
        f'hash_key = "{SECRET}"',  # too short
        f'alert_urls = "json://{SECRET}@host/"',
        f'[sources.social]\nurl = "postgresql://user:{SECRET}@host/social"',
    ],
)
def test_row_48_no_secret_that_stands_in_a_wrong_setting_travels_along(wrong, tmp_path, phone, monkeypatch, caplog):
    monkeypatch.setenv("PILASTER_ALERT_URL", phone.url)

    begin(workspace(tmp_path / "w", wrong))

    assert phone.titles == ["Pilaster: the run failed"]
    assert SECRET not in str(phone.messages) + caplog.text


@pytest.mark.parametrize("address", ['""', "3", f'"{SECRET}"', f'"nosuch://{SECRET}"', f'["json://{SECRET}"]'])
def test_an_address_that_is_none_changes_nothing_about_the_error(address, tmp_path, phone, caplog):
    error = begin(workspace(tmp_path / "w", "setle_s = 3", f"alert_url = {address}"))

    assert error.where.startswith("pilaster.toml")
    assert phone.messages == []
    assert SECRET not in caplog.text
