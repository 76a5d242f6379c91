"""`rpt_best_time`: one row per account x weekday x hour. The report keeps these identities with itself."""

from expectations.model import BETWEEN, Expect
from expectations.reports.common import confidence_known, month_is_its_start

# Rates are rounded to 12 significant digits; expected_engagements is whole ten-thousandths, so the rest is exact.
TOLERANCE = 1e-10
LEAST, K = 3, 5
_E, _I, _EA, _IA, _NA = (
    f'"{name}"::DOUBLE'
    for name in ("eri_numerator", "eri_denominator", "account_engagements", "account_impressions", "account_n")
)
_MADE_OF = {
    "eri": f"{_E} / nullif({_I}, 0)",
    "eri_shrunk": f"({_NA} * {_E} + {K} * {_EA}) / nullif({_NA} * {_I} + {K} * {_IA}, 0)",
    "time_lift": f'({_NA} * {_E} + {K} * {_EA}) / nullif({_NA} * "expected_engagements"::DOUBLE + {K} * {_EA}, 0)',
}


def _is_made(name: str, parts: str) -> Expect:
    error = f'abs("{name}" - {parts}) / greatest(1, abs({parts}))'
    wanted = f'"n" >= {LEAST} AND {parts} IS NOT NULL'
    return Expect(
        f"{name}_is_its_parts",
        BETWEEN,
        f"{name}_error",
        f"{name} is made of the sums that stand beside it, and hidden below {LEAST} posts (METRICS 1.4)",
        {"max_value": TOLERANCE},
        value=f'CASE WHEN ("{name}" IS NOT NULL) <> ({wanted}) THEN 1 ELSE {error} END',
    )


EXPECTATIONS = (
    *(_is_made(name, parts) for name, parts in _MADE_OF.items()),
    Expect("weekday_exists", BETWEEN, "iso_weekday", "a week has seven days", {"min_value": 1, "max_value": 7}),
    Expect("hour_exists", BETWEEN, "hour", "a day has 24 hours, each by one name", {"min_value": 0, "max_value": 23}),
    Expect(
        "weekday_is_its_number",
        BETWEEN,
        "days_between_weekdays",
        "the weekday and its number name the same day",
        {"min_value": 0, "max_value": 0},
        value="""list_position(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'], "weekday")
        - "iso_weekday\"""",
    ),
    Expect(
        "posts_within_account",
        BETWEEN,
        "posts_beyond_account",
        "the posts of an hour are some of the account's",
        {"min_value": 0},
        value='least("account_n" - "n", "n", "n_missing", "n_deleted", "n" - "n_deleted", '
        '"account_engagements" - "eri_numerator", "account_impressions" - "eri_denominator")',
    ),
    Expect(
        "ranked_or_explained",
        BETWEEN,
        "rank_and_reason",
        "an hour has a place or a reason why it has none",
        {"min_value": 1, "max_value": 1},
        value='("time_rank" IS NOT NULL)::INT + ("reason" IS NOT NULL)::INT',
    ),
    Expect(
        "window_ends_as_of",
        BETWEEN,
        "window_days",
        "180 days of posts are looked at, the last of them as_of_date",
        {"min_value": 180, "max_value": 180},
        value='"as_of_date" - "window_first_day" + 1',
    ),
    month_is_its_start(),
    confidence_known(),
)
