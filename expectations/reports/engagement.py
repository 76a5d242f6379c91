"""`rpt_engagement`: one row per account x month x basis. The report keeps these identities with itself."""

from expectations.model import BETWEEN, Expect, Severity
from expectations.reports.common import is_its_parts
from transforms.contracts.columns import ENGAGEMENT_COMPONENTS
from transforms.contracts.tables import RPT_ENGAGEMENT

# Measures that stand beside the number of rows that did not supply them.
WITH_MISSING = tuple(name.removesuffix("_n_missing") for name in RPT_ENGAGEMENT.columns if name.endswith("_n_missing"))
# Rates and what they are made of. Rates are rounded to 12 significant digits: at 1 and above that costs up to 5e-12.
RATES = {
    "eri": ("eri_numerator", "eri_denominator"),
    "ctr": ("ctr_numerator", "ctr_denominator"),
    "amplification_rate": ("shares", "n_posts"),
    "conversation_rate": ("comments", "n_posts"),
    "applause_rate": ("likes", "n_posts"),
}
RATE_TOLERANCE = 1e-11
PARTS = {"eri_numerator": "engagements", "eri_denominator": "impressions", "ctr_numerator": "link_clicks"}


def _listed(names: tuple[str, ...], suffix: str = "") -> str:
    return ", ".join(f'"{name}{suffix}"' for name in names)


def _part_within_total(part: str, total: str) -> Expect:
    # Corrections make daily values negative, and then a part may exceed its total.
    value = f"""CASE WHEN "basis" = 'published' THEN "{part}" - "{total}" END"""
    why = f"{part} counts some of the rows that {total} counts"
    return Expect(f"{part}_within_{total}", BETWEEN, f"{part}_beyond_{total}", why, {"max_value": 0}, value=value)


def _fraction(rate: str, severity: Severity = "warning") -> Expect:
    why = f"{rate} is a fraction; above 1 somebody did it more often than it was shown, or the two count different things"
    return Expect(f"{rate}_is_fraction", BETWEEN, rate, why, {"min_value": 0, "max_value": 1}, severity)


_COMPONENTS = _listed(ENGAGEMENT_COMPONENTS)
_COMPONENT_SUM = " + ".join(f'coalesce("{name}", 0)' for name in ENGAGEMENT_COMPONENTS)
_NULL_AGAINST_COUNT = " + ".join(
    f'(("{name}" IS NULL) IS DISTINCT FROM ("{name}_n_missing" IS NOT DISTINCT FROM "n"))::INT' for name in WITH_MISSING
)
_TOTALS = (*WITH_MISSING, "n_posts", "engagements", "engagements_native", "max_daily_reach")

EXPECTATIONS = (
    Expect(
        "engagements_is_its_components",
        BETWEEN,
        "engagements_beyond_components",
        "engagements is likes + comments + shares + saves as far as supplied, NULL only without all of them (METRICS 1.1, R1)",
        {"min_value": 0, "max_value": 0},
        value=f'CASE WHEN ("engagements" IS NULL) <> (coalesce({_COMPONENTS}) IS NULL) THEN 1 '
        f'ELSE "engagements" - ({_COMPONENT_SUM}) END',
    ),
    *(is_its_parts(rate, *parts, RATE_TOLERANCE) for rate, parts in RATES.items()),
    *(_part_within_total(part, total) for part, total in PARTS.items()),
    Expect(
        "missing_within_n",
        BETWEEN,
        "missing_beyond_n",
        "no more rows can lack a number than there are rows",
        {"max_value": 0},
        value=f'greatest({_listed(WITH_MISSING, "_n_missing")}) - "n"',
    ),
    Expect(
        "null_means_all_missing",
        BETWEEN,
        "measures_null_against_count",
        "a sum is NULL exactly if every row lacked it: NULL is not supplied, 0 is supplied and zero (METRICS R1)",
        {"max_value": 0},
        value=_NULL_AGAINST_COUNT,
    ),
    Expect(
        "record_counts_not_negative",
        BETWEEN,
        "smallest_record_count",
        "rows and days are counted, and counting starts at 0",
        {"min_value": 0},
        value=f'least("n", "reach_days", {_listed(WITH_MISSING, "_n_missing")})',
    ),
    Expect(
        "lifetime_totals_not_negative",
        BETWEEN,
        "smallest_lifetime_total",
        "lifetime counts cannot fall below 0; daily ones may, as corrections of earlier days",
        {"min_value": 0},
        value=f"""CASE WHEN "basis" = 'published' THEN least({_listed(_TOTALS)}) END""",
    ),
    Expect(
        "month_is_its_start",
        BETWEEN,
        "days_from_start_of_month",
        "month and month_start name the same month, and the start is its first day",
        {"min_value": 0, "max_value": 0},
        value="""CASE WHEN strftime("month_start", '%Y-%m') <> "month" THEN 99 ELSE day("month_start") - 1 END""",
    ),
    Expect(
        "as_of_within_month",
        BETWEEN,
        "days_as_of_after_month",
        "a month is reported as of its end at the latest: what came later belongs to another report",
        {"max_value": 0},
        value='"as_of_date" - last_day("month_start")',
    ),
    Expect(
        "mean_reach_within_max",
        BETWEEN,
        "mean_reach_beyond_max",
        "a mean lies below its largest value; rounding to 12 digits is far below one person",
        {"max_value": 0.001},
        value='"avg_daily_reach" - "max_daily_reach"',
    ),
    Expect(
        "basis_known",
        "ExpectColumnValuesToBeInSet",
        "basis",
        "there are two bases, and what no month can have for its own",
        {"value_set": ["published", "activity", "activity_unplaced"]},
    ),
    Expect(
        "confidence_known",
        "ExpectColumnValuesToBeInSet",
        "confidence",
        "readers filter by these words",
        {"value_set": ["high", "low", "none"]},
    ),
    _fraction("eri"),
    _fraction("ctr"),
)
