"""What alerts are told at the door, and that their addresses stay behind it."""

import traceback

import pytest

from flows.settings import Settings, read_settings
from transforms.errors import SettingsError
from warehouse.workspace import Workspace

SECRET = "canary-7f3a"


def settings(tmp_path, text):
    (tmp_path / "pilaster.toml").write_text(text, "utf-8")
    return read_settings(Workspace(tmp_path))


def test_without_an_address_there_are_no_alerts(tmp_path):
    assert settings(tmp_path, "").alert_url.get_secret_value() == ""


def test_several_addresses_and_the_environment_are_understood(tmp_path, monkeypatch):
    monkeypatch.setenv("PILASTER_ALERT_URL", "json://one.example/ mailto://two.example")

    assert settings(tmp_path, 'alert_url = "json://file.example"').alert_url.get_secret_value().split() == [
        "json://one.example/",
        "mailto://two.example",
    ]


@pytest.mark.parametrize(
    "line",
    [
        f'alert_url = "{SECRET}"',
        f'alert_url = "json://ok.example {SECRET}"',
        f'alert_url = ["json://{SECRET}"]',
        f'alert_urls = "json://{SECRET}"',  # a key that does not exist, with what was meant for the one that does
        "alert_quarantined_over = -1",
        'alert_quarantined_over = "many"',
        "alert_volume_factor = 1",
        "alert_volume_exports = 1",
    ],
)
def test_row_48_a_wrong_setting_is_named_and_no_address_is_shown(line, tmp_path):
    with pytest.raises(SettingsError) as raised:
        settings(tmp_path, line)

    assert line.partition(" ")[0] in raised.value.where
    assert SECRET not in "".join(traceback.format_exception(raised.value))
    assert SECRET not in repr(raised.value.__dict__)


def test_row_48_settings_that_are_shown_hide_the_address(tmp_path):
    found = settings(tmp_path, f'alert_url = "json://user:{SECRET}@ok.example"')

    assert SECRET not in f"{found!r} {found} {found.model_dump()} {found.model_dump_json()}"


def test_every_setting_says_what_it_is_for():
    assert [name for name, each in Settings.model_fields.items() if len(each.description or "") < 10] == []
