"""LinkedIn's workbooks, written fresh: old and new names, Portuguese, whose they are, and what is set aside."""

import datetime as dt
import hashlib
from typing import Any

import pyarrow as pa
import pytest

from tests.builders.biff import binary_workbook
from tests.builders.workbooks import workbook
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract
from warehouse.inspection import inspect

TAKEN = dt.datetime(2026, 11, 2, 7, tzinfo=dt.UTC)
# 1 November 2026, 00:30 UTC: made the day before, and planned.
ACTIVITY = int(dt.datetime(2026, 11, 1, 0, 30, tzinfo=dt.UTC).timestamp() * 1000) << 22
LINK = f"https://www.linkedin.com/feed/update/urn:li:activity:{ACTIVITY}"
SENTENCE = "Aggregated engagement metrics for your organic and sponsored posts over time. All dates and times are in UTC."
METRICS: list[list[Any]] = [
    [
        "Date", "Impressions (organic)", "Impressions (sponsored)", "Impressions (total)", "Unique impressions (organic)",
        "Clicks (organic)", "Clicks (sponsored)", "Clicks (total)", "Reactions (organic)", "Reactions (sponsored)",
        "Reactions (total)", "Comments (organic)", "Comments (sponsored)", "Comments (total)", "Reposts (organic)",
        "Reposts (sponsored)", "Reposts (total)", "Engagement rate (organic)", "Engagement rate (sponsored)",
        "Engagement rate (total)",
    ],
    ["10/31/2026", 90, 10, 100, 60, 7, 1, 8, 4, 0, 4, -1, 0, -1, 1, 0, 1, 0.12, 0.1, 0.12],
]  # fmt: skip
POSTS: list[list[Any]] = [
    [
        "Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date", "Campaign start date",
        "Campaign end date", "Audience", "Impressions", "Views", "Offsite Views", "Clicks", "Click through rate (CTR)", "Likes",
        "Comments", "Reposts", "Follows", "Engagement rate", "Content Type",
    ],
    ["One\ntwo", LINK, "Organic", "", "A. Creator", "10/31/2026", "", "", "All followers", 100, 20, "", 8, 0.08, 4, 1, 2, "",
     0.15, "Video"],
]  # fmt: skip
METRICS_PT: list[list[Any]] = [
    [
        "Data", "Impressões (orgânicas)", "Impressões (patrocinadas)", "Impressões (total)", "Impressões únicas (orgânicas)",
        "Cliques (orgânicos)", "Cliques (patrocinados)", "Cliques (total)", "Reações (orgânicas)", "Reações (patrocinadas)",
        "Reações (total)", "Comentários (orgânicos)", "Comentários (patrocinados)", "Comentários (total)",
        "Compartilhamentos (orgânicos)", "Compartilhamentos (patrocinados)", "Compartilhamentos (total)",
        "Taxa de engajamento (orgânico)", "Taxa de engajamento (patrocinado)", "Taxa de engajamento (total)",
    ],
    [46326, *METRICS[1][1:]],
]  # fmt: skip
POSTS_PT: list[list[Any]] = [
    [
        "Título da publicação", "Link da publicação", "Tipo de publicação", "Nome da campanha", "Publicada por", "Criação",
        "Data de início da campanha", "Data de término da campanha", "Público", "Impressões", "Visualizações",
        "Visualizações fora do site", "Cliques", "Taxa de cliques (CTR)", "Gostaram", "Comentários", "Compartilhamentos",
        "Seguidores", "Taxa de engajamento", "Tipo de conteúdo",
    ],
    [*POSTS[1][:5], 46326, *POSTS[1][6:19], "Vídeo"],
]  # fmt: skip


