"""`staging_file_profile`: one row per export file. A row that breaks a critical expectation holds its file."""

from expectations.model import Expect
from expectations.staging.common import GRACE_DAYS

EXPECTATIONS = (
    Expect(
        "has_records",
        "ExpectColumnValuesToBeBetween",
        "n_records",
        "a file without records says nothing, and a month would look quiet instead of missing",
        {"min_value": 1},
    ),
    Expect(
        "mostly_readable",
        "ExpectColumnValuesToBeBetween",
        "unparsed_share",
        "when more than half of the records cannot be read, the format was mistaken, and the other half is wrong too",
        {"max_value": 0.5},
        value='"n_unparsed" / nullif("n_records", 0)',
    ),
    Expect(
        "first_date_given",
        "ExpectColumnValuesToNotBeNull",
        "first_date",
        "not one record has a date: its numbers belong to no month",
    ),
    Expect(
        "ends_before_export",
        "ExpectColumnValuesToBeBetween",
        "days_after_export",
        "days after the export was taken: day and month were swapped, or the file's own date is wrong",
        {"max_value": GRACE_DAYS},
        value='"last_date" - "observed_on"',
    ),
    Expect(
        "no_conflicts",
        "ExpectColumnValuesToBeBetween",
        "n_conflicting",
        "the same key twice with other values: the fuller record counts, then the earlier line, and somebody should know",
        {"max_value": 0},
        "warning",
    ),
    Expect(
        "has_own_records",
        "ExpectColumnValuesToBeBetween",
        "n_own",
        "no record belongs to an account that the strategy names: a wrong folder, or an account missing in the strategy",
        {"min_value": 1},
        "warning",
    ),
)
