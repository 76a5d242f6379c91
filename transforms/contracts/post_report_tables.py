"""Reports by post: rpt_post, rpt_best_time and rpt_boost_candidates."""

from transforms.contracts.post_report_columns import AGED, AGES, at_age
from transforms.contracts.table import Table

_MONTH = ("month_start", "month", "as_of_date")
_AGED = tuple(at_age(name, age) for age in AGES for name in (*AGED, "components_present", "eri"))
_PERCENTILE = ("percentile_numerator", "percentile_denominator", "percentile")

RPT_POST = Table(
    name="rpt_post",
    layer="report",
    grain="one row per own post published in the month: its lifetime, its values at equal ages, its rank among its like",
    partition="report",
    key=("platform", "post_id"),
    columns=(
        *_MONTH, "published_at", "observed_on", "deleted_seen_at", "age_days", "followers_counted_on", "brand", "platform",
        "account", "post_id", "basis", "basis_source", "media_type", "native_post_type", "permalink", "title", "caption",
        "pillars", "exposure_metric", "is_promoted", "published_at_source", "n",
        "impressions", "reach", "likes", "comments", "shares", "saves", "engagements", "components_present",
        "engagements_native", "link_clicks", "video_views", "profile_visits", "follows", "followers_at_publish",
        "eri_numerator", "eri_denominator", "eri", "err_numerator", "err_denominator", "err", "erf_numerator", "erf_denominator",
        "erf", "ctr_numerator", "ctr_denominator", "ctr", *_AGED, "compared_age_days", "compared_posts", "post_rank",
        *_PERCENTILE, "confidence", "reason",
    ),
    required=(
        *_MONTH, "published_at", "brand", "platform", "account", "post_id", "basis", "basis_source", "published_at_source", "n",
        "confidence",
    ),
    order=("platform", "post_id"),
)  # fmt: skip

RPT_BEST_TIME = Table(
    name="rpt_best_time",
    layer="report",
    grain="one row per account x weekday x hour in which it published something in the 180 days up to as_of_date",
    partition="report",
    key=("platform", "account", "iso_weekday", "hour"),
    columns=(
        *_MONTH, "window_first_day", "brand", "platform", "account", "iso_weekday", "weekday", "hour", "basis_source",
        "exposure_metric", "n", "n_missing", "n_deleted", "eri_numerator", "eri_denominator", "eri", "expected_engagements",
        "account_n", "account_n_without_hour", "account_engagements", "account_impressions", "eri_shrunk", "time_lift",
        "time_rank", "confidence", "reason",
    ),
    required=(
        *_MONTH, "window_first_day", "brand", "platform", "account", "iso_weekday", "weekday", "hour", "basis_source", "n",
        "n_missing", "n_deleted", "account_n", "account_n_without_hour", "confidence",
    ),
    order=("platform", "account", "iso_weekday", "hour"),
)  # fmt: skip

RPT_BOOST_CANDIDATES = Table(
    name="rpt_boost_candidates",
    layer="report",
    grain="one row per own post of the month that is worth paying for, at most 10 per account",
    partition="report",
    key=("platform", "account", "boost_rank"),
    columns=(
        *_MONTH, "published_at", "brand", "platform", "account", "boost_rank", "post_id", "basis_source", "media_type",
        "permalink", "title", "caption", "exposure_metric", "is_promoted", "compared_age_days", "n", "eri_numerator",
        "eri_denominator", "eri", "others_engagements", "others_impressions", "others_eri", "boost_lift", *_PERCENTILE,
        "confidence", "recommendation",
    ),
    required=(
        *_MONTH, "published_at", "brand", "platform", "account", "boost_rank", "post_id", "basis_source", "compared_age_days",
        "n", "eri_numerator", "eri_denominator", "eri", "others_engagements", "others_impressions", "others_eri", "boost_lift",
        *_PERCENTILE, "confidence", "recommendation",
    ),
    order=("platform", "account", "boost_rank"),
)  # fmt: skip

TABLES = (RPT_POST, RPT_BEST_TIME, RPT_BOOST_CANDIDATES)
