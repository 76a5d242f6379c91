"""dim_metric: every number of every format, cut where its meaning changes."""

from datetime import date, timedelta
from itertools import pairwise

from transforms.contracts.columns import COLUMNS
from transforms.contracts.series_breaks import SERIES_BREAKS
from transforms.contracts.tables import RPT_ENGAGEMENT
from transforms.exports.register import FORMATS
from transforms.facts.metric_rows import REPORT, metric_rows


def versions(format_, metric):
    return [row for row in metric_rows(FORMATS.values()) if (row["format"], row["metric"]) == (format_, metric)]


def test_every_number_of_every_format_is_told():
    told = {(row["format"], row["metric"]) for row in metric_rows(FORMATS.values())}
    supplied = {(format_.id, name) for format_ in FORMATS.values() for name in format_.measures}

    assert supplied - told == set()


def test_every_rate_of_the_report_is_told_for_every_platform():
    rates = {column.name for column in RPT_ENGAGEMENT.fields if column.additivity == "R"}
    for platform in ("facebook", "instagram", "linkedin", "tiktok", "x", "youtube"):
        told = {row["metric"] for row in metric_rows(FORMATS.values()) if (row["platform"], row["format"]) == (platform, REPORT)}
        assert rates - told == set()


def test_impressions_of_meta_became_views():
    before, after = versions("facebook_content", "impressions")

    assert (before["exposure_metric"], before["effective_from"], before["effective_to"]) == (
        "impressions",
        None,
        date(2025, 11, 14),
    )
    assert (after["exposure_metric"], after["effective_from"], after["effective_to"]) == ("views", date(2025, 11, 15), None)
    assert before["series_break"] == after["series_break"] == "facebook_impressions_to_views"
    assert "steps upward" in after["series_break_text"]


def test_what_is_no_longer_supplied_ends():
    (told,) = versions("facebook_content", "negative_feedback")

    assert (told["effective_to"], told["series_break"]) == (date(2025, 11, 14), "facebook_negative_feedback_ends")


def test_the_old_and_the_new_analytics_of_x_meet_at_their_break():
    (old,), (new,) = versions("x_tweet_activity", "profile_visits"), versions("x_content", "profile_visits")

    assert (old["effective_to"], new["effective_from"]) == (date(2023, 12, 31), date(2024, 1, 1))
    assert old["is_uncertain"] and new["is_uncertain"]  # noqa: PT018 - one sentence


def test_versions_follow_each_other_without_a_gap():
    rows = metric_rows(FORMATS.values())
    keys = [(row["platform"], row["format"], row["metric"], row["metric_version"]) for row in rows]

    assert keys == sorted(set(keys))
    for one, other in pairwise(rows):
        if other["metric_version"] > 1:
            assert other["effective_from"] == one["effective_to"] + timedelta(days=1)


def test_every_break_is_of_numbers_that_there_are():
    for each in SERIES_BREAKS:
        assert set(each.metrics) <= COLUMNS.keys()
        assert each.id.startswith(each.platform)


def test_views_of_videos_name_the_rule_that_makes_them():
    told = {
        row["platform"]: row["view_rule"]
        for row in metric_rows(FORMATS.values())
        if row["metric"] == "video_views" and row["view_rule"]
    }

    assert {"facebook", "linkedin", "x"} <= told.keys()
    assert len(set(told.values())) == len(told)
