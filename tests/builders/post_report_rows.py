"""One valid row of each report by post, and for each of its own expectations what to change so that it fails."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

_MONTH = {
    "month_start": date(2026, 10, 1),
    "month": "2026-10",
    "as_of_date": date(2026, 10, 31),
    "brand": "atelier",
    "platform": "instagram",
    "account": "atelier",
    "confidence": "low",
}
_POST = {
    "published_at": datetime(2026, 10, 3, 18, tzinfo=UTC),
    "post_id": "17912345678901234",
    "media_type": "reel",
    "exposure_metric": "views",
}

VALID: dict[str, dict[str, Any]] = {
    "rpt_post": _MONTH
    | _POST
    | {
        "observed_on": date(2026, 11, 2),
        "age_days": 29,
        "basis": "published",
        "basis_source": "dim_post",
        "published_at_source": "id",
        "n": 4,
        "impressions": 1000,
        "reach": 800,
        "likes": 40,
        "comments": 10,
        "engagements": 50,
        "components_present": 3,
        "followers_at_publish": 500,
        "followers_counted_on": date(2026, 10, 3),
        "eri_numerator": 50,
        "eri_denominator": 1000,
        "eri": 0.05,
        "err_numerator": 50,
        "err_denominator": 800,
        "err": 0.0625,
        "erf_numerator": 50,
        "erf_denominator": 500,
        "erf": 0.1,
        "impressions_d7": 500,
        "likes_d7": 20,
        "engagements_d7": 20,
        "components_present_d7": 1,
        "eri_d7": 0.04,
        "compared_age_days": 7,
        "compared_posts": 5,
        "post_rank": 2,
        "percentile_numerator": 3,
        "percentile_denominator": 4,
        "percentile": 0.75,
    },
    "rpt_best_time": _MONTH
    | {
        "window_first_day": date(2026, 5, 5),
        "iso_weekday": 2,
        "weekday": "Tuesday",
        "hour": 18,
        "basis_source": "dim_post",
        "exposure_metric": "views",
        "n": 3,
        "n_missing": 0,
        "eri_numerator": 60,
        "eri_denominator": 1000,
        "eri": 0.06,
        "expected_engagements": Decimal("50.0000"),
        "account_n": 10,
        "account_n_without_hour": 1,
        "account_engagements": 200,
        "account_impressions": 4000,
        # (10 x 60 + 5 x 200) / (10 x 1,000 + 5 x 4,000) and (10 x 60 + 5 x 200) / (10 x 50 + 5 x 200)
        "eri_shrunk": 0.0533333333333,
        "time_lift": 1.06666666667,
        "time_rank": 1,
    },
    "rpt_boost_candidates": _MONTH
    | _POST
    | {
        "boost_rank": 1,
        "basis_source": "rpt_post",
        "is_promoted": False,
        "compared_age_days": 7,
        "n": 8,
        "eri_numerator": 100,
        "eri_denominator": 1000,
        "eri": 0.1,
        "others_engagements": 320,
        "others_impressions": 8000,
        "others_eri": 0.04,
        "percentile_numerator": 7,
        "percentile_denominator": 8,
        "percentile": 0.875,
        # (8 x 100 + 320) x 8,000 / ((8 x 1,000 + 8,000) x 320)
        "boost_lift": 1.75,
        "recommendation": "Engagement rate of 10.00 % at 7 days",
    },
}

_COMMON = {
    "month_is_its_start": {"month": "2026-11"},
    "confidence_known": {"confidence": "maybe"},
}
BREAKS: dict[str, dict[str, Any]] = {
    "rpt_post": _COMMON
    | {
        "eri_is_its_parts": {"eri": 0.0500000001},
        "err_is_its_parts": {"err": None},
        "erf_is_its_parts": {"erf": 0.2},
        "ctr_is_its_parts": {"ctr": 0.1},
        "percentile_is_its_parts": {"percentile": 0.5},
        "eri_d1_is_its_parts": {"eri_d1": 0.04},
        "eri_d7_is_its_parts": {"eri_d7": 0.05},
        "eri_d28_is_its_parts": {"impressions_d28": 9, "engagements_d28": 0, "likes_d28": 0},
        "engagements_is_its_components": {"engagements": 51, "eri_numerator": 51},
        "engagements_d1_is_its_components": {"engagements_d1": 1},
        "engagements_d7_is_its_components": {"likes_d7": None},
        "engagements_d28_is_its_components": {"saves_d28": 4},
        "lifetimes_not_negative": {"reach": -1},
        "compared_at_an_age": {"compared_age_days": 14},
        "rank_has_its_value": {"compared_age_days": 28},
        "age_was_reached": {"age_days": 6},
        "rank_within_compared": {"compared_posts": 4},
        "ranked_or_explained": {"reason": "no export was taken"},
        "followers_counted_before": {"followers_counted_on": date(2026, 10, 5)},
    },
    "rpt_best_time": _COMMON
    | {
        "eri_is_its_parts": {"eri": None},
        "eri_shrunk_is_its_parts": {"eri_shrunk": 0.06},
        "time_lift_is_its_parts": {"time_lift": 1.2},
        "weekday_exists": {"iso_weekday": 8},
        "hour_exists": {"hour": 24},
        "weekday_is_its_number": {"weekday": "Monday"},
        "posts_within_account": {"n_missing": -1},
        "ranked_or_explained": {"time_rank": None},
        "window_ends_as_of": {"window_first_day": date(2026, 8, 3)},
    },
    "rpt_boost_candidates": _COMMON
    | {
        "eri_is_its_parts": {"eri": 0.11},
        "others_eri_is_its_parts": {"others_eri": 0.05},
        "percentile_is_its_parts": {"percentile": 0.9},
        "boost_lift_is_its_parts": {"boost_lift": 1.8},
        "well_above_others": {"boost_lift": 1.2},
        "better_than_most": {"percentile": 0.7},
        "enough_others": {"n": 4},
        "seen_enough": {"eri_denominator": 499},
        "at_most_ten": {"boost_rank": 11},
        "never_promoted_before": {"is_promoted": True},
        "never_a_story": {"media_type": "story"},
    },
}
