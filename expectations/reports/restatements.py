"""`rpt_restatements`: one row per cell of a closed month that would say something else now."""

from expectations.model import BETWEEN, Expect

EXPECTATIONS = (
    Expect(
        "old_and_new_differ",
        BETWEEN,
        "cells_that_say_the_same",
        "a cell that says what it said is no restatement",
        {"max_value": 0},
        value='("old_value" IS NOT DISTINCT FROM "new_value")::INT',
    ),
    Expect(
        "cause_is_known",
        "ExpectColumnValuesToBeInSet",
        "cause",
        "a team asks why before it asks how much",
        {"value_set": ["export", "strategy", "code", "other"]},
    ),
    Expect(
        "export_is_named",
        BETWEEN,
        "exports_without_a_name",
        "what an export changed names that export and its day",
        {"max_value": 0},
        value='(("cause" = \'export\') <> ("source_sha" IS NOT NULL AND "first_seen" IS NOT NULL AND "n_exports" > 0))::INT',
    ),
)
