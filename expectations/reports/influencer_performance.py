"""`rpt_influencer_performance`: one row per creator, platform and month. The report keeps these identities with itself."""

from expectations.model import BETWEEN, Expect
from expectations.reports.common import confidence_known, is_its_parts

# Rounding to 12 significant digits costs up to 5e-12 of the value.
TOLERANCE = 1e-9
FACTORS = ("reach_factor", "leadership_factor", "engagement_factor")
RATIOS = {
    "topic_share": ("topic_share_numerator", "topic_share_denominator"),
    "cpe": ("cpe_numerator", "cpe_denominator"),
    "give_ratio": ("our_interactions", "creator_interactions"),
    "earned_share": ("earned_share_numerator", "earned_share_denominator"),
    "earned_engagements_share": ("earned_engagements_share_numerator", "earned_engagements_share_denominator"),
}
SHARES = ("topic_share", "earned_share", "earned_engagements_share")


def _within(column: str, most: int, why: str) -> Expect:
    return Expect(f"{column}_within_{most}", BETWEEN, column, why, {"min_value": 0, "max_value": most})


_NO_FACTOR = " OR ".join(f'"{factor}" IS NULL' for factor in FACTORS)
# A root of something negative is no number, and the two engines disagree on what is none.
_LEAST_FACTOR = "least(" + ", ".join(f'"{factor}"' for factor in FACTORS) + ")"
_SCORE_ERROR = f"""CASE WHEN ("score" IS NULL) <> ({_NO_FACTOR}) OR {_LEAST_FACTOR} <= 0 THEN 1
    ELSE abs("score" - 100 * "reach_factor"^0.3 * "leadership_factor"^0.3 * "engagement_factor"^0.4) END"""

EXPECTATIONS = (
    _within("score", 100, "a score lies between 0 and 100 (METRICS 1.5)"),
    *(_within(factor, 1, "each factor lies between 0.01 and 1") for factor in FACTORS),
    *(_within(share, 1, "a part is no more than the whole") for share in SHARES),
    *(is_its_parts(ratio, *parts, TOLERANCE) for ratio, parts in RATIOS.items()),
    Expect(
        "score_is_its_factors",
        BETWEEN,
        "score_error",
        "the score is 100 x reach^0.3 x leadership^0.3 x engagement^0.4, and NULL exactly where a factor is",
        {"max_value": TOLERANCE},
        value=_SCORE_ERROR,
    ),
    Expect(
        "explanation_sums_to_1",
        BETWEEN,
        "explanation_error",
        "the points below 100 are lost to the three factors and to nothing else",
        {"max_value": TOLERANCE},
        value='abs("pts_lost_reach" + "pts_lost_leadership" + "pts_lost_engagement" - 1)',
    ),
    Expect(
        "creator_score_is_the_largest",
        BETWEEN,
        "score_beyond_creator_score",
        "another platform can never lower a creator",
        {"max_value": 0},
        value='"score" - coalesce("creator_score", -1)',
    ),
    Expect(
        "no_score_has_a_reason",
        BETWEEN,
        "unexplained",
        "a score that is missing says why, and which file would supply it",
        {"max_value": 0},
        value='("score" IS NULL AND "reason" IS NULL)::INT',
    ),
    Expect(
        "cost_has_one_currency",
        BETWEEN,
        "cost_of_no_currency",
        "money of several currencies is not added",
        {"max_value": 0},
        value="""CASE WHEN "currency" IS NULL OR "currency" = 'mixed' THEN "cost"::DOUBLE END""",
    ),
    Expect(
        "about_us_within_posts",
        BETWEEN,
        "posts_about_us_beyond_posts",
        "posts about us are some of the creator's posts",
        {"max_value": 0},
        value='"n_posts_about_us" - "n_posts"',
    ),
    Expect(
        "followers_as_of",
        BETWEEN,
        "days_followers_after_as_of",
        "followers are those that were known as of the day of the report",
        {"max_value": 0},
        value='"followers_on" - "as_of_date"',
    ),
    confidence_known(),
)
