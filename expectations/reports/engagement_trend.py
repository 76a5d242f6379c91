"""The trends: each figure of a level beside the month before and the same month a year before."""

from expectations.model import BETWEEN, Expect
from expectations.reports.common import confidence_known, month_is_its_start
from expectations.reports.engagement import AS_OF_WITHIN_MONTH
from transforms.contracts.engagement_columns import COMPARED, COMPARISONS

# Rates are rounded to 12 significant digits, their differences too.
TOLERANCE = 1e-9


def _error(name: str, suffix: str) -> str:
    told = f'"{name}"::DOUBLE - "{name}_{suffix}_base"'
    return f'CASE WHEN ("{name}_{suffix}" IS NULL) <> (({told}) IS NULL) THEN 1 ELSE abs("{name}_{suffix}" - ({told})) END'


def _differences(suffix: str, words: str) -> Expect:
    # One for all figures: a night judges every expectation of every table.
    errors = ", ".join(_error(name, suffix) for name in COMPARED)
    why = f"each difference is the figure less that of {words}, and NULL where one of the two is"
    limit = {"max_value": TOLERANCE}
    return Expect(f"{suffix}_is_its_difference", BETWEEN, f"largest_{suffix}_error", why, limit, value=f"greatest({errors})")


EXPECTATIONS = (
    *(_differences(suffix, words) for suffix, (_, words) in COMPARISONS.items()),
    month_is_its_start(),
    AS_OF_WITHIN_MONTH,
    confidence_known(),
    Expect(
        "basis_known",
        "ExpectColumnValuesToBeInSet",
        "basis",
        "what no month can have for its own is compared with nothing",
        {"value_set": ["published", "activity"]},
    ),
    Expect(
        "complete_months_end",
        BETWEEN,
        "is_complete_error",
        "is_complete says whether the month is known to its last day: a part of a month is less than a whole one",
        {"max_value": 0},
        value='("is_complete" IS DISTINCT FROM ("as_of_date" = last_day("month_start")))::INT',
    ),
)
