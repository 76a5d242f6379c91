"""Whose numbers a file holds: `pilaster assign` answers the question of a held file, for good."""

import pytest

from flows.commands.assign import assign
from flows.night import as_it_is, night
from flows.rebuilding import rebuild_ledger
from tests.builders import x
from tests.builders.workspace import BRAND, team
from transforms.errors import SettingsError

VIEWS = "Views\nDate,Primary\n2026-10-30T00:00:00,5\n2026-10-31T00:00:00,7\n"
BOTH = (
    {"platform": "facebook", "handle": "lune"},
    {"platform": "instagram", "handle": "lune", "aliases": ["maison.lune"]},
    {"platform": "instagram", "handle": "lune.shop"},
)


def days(made):
    return [
        (row["platform"], row["account"], row["impressions"]) for row in made.rows("fact_account_daily", order="activity_date")
    ]


def held(summary):
    return [file["hold"]["code"] for file in summary.held]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    made = team(tmp_path_factory.mktemp("asked") / "w", accounts=BOTH)
    made.land(VIEWS.encode(), "Views.csv")
    assert held(made.night()) == ["unassigned_file"]
    return made


@pytest.fixture
def asked(template, tmp_path):
    """A file of which not even the network is known, held with the question."""
    return template.again(tmp_path)


def test_the_question_names_the_command_that_answers_it(asked):
    (hold,) = asked.ledger("SELECT hold FROM files")

    assert "`pilaster assign Views.csv --account instagram/HANDLE or facebook/HANDLE`" in hold["hold"]


def test_an_answer_is_taken_by_the_next_night_and_lasts(asked, capsys):
    assert assign("Views.csv", account="instagram/@Maison.Lune", workspace=asked.root) == 0
    assert "atelier/Views.csv is instagram/lune's; run `pilaster nightly` to take it" in capsys.readouterr().out

    assert asked.night().exit_code == 0
    assert days(asked) == [("instagram", "lune", 5), ("instagram", "lune", 7)]
    before = asked.bytes()
    for path in asked.root.glob("ledger.db*"):
        path.unlink()
    rebuild_ledger(asked.root)

    assert asked.bytes() == before
    assert asked.night().files == []


@pytest.mark.slow
def test_an_answer_may_be_taken_back_and_given_again(asked):
    for account in ("facebook/lune", "instagram/lune.shop", "facebook/lune"):
        assign("Views.csv", account=account, workspace=asked.root)
        asked.night()
        assert {(platform, handle) for platform, handle, _ in days(asked)} == {tuple(account.split("/"))}
    before = asked.bytes("warehouse")
    for path in asked.root.glob("ledger.db*"):
        path.unlink()

    rebuild_ledger(asked.root)

    assert asked.bytes("warehouse") == before
    assert len(list((asked.root / "journal" / "assign" / BRAND).iterdir())) == 3


def test_a_person_beats_a_folder(tmp_path):
    made = team(tmp_path, accounts=BOTH)
    made.land(VIEWS.encode(), "facebook/Views.csv")
    made.night()
    assert {platform for platform, _, _ in days(made)} == {"facebook"}

    assign("Views.csv", account="instagram/lune.shop", workspace=made.root)
    made.night()

    assert {(platform, handle) for platform, handle, _ in days(made)} == {("instagram", "lune.shop")}
    assert {(row["platform"], row["account"]) for row in made.rows("rpt_quality")} == {("instagram", "lune.shop")}


def test_an_answer_to_the_wrong_network_is_held_with_the_right_one(tmp_path):
    made = team(tmp_path, accounts=[*BOTH, {"platform": "x", "handle": "a"}, {"platform": "x", "handle": "b"}])
    made.land(x.overview(x.account_day()), "o.csv")
    made.night()

    assign("o.csv", account="facebook/lune", workspace=made.root)
    summary = made.night()

    assert held(summary) == ["unassigned_file"]
    assert summary.held[0]["hold"]["found"] == "it is assigned to facebook/lune"
    assign("o.csv", account="x/b", workspace=made.root)
    assert made.night().exit_code == 0


@pytest.mark.parametrize(
    ("file", "account", "found"),
    [
        ("Views.csv", "instagram/lunne", "instagram/lunne, which is none of them"),
        ("Views.csv", "lune", "lune, which is 2 of them"),
        ("Views.csv", "tiktok/lune", "which is none of them"),
        ("View.csv", "instagram/lune", "no such export in this workspace"),
    ],
)
def test_what_is_not_known_is_refused_and_changes_nothing(file, account, found, asked):
    with pytest.raises(SettingsError) as caught:
        assign(file, account=account, workspace=asked.root)

    assert found in caught.value.found
    assert asked.night().files == []


def test_records_that_name_their_account_take_no_answer(tmp_path):
    made = team(tmp_path)
    made.land(x.content(x.post()), "x.csv")
    made.night()

    with pytest.raises(SettingsError, match="its records name their accounts"):
        assign("x.csv", account="instagram/atelier.lumen", workspace=made.root)


def test_an_answer_given_while_a_night_runs_is_not_lost(tmp_path):
    """FAULTS 12: the night's own finding does not stand."""
    made = team(tmp_path, accounts=BOTH)
    made.land(VIEWS.encode(), "facebook/Views.csv")

    def runner(verb, run):
        if verb == "publish":
            assign("Views.csv", account="instagram/lune.shop", workspace=made.root)
        return as_it_is(verb, run)

    night(str(made.root), runner=runner)
    made.night()

    assert {(platform, handle) for platform, handle, _ in days(made)} == {("instagram", "lune.shop")}
