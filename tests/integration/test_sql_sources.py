"""Nights over a workspace that reads a database: what a user sees, and what stays whatever happens."""

import subprocess
import sys
from datetime import date

import pytest

from flows.checking import check
from flows.commands.nightly import nightly
from flows.commands.rebuild_ledger import rebuild_ledger
from tests.builders import connectors, instagram
from tests.builders.connectors import SYNC, later
from tests.builders.postgres import CANARY
from tests.builders.workspace import BRAND, team

USER = 17841400000000001
OWN = [{"platform": "instagram", "handle": BRAND, "id": str(USER)}, {"platform": "youtube", "handle": "uc2vw_-atelier"}]


@pytest.fixture
def ours(tmp_path):
    """A workspace with one source and a post in it; `ours.source` is the database."""
    made = team(tmp_path / "ws", accounts=OWN)
    source = connectors.sqlite(tmp_path / "source.db", "instagram_business")
    source.add("media_history", {"id": 1, "user_id": USER, "username": "atelier.films", "created_time": SYNC, "caption": "coat"})
    source.add("media_insights", {"id": 1, "reel_views": 100, "like_count": 5, "_fivetran_id": "a"})
    url = f"sqlite:///{tmp_path / 'source.db'}"
    accounts = {str(USER): BRAND}
    (made.root / "pilaster.toml").write_text(connectors.settings(url, "instagram_business", BRAND, accounts=accounts), "utf-8")
    yield made, source
    source.engine.dispose()


def test_rows_become_facts_and_nothing_new_changes_nothing(ours):
    made, _ = ours
    first = made.night()
    before = made.mtimes("warehouse")

    second = made.night()

    (post,) = made.rows("fact_post_snapshot")
    told = ("format", "account", "is_own", "impressions", "likes", "observed_on", "observed_on_source", "caption")
    assert [post[name] for name in told] == [
        "fivetran_instagram_media_views", BRAND, True, 100, 5, date(2026, 10, 30), "content", "coat",
    ]  # fmt: skip
    assert (first.exit_code, len(first.files), second.exit_code, second.files) == (0, 1, 0, [])
    assert made.mtimes("warehouse") == before


def test_a_row_that_changes_at_the_source_is_a_new_observation_and_the_old_one_stays(ours):
    made, source = ours
    made.night()
    source.run(f"UPDATE media_insights SET reel_views = 140, _fivetran_synced = '{later(2)}'")

    made.night()

    assert [(row["observed_on"], row["impressions"]) for row in made.rows("fact_post_snapshot", order="observed_on")] == [
        (date(2026, 10, 30), 100),
        (date(2026, 11, 1), 140),
    ]
    (change,) = made.rows("fact_post_change")
    assert (change["impressions_delta"], change["span_days"]) == (40, 2)
    assert made.rows("dim_post")[0]["impressions"] == 140


def test_the_same_figures_synced_once_more_on_one_day_change_no_fact(ours):
    made, source = ours
    made.night()
    before = made.rows("dim_post")[0] | {"source_sha": ""}
    source.run(f"UPDATE media_insights SET _fivetran_synced = '{later(0.2)}'")

    made.night()

    assert made.rows("dim_post")[0] | {"source_sha": ""} == before
    assert made.ledger("SELECT sum(n_same_value) AS n FROM dispositions") == [{"n": 1}]


@pytest.mark.slow
def test_a_ledger_that_is_gone_comes_back_and_reads_no_row_twice(ours):
    made, source = ours
    made.night()
    source.run(f"UPDATE media_insights SET reel_views = 140, _fivetran_synced = '{later(2)}'")
    made.night()
    before = made.bytes("warehouse")
    files = made.ledger("SELECT sha, observed_at, observed_on_source, n_accepted FROM files ORDER BY sha")
    for path in made.root.glob("ledger.db*"):
        path.unlink()

    rebuild_ledger(workspace=made.root)
    after = made.night()

    assert made.bytes("warehouse") == before
    assert made.ledger("SELECT sha, observed_at, observed_on_source, n_accepted FROM files ORDER BY sha") == files
    assert after.landed == []


def test_verify_finds_the_archive_whole(ours):
    made, _ = ours
    made.night()

    assert check(str(made.root)).exit_code == 0


def test_a_source_that_cannot_be_read_is_told_and_the_night_goes_on(ours):
    made, _ = ours
    settings = (made.root / "pilaster.toml").read_text("utf-8")
    lost = '\n[sources.lost]\nurl = "sqlite:////nowhere/lost.db"\nconnector = "facebook_pages"\nbrand = "atelier"\n'
    (made.root / "pilaster.toml").write_text(settings + lost, "utf-8")
    made.land(instagram.content(instagram.post(1)))

    summary = made.night()

    assert summary.exit_code == 1
    assert [(error["code"], error["where"], error["found"]) for error in summary.skipped] == [
        ("database_source", "sources.lost (sqlite:////nowhere/lost.db)", "no such file")
    ]
    assert sorted(file["format"] for file in summary.files) == ["fivetran_instagram_media_views", "instagram_content"]


def test_a_night_of_other_brands_leaves_the_source_alone(ours):
    made, _ = ours
    made.strategy(brand="noord")

    from flows.night import night

    assert night(str(made.root), ["noord"]).landed == []


def test_an_address_may_stand_in_the_environment_and_its_absence_is_told(ours, monkeypatch, tmp_path):
    made, _ = ours
    (made.root / "pilaster.toml").write_text(connectors.settings("SOCIAL_DB", "instagram_business", BRAND), "utf-8")

    absent = made.night()
    monkeypatch.setenv("SOCIAL_DB", f"sqlite:///{tmp_path / 'source.db'}")
    there = made.night()

    assert (absent.exit_code, absent.skipped[0]["where"]) == (1, "sources.social, url")
    assert "environment variable SOCIAL_DB" in absent.skipped[0]["expected"]
    assert len(there.landed) == 1


def test_row_48_the_password_of_a_source_appears_nowhere(ours, monkeypatch, capsys):
    made, _ = ours
    (made.root / "pilaster.toml").write_text(connectors.settings("SOCIAL_DB", "instagram_business", BRAND), "utf-8")
    monkeypatch.setenv("SOCIAL_DB", f"postgresql://me:{CANARY}@127.0.0.1:1/social")

    exit_code = nightly(workspace=made.root, direct=True)

    shown = capsys.readouterr()
    assert exit_code == 1
    assert "not read sources.social (postgresql://me@127.0.0.1:1/social)" in shown.out
    assert CANARY not in shown.out + shown.err
    assert [path for path in made.root.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()] == []


def test_a_night_without_sources_imports_nothing_of_them(tmp_path):
    made = team(tmp_path / "ws")

    assert _imported(made, "'sql_sources' in name or name == 'flows.sources'") == ""


def test_a_night_with_a_source_and_nothing_new_imports_no_dataframe_library(ours):
    made, _ = ours
    made.night()

    assert _imported(made, "name in {'pandas', 'pyarrow', 'duckdb', 'great_expectations'}") == ""


def _imported(made, wanted):
    question = (
        f"import sys; from flows.night import night; night(sys.argv[1]); print(*[name for name in sys.modules if {wanted}])"
    )
    return subprocess.run([sys.executable, "-c", question, made.root], capture_output=True, check=True, text=True).stdout.strip()
