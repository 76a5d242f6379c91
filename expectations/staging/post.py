"""`staging_post`: one row per record of a content export, a post's lifetime metrics."""

from expectations.model import Expect
from expectations.staging.common import (
    GRACE_DAYS,
    NATIVE_COVERS_COMPONENTS,
    OLDEST_PLATFORM_S,
    PARSE_ERROR_ABSENT,
    REACH_WITHIN_EXPOSURE,
    counts_believable,
    counts_not_negative,
)
from transforms.contracts.tables import STAGING_POST

# Platforms whose post ids are numbers. A spreadsheet turns them into 1.79E+16, and then many posts share one id.
NUMERIC_IDS = "('instagram', 'x', 'linkedin')"

POST_ID_DIGITS = Expect(
    "post_id_digits",
    "ExpectColumnValuesToNotMatchRegex",
    "numeric_post_id",
    "ids of Instagram, X and LinkedIn are digits only: a spreadsheet has rounded this one, and rounded ids melt posts together",
    # The two engines read ^[0-9]+$ differently before a closing newline; this form they read alike.
    {"regex": "^$|[^0-9]"},
    value=f'CASE WHEN "platform" IN {NUMERIC_IDS} THEN "post_id" END',
)
PUBLISHED_SINCE_PLATFORMS = Expect(
    "published_since_platforms",
    "ExpectColumnValuesToBeBetween",
    "published_epoch_s",
    "no platform is older than February 2004: the date was misread and would open a month of its own",
    {"min_value": OLDEST_PLATFORM_S},
    value='epoch("published_at")',
)
PUBLISHED_BEFORE_EXPORT = Expect(
    "published_before_export",
    "ExpectColumnValuesToBeBetween",
    "days_published_after_export",
    "a post cannot be younger than the export that shows it: day and month were swapped, or the year is wrong",
    {"max_value": GRACE_DAYS},
    value='(epoch("published_at") - epoch("observed_at")) / 86400',
)

EXPECTATIONS = (
    PARSE_ERROR_ABSENT,
    POST_ID_DIGITS,
    PUBLISHED_SINCE_PLATFORMS,
    PUBLISHED_BEFORE_EXPORT,
    counts_not_negative(STAGING_POST, "critical", "a lifetime count starts at 0 and cannot fall below it"),
    counts_believable(STAGING_POST),
    REACH_WITHIN_EXPOSURE,
    NATIVE_COVERS_COMPONENTS,
)
