"""Where a word kept its name and changed its number, and what else to know of it: METRICS 2 as data.

A break is either told by the rows themselves (`exposure_metric` says impressions here and views there), or by its day alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SeriesBreak:
    """A day from which a platform's number means something else."""

    id: str
    platform: str
    on: date
    metrics: tuple[str, ...]
    """canonical columns; rates that are made of them break with them"""
    text: str
    source: str
    ends: bool = False
    """the number is no longer supplied from that day"""
    told_by_exposure: bool = False
    """rows say themselves on which side they are: months that count the same are comparable, whatever their day"""
    formats: tuple[str, ...] = ()
    """formats that stop there; those of the platform that are not named begin there. Empty: all of them go on"""
    is_uncertain: bool = False


@dataclass(frozen=True)
class Remark:
    """What a reader of a number should know, apart from any day."""

    platform: str
    metrics: tuple[str, ...]
    text: str
    source: str
    formats: tuple[str, ...] = ()
    view_rule: str | None = None
    """which rule makes a view; never compare views of different rules"""
    is_uncertain: bool = False


_META_SPLITS = ("impressions_organic", "impressions_promoted", "reach_organic", "reach_promoted")

SERIES_BREAKS = (
    SeriesBreak(
        "instagram_impressions_to_views",
        "instagram",
        date(2025, 4, 21),
        ("impressions",),
        "Views replace impressions: a photo seen three times is three views and was one impression. The series steps upward. "
        "The interface dropped impressions on this day, for media since 2024-07-02 already.",
        "Instagram platform documentation, media insights; connector pull requests about retired metrics",
        told_by_exposure=True,
    ),
    SeriesBreak(
        "facebook_impressions_to_views",
        "facebook",
        date(2025, 11, 15),
        ("impressions",),
        "Views replace impressions of pages and posts; repeated views count. The series steps upward.",
        "Meta's announcement of views as the primary metric; connector pull requests about the retired page insights",
        told_by_exposure=True,
    ),
    SeriesBreak(
        "facebook_reach_parts_end",
        "facebook",
        date(2025, 11, 15),
        _META_SPLITS,
        "Only total reach has a successor: organic, paid, fan and viral parts are no longer supplied.",
        "connector pull request about the metrics that replace retired page insights",
        ends=True,
    ),
    SeriesBreak(
        "facebook_negative_feedback_ends",
        "facebook",
        date(2025, 11, 15),
        ("negative_feedback",),
        "Hidden and reported posts are no longer supplied; hide_rate is NULL from here on.",
        "open model of Facebook pages, post report; retired with the page insights",
        ends=True,
    ),
    SeriesBreak(
        "facebook_insights_second_wave",
        "facebook",
        date(2026, 6, 15),
        ("reach", "video_views"),
        "The next wave of retired page insights; numbers before and after may count differently.",
        "connector pull request about retired page insights; it does not list every metric",
        is_uncertain=True,
    ),
    SeriesBreak(
        "x_analytics_redesign",
        "x",
        date(2024, 1, 1),
        ("engagements_native", "profile_visits", "media_views"),
        "Account analytics replace tweet activity: bookmarks are told, clicks on the profile become profile visits, and the "
        "platform's engagements add up other actions. Retweets go on as reposts; the share button is another number.",
        "headers of both kinds of export: the old one to 2023, the new one since the end of 2024; the day itself is not known",
        formats=("x_tweet_activity", "x_tweet_activity_daily"),
        is_uncertain=True,
    ),
)

REMARKS = (
    Remark(
        "youtube",
        (),
        "Counts the period that was chosen for the export; since publication only where that began on or before its day.",
        "names of folders and files of YouTube Studio",
        formats=("youtube_table",),
    ),
    Remark(
        "youtube",
        ("thumbnail_impressions", "thumbnail_ctr"),
        "Thumbnail shown for more than a second with at least half of it visible, on YouTube's own surfaces; external sites, "
        "notifications and end screens are left out. Not comparable with impressions in a feed.",
        "YouTube Help, impressions and click-through rate",
    ),
    Remark("youtube", ("impressions", "video_views"), "A view is commonly said to take about 30 seconds; short videos count "
           "otherwise.", "low-grade pages that contradict each other", view_rule="youtube_view", is_uncertain=True),
    Remark("tiktok", ("impressions", "video_views"), "A view counts at the start of the video, loops included.",
           "low-grade pages that contradict each other", view_rule="tiktok_at_start", is_uncertain=True),
    Remark("facebook", ("video_views", "video_views_organic", "video_views_promoted"), "3 seconds or more, or nearly all of a "
           "shorter video; other numbers of Meta count plays since 2024.", "header of the export; low-grade pages for the rest",
           view_rule="meta_3s", is_uncertain=True),
    Remark("linkedin", ("video_views",), "2 or 3 seconds: LinkedIn's own pages disagree.", "LinkedIn's help pages",
           view_rule="linkedin_2s_or_3s", is_uncertain=True),
    Remark("x", ("video_views",), "X does not say in the export what makes a view.", "headers of account analytics",
           view_rule="x_view", is_uncertain=True),
    Remark("linkedin", ("impressions", "likes", "comments", "shares", "clicks"), "Organic figures of the last 12 months; "
           "sponsored ones stand apart where the export has them.", "LinkedIn documentation, share statistics"),
    Remark("instagram", ("impressions", "likes", "comments", "saves", "shares"), "Organic only; boosted and cross-posted "
           "actions are in other totals of Meta.", "Instagram platform documentation, media insights"),
    Remark("facebook", ("clicks",), "Clicks of every kind: ctr is made of link_clicks alone.", "open model of social reports"),
    Remark("facebook", ("reach",), "Paid and organic together.", "help pages of a reporting tool"),
    Remark("x", ("share_clicks",), "Uses of the share button, not reposts; outside engagements.", "headers of account analytics"),
    Remark("x", ("profile_visits", "link_clicks", "detail_expands"), "Supplied for posts of the last 30 days only: older ones "
           "keep what an earlier export told.", "X documentation, metrics"),
)  # fmt: skip


def breaks_of(platform: str, metric: str) -> Iterator[SeriesBreak]:
    """Every break of one number, earliest first."""
    found = (each for each in SERIES_BREAKS if each.platform == platform and metric in each.metrics)
    yield from sorted(found, key=lambda each: each.on)


def remarks_on(platform: str, format_id: str, metric: str) -> Iterator[Remark]:
    """Everything to know of one number in one format."""
    for each in REMARKS:
        if each.platform == platform and (metric in each.metrics or (not each.metrics and format_id in each.formats)):
            yield each
