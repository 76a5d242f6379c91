"""Columns of the engagement reports (METRICS 1.1 and 1.2): what is summed, which rates are made of it, what is compared.

Everything here is data that SQL, expectations and tables are made from: a rate is added in one place.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from transforms.contracts.column import Column, Type, counts, flags, ratios, texts

# Summed over the rows of a month; each stands beside the number of rows that lack it (R1).
SUMMED = (
    "impressions", "likes", "comments", "shares", "saves", "engagements", "engagements_native", "link_clicks", "clicks",
    "profile_visits", "follows", "followers_net", "negative_feedback", "video_views", "watch_time_s", "thumbnail_impressions",
    "impressions_organic", "impressions_promoted", "video_views_organic", "video_views_promoted", "engagements_promoted",
    "engagements_plus_clicks", "engagements_native_difference",
)  # fmt: skip
# Made of a row's other measures.
MADE_OF_OTHERS = ("engagements", "engagements_plus_clicks", "engagements_native_difference")


@dataclass(frozen=True)
class Rate:
    """A ratio of two sums over the same rows: those that have both (R2)."""

    name: str
    top: str
    """SQL over a row's measures"""
    bottom: str
    meaning: str
    top_meaning: str
    bottom_meaning: str
    unit: str = "fraction"
    top_unit: str = "actions"
    bottom_unit: str = "times"
    top_type: Type = "int64"

    @property
    def numerator(self) -> str:
        """Column of the sum above the line."""
        return f"{self.name}_numerator"

    @property
    def denominator(self) -> str:
        """Column of the sum below the line."""
        return f"{self.name}_denominator"


_VIEWS = "coalesce(video_views, CASE WHEN exposure_metric = 'video_views' THEN impressions END)"
_PINS = "CASE WHEN platform = 'pinterest' THEN impressions END"
_OF_BOTH = "of the rows that have both"

RATES = (
    Rate("eri", "engagements", "impressions", "engagement rate by impressions: engagements / impressions (METRICS 1.1)",
         f"engagements {_OF_BOTH} engagements and impressions", f"impressions {_OF_BOTH} engagements and impressions"),
    Rate("erf", "engagements", "followers_at_publish", "engagement rate by followers: engagements of posts / followers on the "
         "day of each post's publication, carried forward at most 3 days; posts published in the month only",
         "engagements of the posts that have both engagements and followers", "followers at publication, summed over those posts",
         bottom_unit="followers"),
    Rate("ctr", "link_clicks", "impressions", "link click rate: link_clicks / impressions (METRICS 1.1)",
         f"link clicks {_OF_BOTH} link clicks and impressions", f"impressions {_OF_BOTH} link clicks and impressions"),
    Rate("virality_rate", "shares", "impressions", "shares / impressions; vendors differ, this is ours",
         f"shares {_OF_BOTH} shares and impressions", f"impressions {_OF_BOTH} shares and impressions"),
    Rate("save_rate", "saves", _PINS, "saves / impressions on Pinterest; elsewhere it goes by reach, see save_rate_post_mean",
         f"saves {_OF_BOTH} saves and impressions", f"impressions {_OF_BOTH} saves and impressions"),
    Rate("hide_rate", "negative_feedback", "impressions", "negative_feedback / impressions (Facebook, until November 2025)",
         f"negative feedback {_OF_BOTH} it and impressions", f"impressions {_OF_BOTH} negative feedback and impressions"),
    Rate("amplification_per_1000_followers", "1000 * shares", "followers_at_publish", "shares per post and 1,000 followers at "
         "publication; posts published in the month only", "1,000 times the shares of the posts that have shares and followers",
         "followers at publication, summed over those posts", unit="shares per 1,000 followers", bottom_unit="followers"),
    Rate("yt_thumbnail_ctr", "(thumbnail_ctr * thumbnail_impressions)::DECIMAL(18, 4)", "thumbnail_impressions",
         "share of thumbnail_impressions that became a view (YouTube); never mixed with ctr",
         "thumbnail_ctr x thumbnail_impressions, summed: the views that came of them", "thumbnail impressions of those rows",
         top_unit="times", top_type="decimal"),
    Rate("mean_view_share", f"(avg_view_share * {_VIEWS})::DECIMAL(18, 4)", _VIEWS,
         "mean share of the video that a view lasts: sum of avg_view_share x views / sum of views (METRICS 1.2)",
         "avg_view_share x views, summed", "views of those rows", top_unit="whole views", bottom_unit="views",
         top_type="decimal"),
)  # fmt: skip
# Rates of two columns that stand there anyway.
PER_POST = {"amplification_rate": "shares", "conversation_rate": "comments", "applause_rate": "likes"}
# Means of the rates of single posts: another number than a ratio of sums, and named so (R2). Reach of posts is never added.
POST_MEANS = {"err_post_mean": "engagements", "save_rate_post_mean": "saves"}
# As of the end of the month and of the month before; sums over accounts, not people.
FOLLOWERS = ("followers_start", "followers_end")

