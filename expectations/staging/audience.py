"""`staging_audience`: a part of an account's audience, one row per value of a dimension, as one record of an export tells it."""

from expectations.model import BETWEEN, Expect
from expectations.staging.common import (
    ACTIVITY_BEFORE_EXPORT,
    ACTIVITY_SINCE_PLATFORMS,
    PARSE_ERROR_ABSENT,
    counts_believable,
    counts_not_negative,
)
from transforms.contracts.audience_tables import STAGING_AUDIENCE

EXPECTATIONS = (
    PARSE_ERROR_ABSENT,
    ACTIVITY_SINCE_PLATFORMS,
    ACTIVITY_BEFORE_EXPORT,
    counts_not_negative(STAGING_AUDIENCE, "critical", "a part of an audience cannot be smaller than nobody"),
    counts_believable(STAGING_AUDIENCE),
    Expect(
        "shares_are_fractions",
        BETWEEN,
        "largest_share",
        "a part is never more than the whole: a percentage was read as a fraction, or a figure of another column",
        {"max_value": 1},
        value='greatest("audience_share", "watch_time_share")',
    ),
    Expect(
        "shares_not_negative",
        BETWEEN,
        "smallest_share",
        "a part is never less than nothing",
        {"min_value": 0},
        value='least("audience_share", "watch_time_share")',
    ),
    Expect(
        "window_in_order",
        BETWEEN,
        "window_days",
        "a period that ends before it starts was read from the wrong name",
        {"min_value": 0},
        value='"window_end" - "window_start"',
    ),
)
