"""Old Insights exports as workbooks, .xls in XML and .xlsx: the same records as the CSV, slices set aside by name."""

import datetime as dt
from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from tests.builders.spreadsheetml import workbook_of
from tests.builders.workbooks import workbook
from tests.builders.workspace import team
from transforms.contracts.tables import TABLES
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract, read_records
from warehouse.inspection import inspect

PAGE = "100000000000077"
TAKEN = dt.datetime(2017, 8, 1, tzinfo=dt.UTC)
FIRST = ["Post ID", "Permalink", "Post Message", "Type", "Countries", "Languages", "Posted", "Audience Targeting"]
KEY_METRICS = [
    [*FIRST, "Lifetime Post Total Reach", "Lifetime Post Total Impressions", "Lifetime Post Consumptions"],
    [*[""] * 8, "Lifetime: People. (Unique Users)", "Lifetime: Impressions. (Total Count)", "Lifetime: Clicks. (Total Count)"],
    [
        f"{PAGE}_1",
        "https://a.example/1?x=1&y=2",
        "coats & <3",
        "Photo",
        "",
        "",
        "01/31/2017 11:40:16 PM",
        " ",
        "301",
        "537",
        "32",
    ],
    [f"{PAGE}_2", "https://a.example/2", "two\nlines", "Status", "", "", "02/01/2017 01:00:00 AM", " ", "0", "0", "0"],
]
PEOPLE = [[*FIRST, "share", "like"], [*KEY_METRICS[2][:8], "2", "10"]]
STORIES = [[*FIRST, "share", "like"], [*KEY_METRICS[2][:8], "3", "12"]]
SHEETS = {"Key Metrics": KEY_METRICS, "Lifetime Talking About This(...": PEOPLE, "Lifetime Post consumers by ty...": PEOPLE}
KEYS = ["post_impressions_unique:lifetime", "post_impressions:lifetime", "post_consumptions:lifetime"]
BY_KEY = {"Key Metrics": [[*FIRST, *KEYS], [*[""] * 8, *KEYS], *KEY_METRICS[2:]], "post_stories_by_action_type:...": PEOPLE}


def as_xml(path, sheets):
    path.write_bytes(workbook_of(sheets))
    return path


def as_broken_xml(path, sheets):
    """As Facebook wrote them: an `&` and a `<` of a post stand there bare, and a cell is not closed."""
    text = workbook_of(sheets).decode().replace("&amp;", "&").replace("&lt;", "<")
    path.write_bytes(text.replace("</Data></Cell>", "</Data>", 1).encode())
    return path


def named_aside(outcome):
    """The tabs that a note says were set aside: one note names all of one reason."""
    notes = [note.removeprefix("set aside: ") for note in outcome.notes if note.startswith("set aside: ")]
    return [tab for note in notes for tab in note.partition(": one family of columns")[0].split(", ")]


def extracted(path, out):
    outcome, rows, _ = staged(path, out)
    return outcome, rows


def staged(path, out):
    """The outcome, the rows of records, and the rows that their columns became."""
    strategy = Strategy(brand="lune", time_zone="UTC", accounts=(Account(platform="facebook", handle="maison lune", id=PAGE),))
    file = SourceFile("lune", "ab" * 32, path.name, (), TAKEN, TAKEN.date(), "mtime")
    outcomes, batches = extract([file], {("lune", file.sha): path}, {"lune": strategy}, out)
    rows: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for name, paths in batches.items():
        found = [row for each in paths for row in pa.ipc.open_file(each).read_all().to_pylist()]
        rows[TABLES[name].many_per_record].extend(found)
    return outcomes[0], rows[False], rows[True]


@pytest.mark.parametrize("write", [as_xml, as_broken_xml, workbook])
@pytest.mark.parametrize("sheets", [SHEETS, BY_KEY], ids=["labels", "keys"])
def test_the_posts_of_a_workbook_are_those_of_the_csv(write, sheets, tmp_path):
    """Trap 19."""
    path = write(tmp_path / ("export.xlsx" if write is workbook else "export.xls"), sheets)

    outcome, rows = extracted(path, tmp_path / "staging")

    assert (outcome.format, outcome.n_records, outcome.n_structural, outcome.held_code) == ("facebook_insights_posts", 2, 1, None)
    assert [(row["post_id"], row["reach"], row["impressions"], row["clicks"], row["parse_error"]) for row in rows] == [
        ("1", 301, 537, 32, None),
        ("2", 0, 0, 0, None),
    ]
    assert [row["caption"] for row in rows] == ["coats & <3", "two\nlines"]
    assert rows[0]["published_at"] == dt.datetime(2017, 2, 1, 7, 40, 16, tzinfo=dt.UTC)
    assert named_aside(outcome) == [tab for tab in sheets if tab != "Key Metrics"]
    (shown,) = read_records(path, [rows[0]["source_line"]]).values()
    assert shown["Post Message"] == "coats & <3"
    assert [seen.format for seen in inspect([path]) if not seen.set_aside] == ["facebook_insights_posts"]