# What a month is held against the month before and the same month a year before; and the columns that it is made of.
COMPARED = {
    "n_posts": (), "impressions": ("impressions",), "likes": ("likes",), "comments": ("comments",), "shares": ("shares",),
    "saves": ("saves",), "link_clicks": ("link_clicks",), "video_views": ("video_views",),
    "engagements": ("likes", "comments", "shares", "saves"),
    "eri": ("likes", "comments", "shares", "saves", "impressions"), "ctr": ("link_clicks", "impressions"), "followers_end": (),
}  # fmt: skip
# Column suffix → how many months before, and what to call it.
COMPARISONS = {"mom": (1, "the month before"), "yoy": (12, "the same month a year before")}


def _missing(names: Iterable[str]) -> tuple[Column, ...]:
    return counts("records", "A", **{f"{name}_n_missing": f"rows without {name}" for name in names})


def _rate_columns(rate: Rate) -> tuple[Column, ...]:
    return (
        Column(rate.numerator, rate.top_type, rate.top_meaning, rate.top_unit, "A", signed=True),
        Column(rate.denominator, "int64", rate.bottom_meaning, rate.bottom_unit, "A", signed=True),
        Column(rate.name, "double", rate.meaning, rate.unit, "R"),
    )


def _compared_columns(name: str) -> Iterable[Column]:
    is_ratio = name in {rate.name for rate in RATES}
    kind: Type = "double" if is_ratio else "int64"
    for suffix, (_, words) in COMPARISONS.items():
        why = "NULL where the two months do not count the same"
        yield Column(f"{name}_{suffix}_base", kind, f"{name} of {words}; {why}", "", "R" if is_ratio else "-")
        yield Column(f"{name}_{suffix}", kind, f"{name} less that of {words}; {why}", "", "R" if is_ratio else "-", signed=True)


def compared(name: str) -> tuple[str, ...]:
    """Columns that hold a number beside what it was."""
    return (name, *(column.name for column in _compared_columns(name)))


ENGAGEMENT = (
    *counts(
        "posts",
        "A",
        n_posts="posts published in the month, those that were deleted since among them",
        n_posts_live="posts published in the month of which no export says that they were deleted",
        n_posts_deleted="posts published in the month that were deleted since: see deleted_seen_at",
    ),
    *counts("records", "A", n="rows of basis_source behind the figures; of fact_post_change, posts"),
    *counts("accounts", "-", n_accounts="accounts behind the row"),
    *_missing(SUMMED),
    *counts(
        "actions",
        "A",
        engagements_plus_clicks="engagements + link_clicks, of the rows that have both",
    ),
    Column(
        "engagements_native_difference",
        "int64",
        "the platform's own engagements less ours, of the rows that have both: clicks or whatever else it counts",
        "actions",
        "A",
        signed=True,
    ),
    *(column for rate in RATES for column in _rate_columns(rate)),
    *(
        Column(rate, "double", f"{part} / n_posts (METRICS 1.1)", f"{part} per post", "R")
        for rate, part in PER_POST.items()
    ),
    *ratios(
        err_post_mean="mean over posts of engagements / reach; a mean of rates, because reach of posts is never added",
        save_rate_post_mean="mean over posts of saves / reach; a mean of rates, because reach of posts is never added",
        follower_growth_rate="net_follower_growth / followers_start; NULL where that is NULL or 0",
    ),
    *counts("posts", "-", err_post_mean_n="posts with engagements and reach", save_rate_post_mean_n="posts with saves and reach"),
    *counts("accounts", "N", max_daily_reach="largest daily reach in the month: the true monthly reach is at least this"),
    *counts("days", "-", reach_days="days of the month with a daily reach"),
    Column("avg_daily_reach", "double", "mean daily reach over reach_days; the monthly reach is at most reach_days times this",
           "accounts", "N"),
    *counts(
        "accounts",
        "S",
        followers_start="followers at the end of the month before, carried forward at most 3 days",
        followers_end="followers at the end of the month, or of as_of_date, carried forward at most 3 days",
    ),
    Column("net_follower_growth", "int64", "followers_end less followers_start", "accounts", "A", signed=True),
    *counts(
        "days",
        "-",
        followers_start_carried_days="days by which followers_start is older than it says; NULL where it would be more than 3",
        followers_end_carried_days="days by which followers_end is older than it says; NULL where it would be more than 3",
    ),
    *counts(
        "accounts",
        "-",
        followers_start_n_missing="accounts without followers_start",
        followers_end_n_missing="accounts without followers_end",
        net_follower_growth_n_missing="accounts without net_follower_growth",
    ),
    *counts("accounts", "S", growing_from="followers_start of the accounts that have net_follower_growth too"),
    *(column for name in COMPARED for column in _compared_columns(name)),
    *texts(
        mom_series_break="changes of meaning (dim_metric) between the month before and this one; what they touch is NULL",
        yoy_series_break="changes of meaning (dim_metric) between the same month a year before and this one",
    ),
    *flags(is_complete="the whole month is known: as_of_date is its last day"),
)  # fmt: skip
