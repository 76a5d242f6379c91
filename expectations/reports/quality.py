"""`rpt_quality`: one row per account x format x month. Nothing that was read may be lost on the way."""

from expectations.model import BETWEEN, Expect

_COUNTS = (
    "n", "files_taken", "files_held", "records", "records_accepted", "records_quarantined", "records_structural",
    "records_duplicate", "days_covered", "days_missing", "exports_expected", "exports_late", "exports_missing",
)  # fmt: skip
_LISTED = ", ".join(f'"{name}"' for name in _COUNTS)

EXPECTATIONS = (
    Expect(
        "every_file_taken_or_held",
        BETWEEN,
        "files_without_state",
        "a file is taken or held; there is nothing between",
        {"min_value": 0, "max_value": 0},
        value='"n" - "files_taken" - "files_held"',
    ),
    Expect(
        "every_record_once",
        BETWEEN,
        "records_unaccounted",
        "every record of a taken file is accepted, quarantined or a duplicate: one that is none of them was lost in silence",
        {"min_value": 0, "max_value": 0},
        # A warning, because the numbers that everybody waits for are checked by themselves.
        "warning",
        '"records" - "records_accepted" - "records_quarantined" - "records_duplicate"',
    ),
    Expect(
        "counts_not_negative",
        BETWEEN,
        "smallest_count",
        "files, records, days and exports are counted, and counting starts at 0",
        {"min_value": 0},
        value=f"least({_LISTED})",
    ),
    Expect(
        "days_within_month",
        BETWEEN,
        "days_beyond_month",
        "no month has more days than it has",
        {"max_value": 0},
        value='coalesce("days_covered", 0) + coalesce("days_missing", 0) - day(last_day("month_start"))',
    ),
    Expect(
        "late_and_missing_are_expected",
        BETWEEN,
        "exports_beyond_expected",
        "only an export that the strategy expects can be late or missing",
        {"max_value": 0},
        value='"exports_late" + "exports_missing" - "exports_expected"',
    ),
    Expect(
        "held_files_say_why",
        BETWEEN,
        "held_without_a_code",
        "a held file waits for somebody, who has to know why",
        {"max_value": 0},
        "warning",
        value='("files_held" > 0 AND "held_codes" IS NULL)::INT',
    ),
    Expect(
        "what_is_amiss_has_a_reason",
        BETWEEN,
        "unexplained",
        "what is held, refused, late or missing says so in words, and which file would put it right",
        {"max_value": 0},
        value="""(("reason" IS NULL) <> (coalesce("files_held" + "records_quarantined", 0) + coalesce("exports_late", 0)
            + coalesce("exports_missing", 0) + coalesce("days_missing", 0) = 0))::INT""",
    ),
    Expect(
        "no_export_missing",
        BETWEEN,
        "exports_missing",
        "the strategy expects this export and nobody took it: the month lacks its numbers",
        {"max_value": 0},
        "warning",
    ),
)
