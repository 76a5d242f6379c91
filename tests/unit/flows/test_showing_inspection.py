"""What `pilaster inspect` says: words of a social team, the parts of one file together, and a table that stays short."""

import json

import pytest

from flows.commands.inspect import inspect
from flows.demo import facebook_videos, linkedin, meta, shop
from flows.showing.folding import by_reason, families
from tests.builders import instagram

AT = instagram.at(2026, 11, 2, 7)
JARGON = ("NULL", "utf-", "Traceback", "raw only", "lifetime;", "dtype", "None")


def told(tmp_path, capsys, name, data):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    code = inspect(path, workspace=tmp_path)
    out = capsys.readouterr().out
    assert [word for word in JARGON if word in out] == []
    return code, out


def test_the_tables_of_one_file_are_shown_under_it(tmp_path, capsys):
    code, out = told(tmp_path, capsys, "facebook/Audience.csv", meta.audience(3))

    assert code == 0
    assert out.count("Audience.csv") == 1
    assert "3 tables in it; can be taken" in out
    assert [line.strip() for line in out.splitlines() if line.strip() in {"Age & gender", "Top countries", "Top cities"}] == [
        "Age & gender",
        "Top countries",
        "Top cities",
    ]
    assert out.count("it names no account: it counts for the brand's only account there.") == 1


def test_a_workbook_is_one_file_with_its_sheets(tmp_path, capsys):
    posts = shop.posts(seed=7, per_week=2, kinds=("image", "text"), typical_views=700)
    first, last = list(shop.months())[-1]

    code, out = told(tmp_path, capsys, linkedin.content_name(AT), linkedin.content(posts, first, last, AT))

    assert (code, out.count(".xlsx\n")) == (0, 1)
    assert "2 tables in it; can be taken" in out
    assert "31 records, one row per account and day; days 2026-10-01 to 2026-10-31" in out
    assert "LinkedIn posts (content, All posts)" in out


def test_one_spoilt_table_holds_the_file_and_says_what_to_do(tmp_path, capsys):
    spoilt = meta.audience(3).decode("utf-16").replace('"14.4"', '"14.апр"').encode("utf-16")

    code, out = told(tmp_path, capsys, "facebook/Audience.csv", spoilt)

    assert code == 1
    assert "3 tables in it; the whole file would be held, because of: Age & gender" in out
    assert "a spreadsheet took decimals for days" in out
    assert "what to do: download the export again, and do not open it in a spreadsheet" in out


def test_a_file_that_nobody_knows_is_told_with_what_to_do(tmp_path, capsys):
    code, out = told(tmp_path, capsys, "loyalty.csv", b"card;customer since;points\n4711;2024-03-01;120\n")

    assert code == 1
    assert "would be held: columns card, customer since, points (unrecognised_format)" in out
    assert "what to do: check what was exported; `pilaster inspect --draft FILE` writes a first format for it" in out


def test_positions_of_a_curve_are_one_line(tmp_path, capsys):
    posts = shop.posts(seed=4, per_week=3, kinds=("video",), typical_views=2_600)

    code, out = told(tmp_path, capsys, "videos.csv", facebook_videos.videos(posts, AT))

    assert code == 0
    assert "Percentage of total views at interval … (41 columns: 0, 1, 2, 3, 4, 5 and 35 more)" in out
    assert len(out.splitlines()) < 40


def test_unknown_columns_do_not_fill_the_screen(tmp_path, capsys):
    header = [*instagram.HEADER, *(f"Novelty {n}" for n in range(300))]

    code, out = told(tmp_path, capsys, "wide.csv", instagram.content(instagram.post(), header=header))

    assert code == 0
    assert "and 288 more" in out
    assert len(out.splitlines()) < 60


def test_for_machines_nothing_is_folded(tmp_path, capsys):
    path = tmp_path / "videos.csv"
    posts = shop.posts(seed=4, per_week=1, kinds=("video",), typical_views=2_600)
    path.write_bytes(facebook_videos.videos(posts, AT))

    assert inspect(path, workspace=tmp_path, json=True) == 0

    (seen,) = json.loads(capsys.readouterr().out)
    assert sum(name == "retention_share" for name in seen["columns"].values()) == 41


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        ({"Likes": "likes", "Shares": "shares"}, [(["Likes"], "likes"), (["Shares"], "shares")]),
        ({"Views": "impressions", "Views again": "impressions"}, [(["Views"], "impressions"), (["Views again"], "impressions")]),
        (dict.fromkeys(("BG", "DE", "ES", "GB"), "share"), [(["BG", "DE", "ES", "GB"], "share")]),
        (
            {f"{family} - {place}": "people" for family in ("City", "Country") for place in "abcd"},
            [([f"City - {place}" for place in "abcd"], "people"), ([f"Country - {place}" for place in "abcd"], "people")],
        ),
    ],
    ids=["each its own", "a few alike", "headers are values", "two families"],
)
def test_columns_are_folded_by_family(columns, lines):
    assert families(columns) == lines


def test_columns_that_are_left_out_alike_share_a_line():
    why = {"Saves rate": "a ratio", "Country": "people; it stays in raw", "City": "people; it stays in raw"}

    assert by_reason(why) == {"a ratio": ["Saves rate"], "people": ["Country", "City"]}
