"""Every optional column of every export, left out once: what depends on it is NULL, never 0, and n_missing says so.

One brand per export that lacks a column, all of them in one night.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.builders.workspace import Team, team
from transforms.contracts.engagement_columns import MADE_OF_OTHERS, PER_POST, RATES, SUMMED
from transforms.exports.model import SEVERAL, Format
from transforms.exports.register import FORMATS

FIRST = datetime(2026, 10, 5, 12, 30, tzinfo=UTC)
TAKEN = datetime(2026, 11, 20, 7, tzinfo=UTC)
HANDLE, NAME, ID = "atelierlumen", "Atelier Lumen", "100000000000042"
COUNT = 4
# How a moment looks in each way of writing that a format names.
WRITTEN = {
    "MM/DD/YYYY": "%m/%d/%Y", "YYYY-MM-DDThh:mm:ss": "%Y-%m-%dT00:00:00", "Www Mmm D YYYY": "%a, %b %d, %Y",
    "YYYY-MM-DD": "%Y-%m-%d", "YYYY/MM/DD": "%Y/%m/%d", "MM-DD-YYYY": "%m-%d-%Y", "MM/DD/YYYY hh:mm": "%m/%d/%Y %H:%M",
    "MM/DD/YYYY hh:mm:ss AM": "%m/%d/%Y %I:%M:%S %p", "YYYY-MM-DD hh:mm +hhmm": "%Y-%m-%d %H:%M +0000",
    "Mmm D, YYYY": "%b %d, %Y", "YYYY/MM/DD hh:mm:ss": "%Y/%m/%d %H:%M:%S", "YYYY-MM-DDThh:mm:ss.f": "%Y-%m-%dT%H:%M:%S.000Z",
    "MM/DD/YYYY hh:mm am": "%m/%d/%Y %I:%M %p", "YYYY-MM-DDThh:mm:ss+hh:mm": "%Y-%m-%dT%H:%M:%S+00:00",
}  # fmt: skip
# Ids that carry the moment of creation, in milliseconds since the epoch or seconds.
IDS = {
    "x": lambda ms: (ms - 1_288_834_974_657) << 22,
    "tiktok": lambda ms: (ms // 1000) << 32,
    "linkedin": lambda ms: ms << 22,
}
LINKS = {
    "x": f"https://x.com/{HANDLE}/status/{{id}}",
    "tiktok": f"https://www.tiktok.com/@{HANDLE}/video/{{id}}",
    "linkedin": "https://www.linkedin.com/feed/update/urn:li:activity:{id}",
}
# Where an export names a post by more than its id.
SHOWN = {"instagram_download_posts": "media/posts/{id}.jpg"}
# These tell of posts or accounts, but their numbers are in no engagement report.
NOT_REPORTED = {
    "linkedin_person_posts_impressions": "a period that nothing names",
    "linkedin_person_posts_engagements": "a period that nothing names",
}


@dataclass(frozen=True)
class Case:
    """An export, and the column that it lacks."""

    brand: str
    format: Format
    lacks: str | None

    @property
    def platform(self) -> str:
        """Whose numbers they are; formats of several platforms name it."""
        return "instagram" if self.format.platform == SEVERAL else self.format.platform


def tabular() -> list[Format]:
    """Formats whose records are posts or days of an account."""
    tables = {"staging_post", "staging_account_daily"}
    taken = [each for each in FORMATS.values() if each.table in tables and not each.not_taken]
    return [each for each in taken if not each.partial and each.id not in NOT_REPORTED]


def cases() -> Iterator[Case]:
    """Every format with all its columns, then without each optional one."""
    for at, each in enumerate(tabular()):
        measured = {field.name for field in each.fields} & {*SUMMED, "thumbnail_ctr", "avg_view_share", "reach", "followers"}
        for number, lacks in enumerate((None, *sorted(measured - set(each.required)))):
            yield Case(f"b{at:02d}x{number:02d}", each, lacks)


CASES = list(cases())


def file_of(case: Case) -> bytes:
    names = [name for name in dict.fromkeys(field.name for field in case.format.fields) if name != case.lacks]
    headers = [next(field.aliases[0] for field in case.format.fields if field.name == name) for name in names]
    out = io.StringIO()
    writer = csv.writer(out)
    for lines in (case.format.above, case.format.titles):
        writer.writerows([[line] for line in lines[:1]])
    writer.writerow(headers)
    for number in range(COUNT):
        moment = FIRST + timedelta(days=number)
        writer.writerow([cell(case, name, number, moment) for name in names])
    return out.getvalue().encode()


def cell(case: Case, name: str, number: int, moment: datetime) -> object:
    format_ = case.format
    if name == "activity_date":
        is_post = format_.table == "staging_post"
        return format_.lifetime[0] if is_post and format_.lifetime else moment.strftime(WRITTEN[format_.days[0]])
    if name == "published_at":
        # %s would be the machine's own clock
        is_unix = format_.moments[0] == "unix seconds"
        return round(moment.timestamp()) if is_unix else moment.strftime(WRITTEN[format_.moments[0]])
    if name in {"observed_at", "observed_on"}:
        return TAKEN.strftime("%Y-%m-%dT%H:%M:%S.000Z" if name == "observed_at" else "%Y-%m-%d")
    numeric = {"impressions", *SUMMED, "reach", "followers", *format_.counts, *format_.numbers}
    if name in numeric:
        percent = format_.numbers.get(name) == "percent"
        clock = format_.numbers.get(name) == "clock"
        return "0:00:07" if clock else f"{5 + number}.25" if percent else 100 + number if name != "impressions" else 5000
    return words(case, number, moment).get(name, "")


def words(case: Case, number: int, moment: datetime) -> Mapping[str, object]:
    ms = round(moment.timestamp() * 1000)
    post_id = str(IDS[case.platform](ms) if case.platform in IDS else 17_900_000_000_000_001 + number)
    link = LINKS.get(case.platform, "https://www.example.org/{id}").format(id=post_id)
    shown = f"{ID}_{number}77" if case.format.page_in_post_id else post_id
    return {
        "post_id": f"abcdefghij{number}" if case.format.video_ids else SHOWN.get(case.format.id, "{id}").format(id=shown),
        "permalink": link,
        "platform": case.platform,
        "account_handle": HANDLE,
        "account_name": NAME,
        "account_id": ID,
        "caption": f"Coat {number}",
        "title": f"Coat {number}",
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Team:
    made = team(tmp_path_factory.mktemp("columns"))
    for case in CASES:
        account = {"platform": case.platform, "handle": HANDLE, "id": ID, "aliases": [NAME]}
        made.strategy(case.brand, "UTC", [account])
        folder = "Content 2026-09-01_2026-11-01 Atelier/" if case.format.windowed else ""
        made.land(file_of(case), f"{folder}{case.format.id}.csv", case.brand, TAKEN)
    made.night()
    return made


@pytest.fixture(scope="module")
def states(made) -> dict[str, dict[str, Any]]:
    return {row["brand"]: row for row in made.ledger("SELECT * FROM files")}


@pytest.fixture(scope="module")
def reported(made) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in made.rows("rpt_engagement", brand=""):
        found.setdefault(row["brand"], []).append(row)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("format_", tabular(), ids=lambda each: each.id)
def test_an_export_with_all_its_columns_is_reported(format_, states, reported):
    """Else the tests below would hold for nothing."""
    whole = next(case for case in CASES if case.format is format_ and case.lacks is None)

    assert (states[whole.brand]["state"], states[whole.brand]["format"]) == ("taken", format_.id), states[whole.brand]
    supplied = {field.name for field in format_.fields} & set(SUMMED)
    for row in reported[whole.brand]:
        if row["basis_source"] != "fact_post_change":
            assert {name for name in supplied if row[name] is None} == set()
            assert {name for name in supplied if row[f"{name}_n_missing"]} == set()


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in CASES if case.lacks], ids=lambda case: f"{case.format.id}-{case.lacks}")
def test_a_column_that_is_left_out_is_null_in_all_that_depends_on_it(case, states, reported):
    state = states[case.brand]
    if state["state"] == "held" or state["format"] != case.format.id:
        pytest.skip("without this column it is no such export")

    for row in reported.get(case.brand, []):
        dependent = {name: row[name] for name in depending_on(case.lacks, row)}
        assert dependent == dict.fromkeys(dependent)
        if case.lacks in SUMMED:
            assert row[f"{case.lacks}_n_missing"] == row["n"] > 0


def depending_on(name: str, row: Mapping[str, Any]) -> Iterator[str]:
    """Columns of the report that cannot be known without it."""
    if name in SUMMED:
        yield name
    for rate in RATES:
        if name in {*re.findall(r"\w+", rate.top), rate.bottom}:
            yield from (rate.name, rate.numerator, rate.denominator)
    yield from (rate for rate, part in PER_POST.items() if part == name)
    if name in {"link_clicks", "engagements_native"}:
        yield MADE_OF_OTHERS[1] if name == "link_clicks" else MADE_OF_OTHERS[2]
    if name == "reach":
        yield from ("err_post_mean", "save_rate_post_mean", "max_daily_reach", "avg_daily_reach")
    if name == "saves":
        yield "save_rate_post_mean"
    if name == "followers":
        yield from ("erf", "erf_denominator", "followers_start", "followers_end", "net_follower_growth", "follower_growth_rate")


@pytest.mark.slow
def test_nearly_every_column_could_be_left_out(states):
    optional = [case for case in CASES if case.lacks and states[case.brand]["state"] == "taken"]

    assert len(optional) > 0.7 * len([case for case in CASES if case.lacks])
