"""`staging_post_daily`: one row per record of a daily content export, one post on one day of the platform."""

from expectations.model import Expect
from expectations.staging.common import (
    ACTIVITY_BEFORE_EXPORT,
    ACTIVITY_SINCE_PLATFORMS,
    NATIVE_COVERS_COMPONENTS,
    PARSE_ERROR_ABSENT,
    REACH_WITHIN_EXPOSURE,
    counts_believable,
    counts_not_negative,
)
from expectations.staging.post import POST_ID_DIGITS, PUBLISHED_SINCE_PLATFORMS
from transforms.contracts.tables import STAGING_POST_DAILY

EXPECTATIONS = (
    PARSE_ERROR_ABSENT,
    POST_ID_DIGITS,
    PUBLISHED_SINCE_PLATFORMS,
    ACTIVITY_SINCE_PLATFORMS,
    ACTIVITY_BEFORE_EXPORT,
    Expect(
        "published_before_activity",
        "ExpectColumnValuesToBeBetween",
        "days_published_after_activity",
        "nobody can react to a post that is not out yet; a day more or less is the platform's midnight",
        {"max_value": 2},
        "warning",
        '(epoch("published_at") - epoch("activity_date")) / 86400',
    ),
    counts_not_negative(
        STAGING_POST_DAILY, "warning", "a day below 0 corrects an earlier one; Instagram and X were never seen to"
    ),
    counts_believable(STAGING_POST_DAILY),
    REACH_WITHIN_EXPOSURE,
    NATIVE_COVERS_COMPONENTS,
)
