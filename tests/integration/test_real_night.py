"""One night over every real file of four platforms in one workspace: outcomes as written down, facts equal to plain csv."""

import shutil
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import pytest

from tests.builders.workspace import team
from tests.integration import subprocesses
from tests.integration.real_exports import BRANDS, EXPECTED, HELD, TAKEN, accounts, brand_of, digest, plain_records, slug, total
from tests.properties.recomputing import assert_recomputed, latest_of
from transforms.contracts.tables import TABLES

FACTS = ("fact_post_snapshot", "fact_post_daily", "fact_account_daily")


@pytest.fixture(scope="module")
def night(exports, tmp_path_factory):
    """The workspace after its night, and the night's own summary."""
    made = team(tmp_path_factory.mktemp("real"), brand="oigetit")
    for brand in BRANDS:
        made.strategy(slug(brand), "UTC", accounts(brand))
    for name in EXPECTED:
        platform, _, file = name.partition("/")
        target = made.root / "landing" / slug(brand_of(name)) / platform / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(exports / name, target)
        target.with_name(f"{file}.observed").write_text("2026-01-31T00:00:00Z", "utf-8")
    return made, made.night()


@pytest.fixture(scope="module")
def counted(exports):
    """(brand, format) → one row of measures per key, by nothing but csv; of files with equal bytes one counts."""
    found: dict[tuple[str, str], dict[Any, Any]] = defaultdict(dict)
    distinct = {(slug(brand_of(name)), digest(exports / name)): name for name in TAKEN}
    for (brand, sha), name in distinct.items():
        format_ = TAKEN[name].format
        for key, row in plain_records(exports / name, format_):
            if not key[0]:
                continue
            # Two files that tell of one thing at one moment: more cells win, then the lower sha.
            weight = -sum(value is not None for value in row.values()), sha
            before = found[brand, format_].get(key)
            if before is None or weight < before[0]:
                found[brand, format_][key] = (weight, row)
    return {key: [row for _, row in rows.values()] for key, rows in found.items()}


@pytest.fixture(scope="module")
def facts(night):
    """(brand, format) → rows of the facts."""
    made, _ = night
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for table in FACTS:
        for brand in BRANDS:
            for row in made.rows(table, slug(brand)):
                found[slug(brand), row["format"]].append({name: row[name] for name in TABLES[table].columns})
    return found


def test_every_real_file_ends_as_it_was_written_down(night, exports):
    made, _ = night
    rows = {(row["brand"], row["sha"]): row for row in made.ledger("SELECT * FROM files")}

    assert rows.keys() == {(slug(brand_of(name)), digest(exports / name)) for name in EXPECTED}
    for name in EXPECTED:
        row = rows[slug(brand_of(name)), digest(exports / name)]
        if name in TAKEN:
            found = (row["format"], row["n_records"], row["n_structural"], row["n_quarantined"])
            assert (row["state"], *found) == ("taken", *TAKEN[name]), name
            assert row["n_records"] == row["n_accepted"] + row["n_quarantined"] + row["n_duplicates"], name
        else:
            assert row["state"] == "held"
            assert HELD[name].code in row["hold"]


def test_the_night_adds_up(night):
    """Every identity once: three of the files are others over again."""
    made, _ = night
    rows = made.ledger("SELECT * FROM files")

    assert len(rows) == len(EXPECTED) - 3
    assert Counter(row["state"] for row in rows) == {"taken": 51}
    taken = [row for row in rows if row["state"] == "taken"]
    counts = ("n_records", "n_accepted", "n_quarantined", "n_duplicates")
    assert [sum(row[name] for row in taken) for name in counts] == [10_709, 10_708, 1, 0]


def test_the_facts_hold_as_many_records_as_plain_csv_counts(facts, counted):
    assert {key: len(rows) for key, rows in facts.items()} == {key: len(rows) for key, rows in counted.items()}


def test_every_metric_sums_to_what_plain_csv_sums(facts, counted):
    for key, rows in counted.items():
        names = {name for row in rows for name in row} - {"duration_s"}
        found = {name: total(row[name] for row in facts[key]) for name in names}
        assert found == {name: total(row.get(name) for row in rows) for name in names}, key


def test_no_fact_counts_what_plain_csv_does_not(facts, counted):
    """A measure that only the code finds would be read from a wrong column."""
    for key, rows in facts.items():
        supplied = {name for row in rows for name, value in row.items() if isinstance(value, int | Decimal)}
        measures = {name for table in FACTS for name in TABLES[table].select(("A", "A-p", "N", "S"))} - {"engagements"}
        assert supplied & measures <= {name for row in counted[key] for name in row}, key


def test_the_second_night_changes_nothing_and_loads_nothing_heavy(night):
    made, _ = night
    bytes_before, mtimes_before = made.bytes(), made.mtimes()

    heavy, exit_code = subprocesses.night(made.root, "--direct")

    assert (heavy, exit_code) == ([], 0)
    assert made.mtimes() == mtimes_before
    assert made.bytes() == bytes_before


def test_posts_and_pages_of_others_do_not_count_as_ours(night):
    made, _ = night
    brands = [slug(brand) for brand in BRANDS]
    strange = {row["account"] for brand in brands for row in made.rows("fact_post_snapshot", brand) if not row["is_own"]}
    reported = {row["account"] for brand in brands for row in made.rows("rpt_engagement", brand)}

    assert strange & reported == set()
    assert reported <= {handle for on in BRANDS.values() for handles in on.values() for handle in handles}


def test_a_period_that_nothing_names_counts_in_no_report_of_posts(night, facts):
    """These tables of YouTube were saved without the folder that tells their period: their views are nobody's lifetime."""
    made, _ = night
    published = [
        row
        for brand in BRANDS
        for row in made.rows("rpt_engagement", slug(brand))
        if (row["platform"], row["basis"]) == ("youtube", "published")
    ]

    videos = [row for (_, format_), rows in facts.items() if format_ == "youtube_table" for row in rows]
    assert len(videos) > 1_000
    assert sum(row["n_posts"] for row in published) == sum(row["published_at"] is not None for row in videos)
    assert {row["impressions"] for row in published} == {None}


def test_every_engagement_report_is_what_plain_python_makes_of_the_facts(night):
    made, _ = night

    n_cells = sum(assert_recomputed(made, slug(brand), "UTC", latest_of(made, slug(brand))) for brand in BRANDS)

    assert n_cells > 10_000
