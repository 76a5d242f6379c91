"""`staging_creator`: one row per record of creators.csv, one creator on one platform on one day."""

from expectations.model import Expect
from expectations.staging.common import (
    ACTIVITY_BEFORE_EXPORT,
    ACTIVITY_SINCE_PLATFORMS,
    PARSE_ERROR_ABSENT,
    counts_believable,
    counts_not_negative,
)
from transforms.contracts.creator_tables import STAGING_CREATOR

EXPECTATIONS = (
    PARSE_ERROR_ABSENT,
    ACTIVITY_SINCE_PLATFORMS,
    ACTIVITY_BEFORE_EXPORT,
    counts_not_negative(STAGING_CREATOR, "critical", "nobody has fewer than 0 followers"),
    counts_believable(STAGING_CREATOR),
    Expect(
        "has_followers",
        "ExpectColumnValuesToNotBeNull",
        "followers_or_score",
        "a creator without followers gets no score: fill the cell, or expect NULL with a reason in the report",
        severity="warning",
        # A list of old scores never had followers.
        value='coalesce("followers", CASE WHEN "klout_score" IS NOT NULL THEN 0 END)',
    ),
)
