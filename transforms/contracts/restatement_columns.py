"""Columns that say what a closed month said, and what it would say now."""

from transforms.contracts.column import counts, dates, texts

RESTATEMENTS = (
    *texts(
        report_table="report whose closed file says something else than it would now",
        row_key="row of that report, as text: platform=instagram, account=lumen.studio, basis=published",
        metric="column that holds the number",
        restated="changed: both say a value; added: the closed file has no such row; gone: it would have none now",
        old_value="what the closed file says, as text; NULL: not supplied",
        new_value="what it would say now, as text; NULL: not supplied",
        cause="export: files that came after the close; strategy: it has changed since; code: the report is made by another "
        "version; other: something that no fact tells, such as a file that was held, released or taken back",
    ),
    *dates(first_seen="day on which the earliest of those exports was taken; NULL without one"),
    *counts("files", "-", n_exports="exports, unknown to the close, with records that restate this row"),
)
