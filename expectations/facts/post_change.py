"""`fact_post_change`: one row per post x format x pair of neighbouring observations.

That all differences of a post add up to its last observation less its first is looked at where they are made, over whole posts.
"""

from expectations.model import BETWEEN, Expect
from transforms.contracts.columns import ENGAGEMENT_COMPONENTS

_DELTAS = tuple(f"{name}_delta" for name in ENGAGEMENT_COMPONENTS)
_SUPPLIED = ", ".join(f'"{name}"' for name in _DELTAS)
_SUM = " + ".join(f'coalesce("{name}", 0)' for name in _DELTAS)
_BITS = " + ".join(f'("{name}" IS NOT NULL)::INT * {1 << bit}' for bit, name in enumerate(_DELTAS))

EXPECTATIONS = (
    Expect(
        "to_date_after_from_date",
        BETWEEN,
        "days_from_earlier_to_later",
        "a change leads from an earlier day to a later one: two values of one day are one observation",
        {"min_value": 1},
        value='"to_date" - "from_date"',
    ),
    Expect(
        "span_days_is_its_dates",
        BETWEEN,
        "span_days_beyond_dates",
        "span_days is to_date less from_date",
        {"min_value": 0, "max_value": 0},
        value='"span_days" - ("to_date" - "from_date")',
    ),
    Expect(
        "moments_in_order",
        BETWEEN,
        "is_in_order",
        "the moments of two observations come in the order of their days: months are told apart by them",
        {"min_value": 1},
        value='("to_at" >= "from_at")::INT',
    ),
    Expect(
        "two_observations",
        BETWEEN,
        "is_of_two_observations",
        "nothing changes between a record and itself",
        {"min_value": 1},
        value='(("from_source_sha", "from_source_line") <> ("source_sha", "source_line"))::INT',
    ),
    Expect(
        "engagements_is_its_components",
        BETWEEN,
        "engagements_beyond_components",
        "the change of engagements is that of likes, comments, shares and saves, as far as both observations supply them",
        {"min_value": 0, "max_value": 0},
        value=f'CASE WHEN ("engagements_delta" IS NULL) <> (coalesce({_SUPPLIED}) IS NULL) THEN 1 '
        f'ELSE "engagements_delta" - ({_SUM}) END',
    ),
    Expect(
        "components_are_those_present",
        BETWEEN,
        "components_beyond_those_present",
        "the bit mask says which components there are: rows are compared by it",
        {"min_value": 0, "max_value": 0},
        value=f'"components_present" - ({_BITS})',
    ),
)
