"""One valid row of each engagement report, and for each of its own expectations what to change so that it fails."""

from datetime import date
from typing import Any

from expectations.reports.engagement import FRACTIONS, PARTS
from transforms.contracts.engagement_columns import COMPARED, COMPARISONS, SUMMED
from transforms.contracts.engagement_tables import TREND_OF, TRENDS

_ENGAGEMENT: dict[str, Any] = {
    "month_start": date(2026, 10, 1),
    "month": "2026-10",
    "as_of_date": date(2026, 10, 31),
    "brand": "atelier",
    "platform": "instagram",
    "account": "atelier",
    "basis": "published",
    "basis_source": "dim_post",
    "n_posts": 3,
    "n_posts_live": 2,
    "n_posts_deleted": 1,
    "n": 3,
    "impressions": 3000,
    "impressions_n_missing": 0,
    "likes": 100,
    "likes_n_missing": 0,
    "comments": 20,
    "comments_n_missing": 1,
    "engagements": 120,
    "engagements_n_missing": 0,
    "link_clicks": 30,
    "link_clicks_n_missing": 0,
    "exposure_metric": "views",
    "eri_numerator": 120,
    "eri_denominator": 3000,
    "eri": 0.04,
    "ctr_numerator": 30,
    "ctr_denominator": 3000,
    "ctr": 0.01,
    "conversation_rate": 6.66666666667,
    "applause_rate": 33.3333333333,
    "followers_start": 2000,
    "followers_start_carried_days": 0,
    "followers_end": 2100,
    "followers_end_carried_days": 3,
    "net_follower_growth": 100,
    "follower_growth_rate": 0.05,
    "confidence": "low",
}
# What is not named above was not supplied: no row has it.
_ENGAGEMENT |= {f"{name}_n_missing": 3 for name in SUMMED if name not in _ENGAGEMENT}
_SEVERAL = {
    "n_accounts": 2,
    "followers_start_n_missing": 1,
    "followers_end_n_missing": 0,
    "net_follower_growth_n_missing": 1,
    "growing_from": 2000,
}
_COMPARED = {
    "is_complete": True,
    "mom_series_break": None,
    **{f"impressions_{suffix}": 500 for suffix in COMPARISONS},
    **{f"impressions_{suffix}_base": 2500 for suffix in COMPARISONS},
}
VALID: dict[str, dict[str, Any]] = {
    "rpt_engagement": _ENGAGEMENT,
    **dict.fromkeys(("rpt_engagement_platform", "rpt_engagement_brand"), _ENGAGEMENT | _SEVERAL),
    **{trend.name: _ENGAGEMENT | _COMPARED for trend in TREND_OF.values()},
}

RATE_OF_NOTHING = {
    each: {each: 0.5}
    for each in (
        "erf",
        "virality_rate",
        "save_rate",
        "hide_rate",
        "amplification_per_1000_followers",
        "yt_thumbnail_ctr",
        "mean_view_share",
    )
}
# A part that runs over more rows than its total.
BEYOND = {f"{part}_within_{total}": {total: 1, part: 2} for part, total in PARTS.items()}
ENGAGEMENT: dict[str, Any] = {
    "engagements_is_its_components": {"engagements": 121},
    "eri_is_its_parts": {"eri": 0.0400000001},
    "ctr_is_its_parts": {"ctr": None},
    **{f"{rate}_is_its_parts": change for rate, change in RATE_OF_NOTHING.items()},
    "amplification_rate_is_its_parts": {"amplification_rate": 1.0},
    "conversation_rate_is_its_parts": {"conversation_rate": 6.6},
    "applause_rate_is_its_parts": {"applause_rate": 0.0},
    **BEYOND,
    "posts_are_live_or_deleted": {"n_posts_live": 3},
    "missing_within_n": {"saves_n_missing": 4},
    "null_means_all_missing": {"likes_n_missing": 2, "likes": None},
    "record_counts_not_negative": {"likes_n_missing": -1},
    "lifetime_totals_not_negative": {"impressions": -1},
    "month_is_its_start": {"month": "2026-11"},
    "as_of_within_month": {"as_of_date": date(2026, 11, 1)},
    "basis_known": {"basis": "lifetime"},
    "confidence_known": {"confidence": "maybe"},
    "exposure_named": {"exposure_metric": None},
    **{f"{rate}_is_fraction": {rate: 1.5} for rate in FRACTIONS},
}
TREND: dict[str, Any] = {
    **{f"{suffix}_is_its_difference": {f"{name}_{suffix}": 1} for name in COMPARED for suffix in COMPARISONS},
    "month_is_its_start": ENGAGEMENT["month_is_its_start"],
    "as_of_within_month": {"as_of_date": date(2026, 11, 1), "is_complete": False},
    "basis_known": {"basis": "activity_unplaced"},
    "confidence_known": ENGAGEMENT["confidence_known"],
    "complete_months_end": {"is_complete": False},
}
BREAKS: dict[str, Any] = {
    "rpt_engagement": ENGAGEMENT
    | {
        "follower_growth_rate_is_its_parts": {"follower_growth_rate": 0.1},
        "growth_is_its_ends": {"net_follower_growth": 99, "follower_growth_rate": 0.0495},
        "followers_start_carried_at_most_3_days": {"followers_start_carried_days": 4},
        "followers_end_carried_at_most_3_days": {"followers_end_carried_days": None},
        "mean_reach_within_max": {"avg_daily_reach": 10.5, "max_daily_reach": 10},
    },
    **dict.fromkeys(
        ("rpt_engagement_platform", "rpt_engagement_brand"),
        ENGAGEMENT | {"follower_growth_rate_is_its_parts": {"growing_from": 1000}, "accounts_counted": {"n_accounts": 0}},
    ),
    **dict.fromkeys(TRENDS.values(), TREND),
}
