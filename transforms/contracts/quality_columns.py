"""Columns about what came in: files, records, days and expected exports."""

from transforms.contracts.column import counts, dates, texts

QUALITY = (
    *texts(held_codes="why files are held, as the codes that `pilaster quarantine list` explains; NULL where none is"),
    *counts(
        "files",
        "A",
        files_taken="export files of the month that were taken",
        files_held="export files of the month that are held",
    ),
    *counts(
        "records",
        "A",
        records="records read in the taken files, totals and blank lines apart; those of held files are not counted",
        records_accepted="records that went into the facts",
        records_quarantined="records that were refused",
        records_structural="totals, descriptions and blank lines in the taken files",
        records_duplicate="records that repeat another record of the same file",
    ),
    *dates(
        first_day="first day of the month with a row in a daily fact; NULL for lifetime exports, which cover no days",
        last_day="last day of the month with a row in a daily fact",
        last_export_on="latest day of the month on which an export was taken",
    ),
    *counts(
        "days",
        "-",
        days_covered="days of the month with a row in a daily fact",
        days_missing="days of the month without a row, between the first and the last day of all exports of the account and "
        "format; NULL for exports by post, where a day without activity looks the same",
    ),
    *counts(
        "exports",
        "A",
        exports_expected="exports that the strategy expects for periods that ended in the month and whose due day has passed; "
        "NULL where it expects none",
        exports_late="expected exports that were taken after their due day",
        exports_missing="expected exports that nobody took, although the brand exported something after their due day",
    ),
)
