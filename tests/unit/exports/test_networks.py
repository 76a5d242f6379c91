"""Whose numbers they are: titles that two networks write, channels that only a name tells, pages without a handle."""

import datetime as dt

import pytest

from transforms.contracts.tables import TABLES
from transforms.errors import UnassignedFileError
from transforms.exports.accounts import resolve_account, settle
from transforms.exports.headers import fold
from transforms.exports.periods import period_of
from transforms.exports.recognise import recognise
from transforms.exports.register import FORMATS
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy

TAKEN = dt.datetime(2026, 11, 2, 7, tzinfo=dt.UTC)
BOTH = (("facebook", "maison lune"), ("instagram", "maison.lune"))


def strategy(*accounts):
    return Strategy(
        brand="lune", time_zone="UTC", accounts=tuple(Account(platform=platform, handle=handle) for platform, handle in accounts)
    )


def file(*folders, name="export.csv", assigned=None):
    return SourceFile("lune", "ab" * 32, name, folders, TAKEN, TAKEN.date(), "mtime", assigned)


def overview(title):
    return recognise([[title], ["Date", "Primary"], ["2026-10-30T00:00:00", "5"]])


@pytest.mark.parametrize("title", ["Views", "Reach", "Viewers", "Follows", "Content interactions", "Visualizações", "Alcance"])
@pytest.mark.parametrize("network", ["facebook", "instagram"])
def test_a_folder_names_the_network_of_a_title_that_both_write(title, network):
    assert settle(overview(title), file("somewhere", network.title()), strategy(*BOTH)).format.platform == network


@pytest.mark.parametrize("network", ["facebook", "instagram"])
def test_a_strategy_with_one_of_the_networks_leaves_nothing_to_ask(network):
    known = strategy((network, "lune"), ("x", "lune"))

    assert settle(overview("Views"), file(), known).format.platform == network


def test_an_assignment_names_the_network_too():
    found = settle(overview("Views"), file(assigned="maison lune"), strategy(*BOTH))

    assert found.format.id == "facebook_overview_views"


@pytest.mark.parametrize("accounts", [BOTH, ()], ids=["both", "neither"])
def test_what_nothing_decides_is_asked(accounts):
    with pytest.raises(UnassignedFileError) as caught:
        settle(overview("Views"), file("exports"), strategy(*accounts))

    assert caught.value.remedy.startswith("Is 'Views' in export.csv from Instagram or from Facebook?")


@pytest.mark.parametrize(
    ("title", "format_id"),
    [
        ("Facebook reach", "facebook_overview_reach"),
        ("Facebook visits", "facebook_overview_profile_visits"),
        ("Visitas ao Facebook", "facebook_overview_profile_visits"),
        ("Facebook follows", "facebook_overview_follows"),
        ("Seguidores do Facebook", "facebook_overview_follows"),
        ("Facebook link clicks", "facebook_overview_link_clicks"),
        ("Cliques no link do Facebook", "facebook_overview_link_clicks"),
    ],
)
def test_a_title_that_names_facebook_is_facebook_in_any_folder(title, format_id):
    assert settle(overview(title), file("instagram"), strategy(*BOTH)).format.id == format_id


def test_a_title_is_told_once_per_network():
    titles = [(format_.platform, format_.block, fold(title)) for format_ in FORMATS.values() for title in format_.titles]

    assert len(titles) == len(set(titles))


TOTALS = [["Date", "Views"], ["2026-10-30", "5"]]
CHANNELS = strategy(("youtube", "lune films"), ("youtube", "lune"), ("youtube", "backstage"))


@pytest.mark.parametrize(
    ("folders", "name", "account"),
    [
        (("Content 2026-10-01_2026-10-31 Backstage",), "Totals.csv", "backstage"),
        (("youtube",), "Totals back-stage.csv", "backstage"),
        (("backstage",), "Totals.csv", "backstage"),
        # Both names stand in it, and neither is guessed.
        (("Content 2026-10-01_2026-10-31 Lune Films",), "Totals.csv", None),
        (("youtube",), "Totals.csv", None),
    ],
)
def test_a_channel_is_told_by_a_name_that_holds_its_own(folders, name, account):
    found = recognise(TOTALS)

    if account is None:
        with pytest.raises(UnassignedFileError, match="Which account of YouTube"):
            resolve_account(found, file(*folders, name=name), CHANNELS)
    else:
        assert resolve_account(found, file(*folders, name=name), CHANNELS) == (account, "folder")


def test_a_period_is_read_from_the_innermost_name():
    names = ("2020-01-01_2020-12-31", "Content 2026-10-01_2026-10-31 Lune Films", "Table data.csv")

    assert period_of(names) == (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert period_of(("2026-13-01_2026-13-02", "x 2026-10-31_2026-10-01", "12026-10-01_2026-10-31")) is None


def test_an_account_is_known_by_its_id_in_every_staging_table_of_its_own_exports():
    for name in ("staging_post", "staging_post_daily", "staging_account_daily"):
        assert {"account_id", "account_handle"} <= set(TABLES[name].columns)
