"""A variable of the environment that is left empty is not set: the workspace's own file goes on saying what it says."""

from flows.settings import Settings, read_alert_url, read_settings
from tests.builders.workspace import team
from warehouse.workspace import Workspace

TOLD = {"alert_url": "json://127.0.0.1:1", "ledger_url": "sqlite:///elsewhere.db", "threads": 2, "landing_retention_days": 30}


def test_empty_variables_leave_the_file_as_it_is(tmp_path, monkeypatch):
    root = team(tmp_path / "w").root
    lines = (f"{name} = {value!r}\n".replace("'", '"') for name, value in TOLD.items())
    (root / "pilaster.toml").write_text("".join(lines), "utf-8")
    expected = read_settings(Workspace(root))
    for name in Settings.model_fields:
        monkeypatch.setenv(f"PILASTER_{name.upper()}", "")

    found = read_settings(Workspace(root))

    assert found == expected
    assert (found.threads, found.ledger_url.get_secret_value()) == (2, "sqlite:///elsewhere.db")


def test_an_empty_address_is_none_also_where_the_file_is_wrong(tmp_path, monkeypatch):
    root = team(tmp_path / "w").root
    (root / "pilaster.toml").write_text('setle_s = 3\nalert_url = "json://127.0.0.1:1"\n', "utf-8")
    monkeypatch.setenv("PILASTER_ALERT_URL", "")

    assert read_alert_url(Workspace(root)).get_secret_value() == "json://127.0.0.1:1"
