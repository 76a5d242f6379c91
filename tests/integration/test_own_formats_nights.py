"""A format that a workspace brings as YAML, from the file in landing/ to the report."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from flows.backfilling import backfill
from flows.checking import check
from flows.night import as_it_is, night
from flows.outlook import ask
from flows.rebuilding import rebuild_ledger
from flows.repairing import repair
from tests.builders import own_formats, x
from tests.builders.workspace import BRAND, team
from transforms.exports.examples import example_text
from warehouse.ledger.own_formats import read_changed_again
from warehouse.workspace import Workspace, read_formats

LOOPS_ACCOUNT = {"platform": "loops", "handle": "atelier.loops"}


def write(made, name, text):
    path = made.root / "formats" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def states(made):
    return {row["name"]: row["state"] for row in made.ledger("SELECT name, state FROM files")}


def published(made):
    return next(row for row in made.rows("rpt_engagement") if row["platform"] == "loops" and row["basis"] == "published")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    made = team(tmp_path_factory.mktemp("loops") / "w", accounts=[LOOPS_ACCOUNT])
    write(made, "loops", own_formats.LOOPS_FORMAT)
    made.land(own_formats.LOOPS.encode(), "loops.csv")
    made.night()
    return made


@pytest.fixture
def taken(template, tmp_path):
    """A workspace after the night that took an export in a format of its own."""
    return template.again(tmp_path)


def test_a_format_by_yaml_alone_reaches_the_report(tmp_path):
    made = team(tmp_path, accounts=[LOOPS_ACCOUNT])
    made.land(own_formats.LOOPS.encode(), "loops.csv")

    held = made.night()
    write(made, "loops", own_formats.LOOPS_FORMAT)
    taken = made.night()

    assert (held.held[0]["hold"]["code"], held.exit_code) == ("unrecognised_format", 1)
    assert (len(taken.taken), taken.exit_code, taken.format_errors) == (1, 0, [])
    posts = {row["post_id"]: row for row in made.rows("fact_post_snapshot")}
    assert {name: (row["impressions"], row["likes"], row["comments"]) for name, row in posts.items()} == {
        "c-1": (1200, 80, 4),
        "c-2": (12_500_000, 1000, None),
        "c-3": (7, 0, 0),
    }
    assert posts["c-1"]["watch_time_s"] == Decimal(9000)
    assert posts["c-1"]["published_at"] == dt.datetime(2026, 10, 2, 22, tzinfo=dt.UTC), "midnight in Amsterdam"
    report = published(made)
    assert (report["month"], report["account"], report["n_posts"]) == ("2026-10", "atelier.loops", 3)
    assert (report["impressions"], report["exposure_metric"], report["likes"]) == (12_501_207, "loops", 1080)
    assert (report["comments"], report["comments_n_missing"], report["engagements"]) == (4, 1, 1084)
    assert report["eri_numerator"], report["eri_denominator"] == (1084, 12_501_207)
    assert {row["platform"] for row in made.rows("dim_platform", brand="")} >= {"loops", "instagram"}


def test_a_word_that_changes_reads_again_what_was_taken_and_the_same_words_touch_nothing(taken):
    write(taken, "loops", "# a remark\n" + own_formats.LOOPS_FORMAT)
    before = taken.mtimes()
    quiet = taken.night()
    assert (quiet.files, taken.mtimes()) == ([], before)

    write(taken, "loops", own_formats.LOOPS_FORMAT.replace("likes: Hearts", "saves: Hearts"))
    again = taken.night()

    assert len(again.taken) == 1
    report = published(taken)
    assert (report["likes"], report["saves"], report["engagements"]) == (None, 1080, 1084)
    assert taken.night().files == []


@pytest.mark.slow
def test_a_broken_file_is_told_and_stops_neither_the_night_nor_what_was_taken_under_it(tmp_path):
    made = team(tmp_path, accounts=[LOOPS_ACCOUNT | {"exports": [{"format": "loops", "every": "month"}]}])
    write(made, "loops", own_formats.LOOPS_FORMAT)
    made.land(own_formats.LOOPS.encode(), "loops.csv")
    made.night()
    before = made.bytes("warehouse")

    write(made, "loops", own_formats.LOOPS_FORMAT.replace("grain: post", "grian: post"))
    summary = made.night()

    assert summary.exit_code == 1
    assert "grian; the nearest that is known is grain" in summary.format_errors[0]
    assert states(made) == {"loops.csv": "taken"}
    assert made.bytes("warehouse") == before

    made.land(own_formats.LOOPS.replace("c-1", "c-9").encode(), "more.csv")
    made.night()
    assert states(made) == {"loops.csv": "taken", "more.csv": "held"}

    write(made, "loops", own_formats.LOOPS_FORMAT)
    made.night()
    assert states(made) == {"loops.csv": "taken", "more.csv": "taken"}
    assert published(made)["n_posts"] == 4


def break_words(made):
    write(made, "loops", own_formats.LOOPS_FORMAT.replace("grain: post", "grian: post"))


def test_a_broken_file_leaves_what_was_refused_in_part_as_it_was(tmp_path):
    """A changed judge looks at such exports again; without their words nobody can, and their rows must not go."""
    made = team(tmp_path, accounts=[LOOPS_ACCOUNT])
    write(made, "loops", own_formats.LOOPS_FORMAT)
    made.land(own_formats.LOOPS.replace("1.200;80", "1.200;-80").encode(), "loops.csv")
    refused = made.night()
    before = made.bytes("warehouse")

    break_words(made)
    summary = made.night()

    assert refused.n_quarantined == 1
    assert (summary.exit_code, summary.held, states(made)) == (1, [], {"loops.csv": "taken"})
    after = made.bytes("warehouse")
    assert [name for name, data in after.items() if before[name] != data] == []


@pytest.mark.parametrize("how", ["a night that meets it", "repair"])
def test_a_damaged_file_is_not_built_again_without_the_words_that_it_was_read_with(how, taken):
    """Its rows would leave the facts. The brand waits for the file in formats/, and says so."""
    before = taken.bytes("warehouse")
    fact = next((taken.root / "warehouse" / "fact_post_snapshot").iterdir())
    fact.write_bytes(fact.read_bytes()[:-4] + b"1234")
    break_words(taken)
    if how == "repair":
        left = repair(taken.root).left
        assert {finding.kind for finding in left} == {"format_file", "marked_partition"}
    else:
        taken.land(x.content(x.post(1)), "x.csv")
        (told,) = taken.night().skipped
        assert (told["where"], told["code"]) == ("formats/loops.yaml", "damaged_export")
        (taken.root / "landing" / BRAND / "x.csv").unlink()
    assert states(taken)["loops.csv"] == "taken"

    write(taken, "loops", own_formats.LOOPS_FORMAT)
    taken.night()

    assert published(taken)["n_posts"] == 3
    assert check(str(taken.root)).findings == []
    if how == "repair":
        assert taken.bytes("warehouse") == before


def test_a_file_that_is_taken_away_takes_along_what_only_it_could_read(taken):
    (taken.root / "formats" / "loops.yaml").unlink()
    taken.night()

    assert states(taken) == {"loops.csv": "held"}
    assert taken.rows("fact_post_snapshot") == []


def test_a_lost_ledger_finds_the_same_files_again(taken):
    before = taken.bytes("warehouse")

    for path in taken.root.glob("ledger.db*"):
        path.unlink()
    rebuild_ledger(taken.root)

    assert taken.bytes("warehouse") == before
    assert taken.night().files == []


def test_a_language_added_reads_only_the_exports_that_have_its_headers_again(tmp_path):
    made = team(tmp_path, accounts=[{"platform": "x", "handle": "atelier"}])
    header = "Post id,Date,Post text,Link,Impressions,{likes},Reposts\n"
    row = '{id},"{day}",hello,https://x.com/atelier/status/{id},100,{n},2\n'
    english, dutch = x.post_id(dt.datetime(2026, 8, 3, 12, tzinfo=dt.UTC)), x.post_id(dt.datetime(2026, 10, 1, 12, tzinfo=dt.UTC))
    told = header.format(likes="Likes") + row.format(id=english, day="Mon, Aug 3, 2026", n=5)
    made.land(told.encode(), "english.csv")
    told = header.format(likes="Vind-ik-leuks") + row.format(id=dutch, day="Thu, Oct 1, 2026", n=7)
    made.land(told.encode(), "dutch.csv")
    made.night()
    assert sorted(post["likes"] or 0 for post in made.rows("dim_post")) == [0, 5]

    write(made, "nederlands", "extends: x_content\nlanguage: nl\ncolumns: {likes: Vind-ik-leuks}\n")
    again = made.night()

    assert [file["name"] for file in again.files] == ["dutch.csv"]
    assert sorted(post["likes"] for post in made.rows("dim_post")) == [5, 7]
    stored = made.ledger("SELECT name, format, told FROM own_formats")
    assert [(each["name"], each["format"], json.loads(each["told"])["language"]) for each in stored] == [
        ("nederlands", "x_content", "nl")
    ]


def test_the_shipped_examples_carry_vine_and_klout(tmp_path):
    vine = {"platform": "vine", "handle": "atelier"}
    made = team(tmp_path, accounts=[vine], creators=[{"name": "A Creator", "handles": {"x": "a.creator"}}])
    for name in ("vine_archive", "klout_scores"):
        write(made, name, example_text(name))
    taken = dt.datetime(2014, 4, 1, 7, tzinfo=dt.UTC)
    made.land(own_formats.VINE.encode(), "vine.csv", taken=taken)
    made.land(own_formats.KLOUT.encode(), "klout.csv", taken=taken)

    summary = made.night()

    assert (len(summary.taken), summary.exit_code, summary.format_errors) == (2, 0, [])
    report = next(row for row in made.rows("rpt_engagement") if row["basis"] == "published")
    assert (report["platform"], report["month"], report["impressions"], report["exposure_metric"]) == (
        "vine", "2014-03", 6000, "loops",
    )  # fmt: skip
    assert (report["engagements"], report["shares"]) == (61, 8)
    scores = [(row["account_handle"], row["activity_date"].day, row["klout_score"]) for row in made.rows("fact_creator_snapshot")]
    assert scores == [("a.creator", 1, Decimal("63.27")), ("a.creator", 2, Decimal(64)), ("b.creator", 2, None)]


def test_words_that_change_while_a_night_runs_win(tmp_path):
    """FAULTS 12: what the night made of the file does not stand, and the next one reads it by the new words."""
    made = team(tmp_path, accounts=[LOOPS_ACCOUNT])
    write(made, "loops", own_formats.LOOPS_FORMAT)
    made.land(own_formats.LOOPS.encode(), "loops.csv")

    def runner(verb, run):
        if verb == "publish":
            write(made, "loops", own_formats.LOOPS_FORMAT.replace("likes: Hearts", "saves: Hearts"))
            read_changed_again(run.ledger, read_formats(run.workspace)[0])
        return as_it_is(verb, run)

    night(str(made.root), runner=runner)
    assert states(made) == {"loops.csv": "received"}
    made.night()

    assert (published(made)["likes"], published(made)["saves"]) == (None, 1080)


def test_verify_names_a_broken_file(tmp_path):
    made = team(tmp_path, accounts=[LOOPS_ACCOUNT])
    write(made, "loops", "title: Loops\nplatform: loops\n")
    made.night()

    (finding,) = check(str(made.root)).findings

    assert (finding.kind, finding.where) == ("format_file", "formats/loops.yaml, line 1, grain")


@pytest.mark.slow
def test_a_backfill_reads_with_the_same_formats_and_leaves_the_same_files(tmp_path):
    filled, made = team(tmp_path / "filled", accounts=[LOOPS_ACCOUNT]), team(tmp_path / "made", accounts=[LOOPS_ACCOUNT])
    for each in (filled, made):
        write(each, "loops", own_formats.LOOPS_FORMAT)
        each.land(own_formats.LOOPS.encode(), "loops.csv")
    made.night()

    asked = ask(Workspace(filled.root), "2026-01", "2026-12", None, None, replay=False)
    assert backfill(str(filled.root), asked).exit_code == 0
    assert filled.bytes("warehouse") == made.bytes("warehouse")

    # Words that change are read again by a backfill too.
    for each in (filled, made):
        write(each, "loops", own_formats.LOOPS_FORMAT.replace("likes: Hearts", "saves: Hearts"))
    made.night()
    assert backfill(str(filled.root), asked).exit_code == 0
    assert filled.bytes("warehouse") == made.bytes("warehouse")
