"""`rpt_boost_candidates`: one row per post that is worth paying for. A row that breaks an identity stops the publication."""

from expectations.model import BETWEEN, Expect
from expectations.reports.common import confidence_known, is_its_parts, month_is_its_start

TOLERANCE = 1e-11
_E, _I, _EO, _IO, _N = (
    f'"{name}"::DOUBLE' for name in ("eri_numerator", "eri_denominator", "others_engagements", "others_impressions", "n")
)
_LIFT = f"({_N} * {_E} + {_EO}) * {_IO} / nullif(({_N} * {_I} + {_IO}) * {_EO}, 0)"

EXPECTATIONS = (
    is_its_parts("eri", "eri_numerator", "eri_denominator", TOLERANCE),
    is_its_parts("others_eri", "others_engagements", "others_impressions", TOLERANCE),
    is_its_parts("percentile", "percentile_numerator", "percentile_denominator", TOLERANCE),
    Expect(
        "boost_lift_is_its_parts",
        BETWEEN,
        "boost_lift_error",
        "boost_lift is made of the sums that stand beside it",
        {"max_value": TOLERANCE},
        value=f'abs("boost_lift" - {_LIFT}) / greatest(1, {_LIFT})',
    ),
    Expect(
        "well_above_others",
        BETWEEN,
        "boost_lift",
        "money is for posts that do clearly better than their like",
        {"min_value": 1.25},
    ),
    Expect("better_than_most", BETWEEN, "percentile", "at least three of four others have a lower rate", {"min_value": 0.75}),
    Expect("enough_others", BETWEEN, "n", "fewer than 5 others say nothing about what is usual", {"min_value": 5}),
    Expect(
        "seen_enough",
        BETWEEN,
        "exposure_beyond_half_of_others",
        "a rate of few who saw it may be luck: at least half as many as of the others in the mean",
        {"min_value": 0},
        value=f"2 * {_N} * {_I} - {_IO}",
    ),
    Expect("at_most_ten", BETWEEN, "boost_rank", "a list that one can act on", {"min_value": 1, "max_value": 10}),
    Expect(
        "never_promoted_before",
        BETWEEN,
        "promoted_before",
        "what was bought once has a bought rate",
        {"max_value": 0},
        value='"is_promoted"::INT',
    ),
    Expect(
        "never_a_story",
        "ExpectColumnValuesToNotBeInSet",
        "media_type",
        "a story is gone before anybody could pay for it",
        {"value_set": ["story"]},
    ),
    month_is_its_start(),
    confidence_known(),
)
