"""Promises that several staging tables make in the same words."""

from collections.abc import Iterable

from expectations.model import BETWEEN, Expect, Severity
from transforms.contracts.columns import ENGAGEMENT_COMPONENTS, Column
from transforms.contracts.tables import Table

# Larger than any count a platform has shown (the most seen video has 16 billion views), smaller than any id of a post:
# what is above was read from the wrong column or lost its decimal sign.
LARGEST_COUNT = 10**11
# First day of the oldest platform that Pilaster reads (Facebook, 2004-02-04), as seconds since 1970.
OLDEST_PLATFORM_S = 1_075_852_800
# An export may be stamped in another zone than the platform's day, and its date may be a clock's that runs behind.
GRACE_DAYS = 2

PARSE_ERROR_ABSENT = Expect(
    "parse_error_absent",
    "ExpectColumnValuesToBeNull",
    "parse_error",
    "a cell of the record could not be read: its numbers may stand in the wrong columns",
)


def measures(table: Table) -> tuple[Column, ...]:
    """The columns of `table` that count something."""
    return tuple(column for column in table.fields if column.type == "int64" and column.name != "source_line")


def _over(function: str, columns: Iterable[Column]) -> str:
    names = ", ".join(f'"{column.name}"' for column in columns)
    return f"{function}({names})"


def counts_not_negative(table: Table, severity: Severity, why: str) -> Expect:
    """No count of a row lies below 0, net changes apart; one expectation over all of them, because each costs a pass."""
    value = _over("least", (column for column in measures(table) if not column.signed))
    return Expect("counts_not_negative", BETWEEN, "smallest_count", why, {"min_value": 0}, severity, value)


def counts_believable(table: Table) -> Expect:
    """No count of a row is larger than anything a platform has ever shown."""
    why = "no platform has shown a count this large: an id or a lost decimal sign was read as a number"
    value = _over("greatest", measures(table))
    return Expect("counts_believable", BETWEEN, "largest_count", why, {"max_value": LARGEST_COUNT}, value=value)


# In double: a sum of wrong cells must fail its expectation, not the query.
_COMPONENTS = " + ".join(f'coalesce("{name}", 0)::DOUBLE' for name in ENGAGEMENT_COMPONENTS)

NATIVE_COVERS_COMPONENTS = Expect(
    "native_covers_components",
    BETWEEN,
    "engagements_beyond_native",
    "the platform's own engagement number contains at least likes, comments, shares and saves; real exports break it by a few",
    {"max_value": 0},
    "warning",
    f'{_COMPONENTS} - "engagements_native"',
)
REACH_WITHIN_EXPOSURE = Expect(
    "reach_within_exposure",
    BETWEEN,
    "reach_beyond_impressions",
    "whoever was reached has seen it at least once; Meta breaks it at times, so it is told and not refused",
    {"max_value": 0},
    "warning",
    """CASE WHEN "exposure_metric" IN ('impressions', 'views') THEN "reach"::DOUBLE - "impressions" END""",
)
ACTIVITY_BEFORE_EXPORT = Expect(
    "activity_before_export",
    BETWEEN,
    "days_active_after_export",
    "nothing can have happened after the export was taken: day and month were swapped, or the year is wrong",
    {"max_value": GRACE_DAYS},
    value='"activity_date" - "observed_on"',
)
ACTIVITY_SINCE_PLATFORMS = Expect(
    "activity_since_platforms",
    BETWEEN,
    "activity_epoch_s",
    "no platform is older than February 2004: the date was misread and would open a month of its own",
    {"min_value": OLDEST_PLATFORM_S},
    value='epoch("activity_date")',
)
