"""`staging_audience_member`: one row per record of followers.csv, one member of one account's audience on one day."""

from expectations.model import BETWEEN, Expect
from expectations.staging.common import (
    GRACE_DAYS,
    OLDEST_PLATFORM_S,
    PARSE_ERROR_ABSENT,
    counts_believable,
    counts_not_negative,
)
from transforms.contracts.conversation_tables import STAGING_AUDIENCE_MEMBER

EXPECTATIONS = (
    PARSE_ERROR_ABSENT,
    Expect(
        "seen_since_platforms",
        BETWEEN,
        "seen_epoch_s",
        "no platform is older than February 2004: the day was misread and would open a month of its own",
        {"min_value": OLDEST_PLATFORM_S},
        value='epoch("seen_on")',
    ),
    Expect(
        "seen_before_export",
        BETWEEN,
        "days_seen_after_export",
        "nobody was seen after the list was taken: day and month were swapped, or the year is wrong",
        {"max_value": GRACE_DAYS},
        value='"seen_on" - "observed_on"',
    ),
    counts_not_negative(STAGING_AUDIENCE_MEMBER, "critical", "nobody has fewer than 0 followers"),
    counts_believable(STAGING_AUDIENCE_MEMBER),
    Expect(
        "member_is_a_hash",
        "ExpectColumnValuesToNotMatchRegex",
        "member_key",
        "a follower is a keyed hash or nobody: anything else may be a name",
        {"regex": "[^0-9a-f]"},
    ),
)