def extracted(path, out, handles=("lune",)):
    strategy = Strategy(
        brand="lune", time_zone="UTC", accounts=tuple(Account(platform="linkedin", handle=each) for each in handles)
    )
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    file = SourceFile("lune", sha, path.name, (), TAKEN, TAKEN.date(), "name")
    outcomes, batches = extract([file], {("lune", sha): path}, {"lune": strategy}, out)
    rows = [row for paths in batches.values() for each in paths for row in pa.ipc.open_file(each).read_all().to_pylist()]
    return outcomes[0], {row["format"]: row for row in rows}


@pytest.mark.parametrize(
    ("metrics", "posts"),
    [
        ({"Metrics": [[SENTENCE], *METRICS]}, {"All posts": [["Engagement metrics for individual posts."], *POSTS]}),
        ({"Metrics": METRICS}, {"All posts": POSTS}),
        ({"Métricas": [["Relatório agregado"], *METRICS_PT]}, {"Todas as publicações": [["Relatório"], *POSTS_PT]}),
    ],
    ids=["as downloaded", "sentence removed", "portuguese"],
)
def test_the_content_of_a_page_is_its_days_and_its_posts(metrics, posts, tmp_path):
    path = binary_workbook(tmp_path / "lune_content_1793602800000.xls", metrics | posts)

    outcome, rows = extracted(path, tmp_path / "out")

    assert (outcome.format, outcome.n_records, outcome.unknown_columns) == ("linkedin_page_metrics", 2, ())
    day, post = rows["linkedin_page_metrics"], rows["linkedin_posts"]
    assert day["activity_date"] == dt.date(2026, 10, 31)
    assert (day["impressions"], day["impressions_promoted"], day["reach"], day["clicks"]) == (100, 10, 60, 8)
    assert (day["likes"], day["comments"], day["shares"]) == (4, -1, 1)
    assert (post["post_id"], post["caption"], post["media_type"], post["account_handle"]) == (
        str(ACTIVITY), "One\ntwo", "video", "lune",
    )  # fmt: skip
    assert (post["published_at"], post["published_at_source"]) == (dt.datetime(2026, 11, 1, 0, 30, tzinfo=dt.UTC), "id")
    assert (post["impressions"], post["video_views"], post["clicks"], post["likes"], post["shares"]) == (100, 20, 8, 4, 2)
    assert (post["follows"], post["parse_error"]) == (None, None)


def test_what_linkedin_calls_total_followers_is_the_gain_of_the_day(tmp_path):
    header = ["Date", "Sponsored followers", "Organic followers", "Auto-invited followers", "Total followers"]
    sheets: dict[str, list[list[Any]]] = {
        "New followers": [header, ["10/31/2026", 0, -3, 1, -2]],
        "Company size": [["Company size", "Total followers"], ["2-10", 9]],
    }

    outcome, rows = extracted(workbook(tmp_path / "a.xlsx", sheets), tmp_path / "out")

    row = rows["linkedin_followers"]
    assert (row["followers_net"], row["followers"], row["follows"]) == (-2, None, None)
    size = rows["linkedin_follower_company_size"]
    assert (size["audience"], size["dimension"], size["value_id"], size["audience_count"], size["period"]) == (
        "followers", "company_size", "2-10", 9, "at_export",
    )  # fmt: skip
    assert outcome.n_records == 2


def test_a_company_size_that_excel_took_for_a_day_is_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"Company size": [["Company size", "Total views"], [dt.date(2026, 10, 2), 9]]})

    outcome, _ = extracted(path, tmp_path / "out")

    assert outcome.held_code == "unreadable_file"
    assert "the day 2026-10-02" in outcome.found


def test_visits_of_the_page_are_carried_and_the_rest_is_kept_in_raw(tmp_path):
    tabs = [f"{tab} {what} ({part})" for tab in ("Overview", "Life", "Jobs", "Total")
            for what in ("page views", "unique visitors") for part in ("desktop", "mobile", "total")]  # fmt: skip
    path = workbook(tmp_path / "a.xlsx", {"Visitor metrics": [["Date", *tabs], ["10/31/2026", *range(24)]]})

    outcome, rows = extracted(path, tmp_path / "out")

    assert rows["linkedin_visitors"]["profile_visits"] == tabs.index("Total page views (total)")
    assert (outcome.n_records, outcome.unknown_columns) == (1, ())
    assert set(inspect([path])[0].not_carried) == {*tabs} - {"Total page views (total)"}


