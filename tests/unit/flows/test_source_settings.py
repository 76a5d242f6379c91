"""`[sources.<name>]` of the settings: what it may say, and that it never says its password again."""

import json

import pytest

from flows.settings import read_settings
from transforms.errors import SettingsError
from warehouse.workspace import Workspace

CANARY = "kAnArY-p4ss"
TOLD = {"url": f"postgresql://me:{CANARY}@db/social", "connector": "facebook_pages", "brand": "atelier"}


def workspace(tmp_path, **told):
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in told.items())
    (tmp_path / "pilaster.toml").write_text(f"[sources.social]\n{lines}\n", "utf-8")
    return Workspace(tmp_path)


def test_a_source_has_an_address_that_is_never_shown(tmp_path):
    settings = read_settings(workspace(tmp_path, **TOLD, schema="fb"))

    source = settings.sources["social"]
    assert (source.address("social"), source.schema_name, source.settle_s) == (TOLD["url"], "fb", 3600)
    assert CANARY not in f"{settings!r} {settings} {settings.model_dump()}"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"brand": "No Brand"}, "String should match pattern"),
        ({"password": CANARY}, "one of url, connector, brand, schema, accounts, settle_s"),
        ({"settle_s": -1}, "greater than or equal to 0"),
    ],
)
def test_a_source_that_is_wrong_is_refused_without_its_secret(tmp_path, change, expected):
    with pytest.raises(SettingsError) as refused:
        read_settings(workspace(tmp_path, **{**TOLD, **change}))

    assert expected in refused.value.expected
    assert refused.value.where.startswith("pilaster.toml (or PILASTER_SOURCES), sources.social.")
    assert CANARY not in str(refused.value)


def test_a_source_needs_an_address_a_connector_and_a_brand(tmp_path):
    with pytest.raises(SettingsError, match=r"sources\.social\.url"):
        read_settings(workspace(tmp_path, connector="facebook_pages", brand="atelier"))


def test_the_environment_may_name_sources_as_json(tmp_path, monkeypatch):
    (tmp_path / "pilaster.toml").write_text("", "utf-8")
    monkeypatch.setenv("PILASTER_SOURCES", json.dumps({"social": TOLD}))

    assert read_settings(Workspace(tmp_path)).sources["social"].connector == "facebook_pages"
    monkeypatch.setenv("PILASTER_SOURCES", "")
    assert read_settings(Workspace(tmp_path)).sources == {}
    monkeypatch.setenv("PILASTER_SOURCES", "social")
    with pytest.raises(SettingsError, match="JSON such as"):
        read_settings(Workspace(tmp_path))
