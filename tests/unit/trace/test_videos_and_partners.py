"""Figures of videos and of partners, followed to the lines of the exports that gave them, and to no others."""

import pytest

from flows.__main__ import build
from flows.tracing import follow
from tests.builders import conversation, facebook, instagram
from tests.builders.exports import text_of
from tests.builders.workspace import team

OWN = ({"platform": "facebook", "handle": "atelier", "id": facebook.PAGE_ID}, {"platform": "instagram", "handle": "lumen"})
LISTS = {"lumen": "abc", "rival": "cde", "noord": "c"}


def videos(*shares):
    video = facebook.video(1, **facebook.watched(total=shares))
    return text_of(tuple(dict.fromkeys((*facebook.VIDEO_HEADER, *video))), [video]).encode("utf-8-sig")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A video whose asset and post stand in two exports, its curve as it was and is; a list of each account's followers."""
    workspace = team(tmp_path_factory.mktemp("watched") / "w", accounts=OWN)
    workspace.land(videos(1, 0.2, 0.1, 0.1), "early.csv", taken=instagram.at(2026, 10, 20, 7))
    workspace.land(videos(1, 0.9, 0.4, 0.3), "late.csv")
    workspace.land(facebook.content(facebook.post(1, **{"Post type": "Videos"})), "posts.csv")
    for account, members in LISTS.items():
        rows = [conversation.follower(f"follower.{member}", account=account) for member in members]
        workspace.land(conversation.followers(*rows), f"{account}.csv")
    workspace.night()
    return workspace


def told(root, report, metric, **named):
    answer = follow(root, report, metric, {"brand": "atelier", "month": "2026-10", **named})
    assert answer.traced.adds_up, answer.traced
    return answer.traced, sorted(file["path"] for file in answer.files)


def test_a_fall_names_the_position_that_was_left_and_the_one_behind_it(made):
    traced, files = told(made.root, "rpt_video", "falloff_rate")

    above, below = traced.of
    assert (traced.value, above.value, below.value) == (0.555555555556, 0.5, 0.9)
    assert [(part.unit["position"], part.value) for part in above.parts] == [(1, 0.9), (2, 0.4)]
    assert [part.unit["position"] for part in below.parts] == [1]
    assert {row.table for part in above.parts for row in part.rows} == {"fact_retention"}
    assert files == ["late.csv"]


def test_views_lead_to_the_export_that_counts_them_not_to_what_was_shown(made):
    traced, files = told(made.root, "rpt_video", "views")

    [row] = traced.parts[0].rows
    assert (traced.value, row.column, row.value) == (300, "video_views", 300)
    assert files == ["late.csv"]
    assert told(made.root, "rpt_video", "impressions")[1] == ["posts.csv"]


@pytest.mark.parametrize(
    ("metric", "value", "files"),
    [
        ("n_own", 3, ["lumen.csv"]),
        ("n_partner", 3, ["rival.csv"]),
        ("n_shared", 1, ["lumen.csv", "rival.csv"]),
        ("incremental_reach", 2, ["rival.csv"]),
        ("jaccard", 0.2, ["lumen.csv", "rival.csv"]),
    ],
)
def test_people_are_followed_to_the_lists_that_name_them(made, metric, value, files):
    traced, found = told(made.root, "rpt_partner_overlap", metric, partner="rival")

    assert (traced.value, found) == (value, files)


def test_a_partner_tells_rows_apart_at_the_command_line(made, capsys):
    options = ("--brand", "atelier", "--month", "2026-10", "--partner", "noord", "--metric", "n_partner")

    code = build()(["trace", "rpt_partner_overlap", *options, "--workspace", str(made.root)], result_action="return_value")

    assert code == 0
    assert "its one part comes to 1" in capsys.readouterr().out