def test_actions_and_clicks_come_from_sheets_of_their_own(tmp_path):
    """Two sheets have the same headers, for actions and for the people behind them: the tab alone tells."""
    clicks = [[*FIRST, "link clicks", "other clicks"], [*KEY_METRICS[2][:8], "7", "25"]]
    sheets = SHEETS | {"Lifetime Post Stories by act...": STORIES, "Lifetime Post Consumptions b...": clicks}

    outcome, rows = extracted(workbook(tmp_path / "export.xlsx", sheets), tmp_path / "staging")

    names = ("impressions", "likes", "comments", "shares", "link_clicks")
    told = {(row["format"], row["post_id"]): tuple(row[name] for name in names) for row in rows}
    assert told == {
        ("facebook_insights_posts", "1"): (537, None, None, None, None),
        ("facebook_insights_posts", "2"): (0, None, None, None, None),
        ("facebook_insights_actions", "1"): (None, 12, None, 3, None),
        ("facebook_insights_clicks", "1"): (None, None, None, None, 7),
    }
    assert (outcome.format, outcome.n_records, outcome.unknown_columns) == ("facebook_insights_posts", 4, ())
    assert len(named_aside(outcome)) == 2


def test_a_workbook_becomes_one_post_with_all_that_its_sheets_say(tmp_path):
    made = team(tmp_path / "workspace", brand="lune")
    made.strategy("lune", "UTC", [{"platform": "facebook", "handle": "maison lune", "id": PAGE}])
    path = made.root / "landing" / "lune" / "export.xlsx"
    workbook(path, SHEETS | {"Lifetime Post Stories by act...": STORIES})
    path.with_name("export.xlsx.observed").write_text("2017-03-01", "utf-8")

    made.night()
    before = made.bytes(), made.mtimes()
    made.night()

    posts = {row["post_id"]: row for row in made.rows("dim_post", "lune")}
    told = {key: (row["account"], row["impressions"], row["reach"], row["likes"], row["shares"]) for key, row in posts.items()}
    assert told == {"1": ("maison lune", 537, 301, 12, 3), "2": ("maison lune", 0, 0, None, None)}
    assert (made.bytes(), made.mtimes()) == before


def test_a_sheet_that_nobody_knows_holds_the_workbook(tmp_path):
    path = as_xml(tmp_path / "export.xls", {"Key Metrics": KEY_METRICS, "My own sums": [["Post ID", "Mine"], [f"{PAGE}_1", "7"]]})

    outcome, rows = extracted(path, tmp_path / "staging")

    assert (outcome.held_code, rows) == ("unrecognised_format", [])
    assert "My own sums" in outcome.where


def test_a_workbook_in_xml_that_was_cut_off_is_held(tmp_path):
    path = tmp_path / "export.xls"
    path.write_bytes(workbook_of(SHEETS)[:-400])

    outcome, rows = extracted(path, tmp_path / "staging")

    assert (outcome.held_code, rows) == ("unreadable_file", [])
    assert "cut off or damaged" in outcome.found


def test_the_page_by_day_comes_as_a_workbook_too(tmp_path):
    days = [
        ["Date", "Lifetime Total Likes", "Daily New Likes"],
        ["", "Lifetime: Likes. (Unique Users)", "Daily: New. (Unique Users)"],
    ]
    sheets = {
        "Key Metrics": [*days, ["1/30/2017", "797", "5"]],
        "Daily Like Sources": [["Date", "api"], ["1/30/2017", "5"]],
        "Lifetime Likes by Country": [["Date", "GB", "NL"], ["1/30/2017", "4", "700"], ["1/31/2017", "", ""]],
        "Lifetime Likes by Gender and...": [["Date", "F.25-34", "U.65+"], ["1/30/2017", "300", "1"]],
    }

    outcome, rows, audience = staged(as_xml(tmp_path / "export.xls", sheets), tmp_path / "staging")

    assert (outcome.format, outcome.assigned_account, outcome.held_code) == ("facebook_insights_page", "maison lune", None)
    assert [(row["activity_date"], row["followers"], row["follows"]) for row in rows] == [(dt.date(2017, 1, 30), 797, 5)]
    assert {(row["dimension"], row["dimension_value"]): row["audience_count"] for row in audience} == {
        ("country", "GB"): 4,
        ("country", "NL"): 700,
        ("age_gender", "25-34 female"): 300,
        ("age_gender", "65+ unknown"): 1,
    }
    assert {(row["period"], row["account_handle"], row["parse_error"]) for row in audience} == {
        ("2017-01-30", "maison lune", None)
    }
    assert named_aside(outcome) == ["Daily Like Sources"]


def test_a_real_workbook_says_where_its_times_are_days(exports, tmp_path):
    path = exports / "facebook" / "nplf_Facebook Posts Q1andQ2.xlsx"

    outcome, rows = extracted(path, tmp_path / "staging")

    assert outcome.encoding == "xlsx"
    assert Counter(row["published_at_source"] for row in rows) == {"zoned": 91, "date": 55}
    assert {row["account_id"] for row in rows} == {"97150433029"}


def test_posts_were_published_by_day_if_their_times_are_pacific(exports, tmp_path):
    """FORMATS has the zone as uncertain: this page is in Stockholm, and would have posted at night by any other reading."""
    path = next((exports / "facebook").glob("*(Post Level)*2016-02-15.csv"))

    _, rows = extracted(path, tmp_path / "staging")

    hours = Counter(row["published_at"].astimezone(ZoneInfo("Europe/Stockholm")).hour for row in rows)
    assert sum(n for hour, n in hours.items() if hour >= 7) == 168
    assert sum(hours.values()) == 170
