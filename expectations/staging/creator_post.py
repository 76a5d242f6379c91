"""`staging_creator_post`: one row per record of creator_posts.csv, one post of a creator."""

from expectations.model import Expect
from expectations.staging.common import PARSE_ERROR_ABSENT, counts_believable, counts_not_negative
from expectations.staging.post import PUBLISHED_BEFORE_EXPORT, PUBLISHED_SINCE_PLATFORMS
from transforms.contracts.creator_tables import STAGING_CREATOR_POST

EXPECTATIONS = (
    PARSE_ERROR_ABSENT,
    PUBLISHED_SINCE_PLATFORMS,
    PUBLISHED_BEFORE_EXPORT,
    counts_not_negative(STAGING_CREATOR_POST, "critical", "a lifetime count starts at 0 and cannot fall below it"),
    counts_believable(STAGING_CREATOR_POST),
    Expect(
        "cost_not_negative",
        "ExpectColumnValuesToBeBetween",
        "cost_amount",
        "a post costs something or nothing; what a creator pays back belongs to another post",
        {"min_value": 0},
        value='"cost"::DOUBLE',
    ),
    Expect(
        "cost_has_currency",
        "ExpectColumnValuesToBeBetween",
        "cost_without_currency",
        "money without a currency cannot be added to other money",
        {"max_value": 0},
        value='CASE WHEN "currency" IS NULL THEN "cost"::DOUBLE END',
    ),
    Expect(
        "earned_costs_nothing",
        "ExpectColumnValuesToBeBetween",
        "cost_of_earned",
        "an earned post costs nothing; with a cost it is paid or gifted",
        {"max_value": 0},
        "warning",
        value="""CASE WHEN "activation_kind" = 'earned' THEN "cost"::DOUBLE END""",
    ),
    Expect(
        "cost_is_about_us",
        "ExpectColumnValuesToBeBetween",
        "cost_not_about_us",
        "we do not pay for posts that are not about us: say about_us yes, or take the cost away",
        {"max_value": 0},
        "warning",
        value="""CASE WHEN "is_about_us" IS NOT TRUE AND "activation_kind" IS NULL THEN "cost"::DOUBLE END""",
    ),
)