def test_a_person_has_days_and_followers(tmp_path):
    best = [LINK, "10/31/2026", 2, "", LINK, "10/31/2026", 9]
    ranking = ["Post URL", "Post publish date", "Engagements", "", "Post URL", "Post publish date", "Impressions"]
    sheets: dict[str, list[list[Any]]] = {
        "DISCOVERY": [["Overall Performance", "10/1/2026 - 10/31/2026"], ["Impressions", 9], ["Members reached", 5]],
        "ENGAGEMENT": [["Date", "Impressions", "Engagements"], ["10/31/2026", "9", "2"]],
        "TOP POSTS": [["Maximum of 50 posts available to include in this list"], [], ranking, best],
        "FOLLOWERS": [["Total followers on 10/31/2026:", 812], [], ["Date", "New followers"], ["10/31/2026", 3]],
        "DEMOGRAPHICS": [["Top Demographics", "Value", "Percentage"], ["Job titles", "Founder", "< 1%"]],
    }  # fmt: skip

    outcome, rows = extracted(workbook(tmp_path / "AggregateAnalytics_A_2026-10-01_2026-10-31.xlsx", sheets), tmp_path / "out")

    assert (outcome.held_code, outcome.n_records) == (None, 4)
    assert (rows["linkedin_person"]["impressions"], rows["linkedin_person"]["engagements_native"]) == (9, 2)
    assert rows["linkedin_person_followers"]["follows"] == 3
    by_engagements, by_impressions = rows["linkedin_person_posts_engagements"], rows["linkedin_person_posts_impressions"]
    assert (by_engagements["engagements_native"], by_engagements["impressions"]) == (2, None)
    assert (by_impressions["engagements_native"], by_impressions["impressions"]) == (None, 9)
    assert by_engagements["post_id"] == by_impressions["post_id"] == str(ACTIVITY)
    assert by_impressions["window_start"] == dt.date(2026, 10, 1)
    assert (by_engagements["source_line"], by_impressions["source_line"]) == (3_000_000_004, 503_000_000_004)
    assert [note.split(": ")[1] for note in outcome.notes if "set aside" in note] == ["DISCOVERY", "DEMOGRAPHICS"]


def test_competitors_are_known_and_not_ours_to_count(tmp_path):
    header = ["Page", "Total Followers", "New Followers", "Total post engagements", "Total posts"]
    path = workbook(tmp_path / "a.xlsx", {"COMPETITORS": [["10/1/2026", "10/31/2026"], header, ["Nord", 9, 1, 4, 2]]})

    outcome, _ = extracted(path, tmp_path / "out")

    assert outcome.held_code == "empty_export"
    assert "pages of others" in outcome.found
    assert outcome.remedy.startswith("nothing has to be done")


def test_the_page_is_told_by_the_name_of_the_file(tmp_path):
    path = workbook(tmp_path / "lune-paris_content_1793602800000.xlsx", {"Metrics": METRICS})

    outcome, _ = extracted(path, tmp_path / "out", handles=("lune-backstage", "lune-paris"))

    assert (outcome.assigned_account, outcome.assigned_by) == ("lune-paris", "folder")


def test_a_workbook_of_two_pages_asks_whose_it_is(tmp_path):
    path = workbook(tmp_path / "LinkedIn.xlsx", {"Metrics": METRICS})

    outcome, _ = extracted(path, tmp_path / "out", handles=("lune-backstage", "lune-paris"))

    assert outcome.held_code == "unassigned_file"
    assert "Which account of LinkedIn" in outcome.remedy
