"""The URL of a ledger is understood or refused in words, and its password is never among them (FAULTS 48)."""

import pytest
from pydantic import SecretStr

from flows.settings import Settings, read_settings
from transforms.errors import SettingsError
from warehouse.ledger.address import parse, shown, without_secrets
from warehouse.workspace import Workspace

CANARY = "kAnArY"


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgres"])
def test_every_way_to_write_postgresql_means_the_driver_that_is_installed(scheme):
    assert parse(f"{scheme}://u:p@h/d").drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    "url",
    [
        f"nonsense {CANARY}",
        f"postgresql//u:{CANARY}@h/d",
        f"mysql://u:{CANARY}@h/d",
        f"postgresql+psycopg2://u:{CANARY}@h/d",
        f"postgresql://u:{CANARY}@{CANARY}@h/d",
        f"postgresql://u@h:{CANARY}/d",
        f"postgresql://u:a@b:{CANARY}@h/d",
        f"postgresql://u/{CANARY}@h/d",
    ],
)
def test_a_url_that_names_no_ledger_is_refused_without_a_word_of_its_password(url):
    with pytest.raises(SettingsError) as refused:
        parse(url)

    assert CANARY not in f"{refused.value!s} {refused.value!r}"


@pytest.mark.parametrize("password", ["a?b", "a/b", "a:b", "a%40b", "#"])
def test_what_a_password_may_be_made_of_is_understood_as_the_password(password):
    url = parse(f"postgresql://u:{password}@h/d")

    assert (url.password, shown(url)) == (password.replace("%40", "@"), "postgresql://u@h/d")


def test_a_url_for_people_shows_where_but_neither_password_nor_parameters():
    url = parse(f"postgresql://team:{CANARY}@db.example:5433/ledgers?sslmode=require&sslpassword={CANARY}&password={CANARY}")

    assert shown(url) == "postgresql://team@db.example:5433/ledgers"
    assert without_secrets(f"no: {CANARY}", url) == "no: ..."


@pytest.mark.parametrize(
    "line",
    [f'ledger_url = ["{CANARY}"]', f'ledger_ulr = "postgresql://u:{CANARY}@h/d"', f'settle_s = 1\nledger_url.x = "{CANARY}"'],
)
def test_settings_that_are_wrong_are_named_without_what_may_be_a_password(line, tmp_path):
    (tmp_path / "pilaster.toml").write_text(line, "utf-8")

    with pytest.raises(SettingsError) as refused:
        read_settings(Workspace(tmp_path))

    assert "ledger_u" in str(refused.value)
    assert CANARY not in f"{refused.value!s} {refused.value!r} {refused.value.__cause__!s}"


def test_settings_keep_the_password_to_themselves():
    settings = Settings(ledger_url=SecretStr(f"postgresql://u:{CANARY}@h/d"))

    assert CANARY not in f"{settings!r} {settings!s} {settings.model_dump()} {settings.model_dump_json()}"
    assert CANARY in settings.ledger_url.get_secret_value()
