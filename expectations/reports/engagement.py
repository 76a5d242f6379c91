"""`rpt_engagement` and its levels: one row per account (platform, brand) x month x basis. They keep these identities.

That accounts add up to their platform and their brand is looked at where these are made, over all levels together.
"""

from expectations.model import BETWEEN, Expect, Severity
from expectations.reports.common import confidence_known, is_its_parts, month_is_its_start
from transforms.contracts.columns import COLUMNS, ENGAGEMENT_COMPONENTS
from transforms.contracts.engagement_columns import PER_POST, RATES, SUMMED
from transforms.contracts.engagement_tables import RPT_ENGAGEMENT, RPT_ENGAGEMENT_BRAND, RPT_ENGAGEMENT_PLATFORM
from transforms.contracts.table import Table

# Rates and what they are made of. Rates are rounded to 12 significant digits: at 1 and above that costs up to 5e-12.
RATE_PARTS = {rate.name: (rate.numerator, rate.denominator) for rate in RATES} | {
    rate: (part, "n_posts") for rate, part in PER_POST.items()
}
RATE_TOLERANCE = 1e-11
# The sums of a rate run over some of the rows that the sums beside them run over.
PARTS = {
    column: total
    for rate in RATES
    for column, total in ((rate.numerator, rate.top), (rate.denominator, rate.bottom))
    if total in SUMMED
}
FRACTIONS = ("eri", "ctr", "virality_rate", "save_rate", "hide_rate", "yt_thumbnail_ctr")


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
    f'(("{name}" IS NULL) IS DISTINCT FROM ("{name}_n_missing" IS NOT DISTINCT FROM "n"))::INT' for name in SUMMED
)
# What counts up from publication; a net change may lie below 0.
_TOTALS = ("n_posts", *(name for name in SUMMED if not COLUMNS[name].signed))
AS_OF_WITHIN_MONTH = Expect(
    "as_of_within_month",
    BETWEEN,
    "days_as_of_after_month",
    "a month is reported as of its end at the latest: what came later belongs to another report",
    {"max_value": 0},
    value='"as_of_date" - last_day("month_start")',
)


def _of(table: Table) -> tuple[Expect, ...]:
    """What every level keeps."""
    counted = [f'"{name}"' for name in table.columns if name.endswith(("_n_missing", "_post_mean_n")) or name == "reach_days"]
    return (
        Expect(
            "engagements_is_its_components",
            BETWEEN,
            "engagements_beyond_components",
            "engagements is likes + comments + shares + saves as far as supplied, NULL only without all of them (METRICS 1.1)",
            {"min_value": 0, "max_value": 0},
            value=f'CASE WHEN ("engagements" IS NULL) <> (coalesce({_COMPONENTS}) IS NULL) THEN 1 '
            f'ELSE "engagements" - ({_COMPONENT_SUM}) END',
        ),
        Expect(
            "posts_are_live_or_deleted",
            BETWEEN,
            "posts_beyond_live_and_deleted",
            "each post of the month is live or was deleted (METRICS 2.4)",
            {"min_value": 0, "max_value": 0},
            value='CASE WHEN ("n_posts_live" IS NULL) <> ("n_posts_deleted" IS NULL) THEN 1 '
            'ELSE "n_posts" - "n_posts_live" - "n_posts_deleted" END',
        ),
        *(is_its_parts(rate, *parts, RATE_TOLERANCE) for rate, parts in RATE_PARTS.items()),
        *(_part_within_total(part, total) for part, total in PARTS.items()),
        Expect(
            "missing_within_n",
            BETWEEN,
            "missing_beyond_n",
            "no more rows can lack a number than there are rows",
            {"max_value": 0},
            value=f'greatest({_listed(SUMMED, "_n_missing")}) - "n"',
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
            value=f'least("n", {", ".join(counted)})',
        ),
        Expect(
            "lifetime_totals_not_negative",
            BETWEEN,
            "smallest_lifetime_total",
            "lifetime counts cannot fall below 0; daily ones may, as corrections of earlier days",
            {"min_value": 0},
            value=f"""CASE WHEN "basis" = 'published' THEN least({_listed(_TOTALS)}) END""",
        ),
        month_is_its_start(),
        AS_OF_WITHIN_MONTH,
        Expect(
            "basis_known",
            "ExpectColumnValuesToBeInSet",
            "basis",
            "there are two bases, and what no month can have for its own",
            {"value_set": ["published", "activity", "activity_unplaced"]},
        ),
        confidence_known(),
        Expect(
            "exposure_named",
            BETWEEN,
            "impressions_of_no_kind",
            "impressions say what they count: impressions, views or video_views; else nobody may compare them",
            {"max_value": 0},
            "warning",
            '("impressions" IS NOT NULL AND "exposure_metric" IS NULL)::INT',
        ),
        *map(_fraction, FRACTIONS),
    )


EXPECTATIONS = (
    *_of(RPT_ENGAGEMENT),
    is_its_parts("follower_growth_rate", "net_follower_growth", "followers_start", RATE_TOLERANCE),
    Expect(
        "growth_is_its_ends",
        BETWEEN,
        "growth_beyond_ends",
        "net_follower_growth is followers_end less followers_start, and NULL without one of them",
        {"min_value": 0, "max_value": 0},
        value='CASE WHEN ("net_follower_growth" IS NULL) <> (("followers_end" - "followers_start") IS NULL) THEN 1 '
        'ELSE "net_follower_growth" - ("followers_end" - "followers_start") END',
    ),
    *(
        Expect(
            f"{name}_carried_at_most_3_days",
            BETWEEN,
            f"{name}_carried",
            "an older count is not the stock of that day any more (METRICS 1.1)",
            {"min_value": 0, "max_value": 3},
            value=f'CASE WHEN ("{name}" IS NULL) <> ("{name}_carried_days" IS NULL) THEN 99 ELSE "{name}_carried_days" END',
        )
        for name in ("followers_start", "followers_end")
    ),
    Expect(
        "mean_reach_within_max",
        BETWEEN,
        "mean_reach_beyond_max",
        "a mean lies below its largest value; rounding to 12 digits is far below one person",
        {"max_value": 0.001},
        value='"avg_daily_reach" - "max_daily_reach"',
    ),
)


def _of_several(table: Table) -> tuple[Expect, ...]:
    missing = ", ".join(f'"{name}_n_missing"' for name in ("followers_start", "followers_end", "net_follower_growth"))
    return (
        *_of(table),
        is_its_parts("follower_growth_rate", "net_follower_growth", "growing_from", RATE_TOLERANCE),
        Expect(
            "accounts_counted",
            BETWEEN,
            "accounts_left",
            "a row above accounts is made of one at least, and no more of them can lack followers than there are",
            {"min_value": 0},
            value=f'least("n_accounts" - 1, "n_accounts" - greatest({missing}))',
        ),
    )


PLATFORM_EXPECTATIONS = _of_several(RPT_ENGAGEMENT_PLATFORM)
BRAND_EXPECTATIONS = _of_several(RPT_ENGAGEMENT_BRAND)
