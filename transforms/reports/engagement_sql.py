"""What the SQL of the engagement reports leaves open, written out from the contracts: sums, rates, comparisons."""

from collections.abc import Collection, Iterable

from transforms import sql
from transforms.contracts.change_table import FACT_POST_CHANGE
from transforms.contracts.columns import COLUMNS, ENGAGEMENT_COMPONENTS
from transforms.contracts.engagement_columns import (
    COMPARED,
    COMPARISONS,
    FOLLOWERS,
    MADE_OF_OTHERS,
    PER_POST,
    POST_MEANS,
    RATES,
    SUMMED,
)
from transforms.contracts.engagement_tables import LEVELS
from transforms.contracts.series_breaks import SERIES_BREAKS
from transforms.contracts.table import Table
from transforms.contracts.tables import FACT_ACCOUNT_DAILY, FACT_POST_DAILY
from transforms.facts.small_dims import PLATFORMS

CARRIED_DAYS = 3
# What rates need of a row and no sum does.
_MEANS = ("thumbnail_ctr", "avg_view_share")
_SUPPLIED = tuple(name for name in SUMMED if name not in MADE_OF_OTHERS)
_SQL_TYPES = {"int64": "BIGINT", "decimal": "DECIMAL(18, 4)", "double": "DOUBLE"}
_CONFIDENCE = "CASE WHEN n < 3 THEN 'none' WHEN n < 10 THEN 'low' ELSE 'high' END"
_ONE_EXPOSURE = (
    "CASE WHEN count(DISTINCT exposure_metric) FILTER ({impressions} IS NOT NULL) > 1 THEN 'mixed' "
    "ELSE min(exposure_metric) FILTER ({impressions} IS NOT NULL) END"
)


def holes() -> dict[str, str]:
    """What rpt_engagement's query leaves open."""
    return {
        "sums": _listed(_sums()),
        "best_of_post_days": _listed(_best(FACT_POST_DAILY)),
        "best_of_account_days": _listed(_best(FACT_ACCOUNT_DAILY)),
        "changes": _listed(_changes()),
        "made_of_others": _listed(_made_of_others()),
        "any_sum": ", ".join(_SUPPLIED),
        "post_means": _listed(_post_means()),
        "rates": _listed(_rates()),
        "report_tz": _report_tz(),
        "carried_days": str(CARRIED_DAYS),
        "confidence": _CONFIDENCE,
    }


def level_holes(level: str) -> dict[str, str]:
    """What the query of a level above accounts leaves open: it adds accounts."""
    names = LEVELS[level]
    sums = [f"sum({name})::{_type(name)} AS {name}" for name in ("n_posts", "n_posts_live", "n_posts_deleted", "n", *SUMMED)]
    sums += [f"sum({name}_n_missing)::BIGINT AS {name}_n_missing" for name in SUMMED]
    parts = [(part, _type(part)) for rate in RATES for part in (rate.numerator, rate.denominator)]
    sums += [f"sum({name})::{kind} AS {name}" for name, kind in parts]
    for name in (*FOLLOWERS, "net_follower_growth"):
        sums += [
            f"sum({name})::BIGINT AS {name}",
            # followers are a matter of the month's activity; what is shown apart or published has none
            f"CASE WHEN basis = 'activity' THEN count(*) - count({name}) END AS {name}_n_missing",
        ]
    return {
        "names": "".join(f"{name}, " for name in names),
        "sums": _listed(sums),
        "exposure": _ONE_EXPOSURE.format(impressions="impressions"),
        "rates": _listed(_rates()),
        "confidence": _CONFIDENCE,
    }


def trend_holes(level: str) -> dict[str, str]:
    """What the query of a trend leaves open: figures beside earlier ones, where these count the same."""
    names = LEVELS[level]
    return {
        "level": level,
        "names": "".join(f"told.{name}, " for name in names),
        "order": "".join(f"told.{name}, " for name in names),
        "series_breaks": _breaks_table(),
        "marks": ",\n".join(_marks(suffix, months, names) for suffix, (months, _) in COMPARISONS.items()),
        "joins": "\n".join(_joins(suffix, months, level) for suffix, (months, _) in COMPARISONS.items()),
        "compared": _listed(part for name in COMPARED for part in _compared(name)),
        "confidence": _CONFIDENCE.replace("n <", "told.n <"),
    }


def _listed(parts: Iterable[str]) -> str:
    return ",\n        ".join(parts)


def _type(name: str) -> str:
    return _SQL_TYPES[COLUMNS[name].type]


def _sums() -> Iterable[str]:
    """Monthly sums with their counts of missing rows (R1) and the paired sums of the rates (R2)."""
    yield "count(*) AS n"
    for name in SUMMED:
        yield f"sum({name})::{_type(name)} AS {name}"
        yield f"count(*) - count({name}) AS {name}_n_missing"
    yield "bit_or(components_present)::INT AS components_present"
    for rate in RATES:
        both = f"FILTER (({rate.top}) IS NOT NULL AND ({rate.bottom}) IS NOT NULL)"
        yield f"(sum({rate.top}) {both})::{_type(rate.numerator)} AS {rate.numerator}"
        yield f"(sum({rate.bottom}) {both})::BIGINT AS {rate.denominator}"
    yield f"{_ONE_EXPOSURE.format(impressions='impressions')} AS exposure_metric"


def _best(table: Table) -> Iterable[str]:
    """Each measure from the first format that supplies it; `exposure_metric` goes with impressions."""
    for name in (*_SUPPLIED, *_MEANS):
        yield f"arg_min({name}, rank) AS {name}" if name in table.columns else f"NULL::{_type(name)} AS {name}"
    yield "arg_min(exposure_metric, rank) FILTER (impressions IS NOT NULL) AS exposure_metric"


def _changes() -> Iterable[str]:
    """What several changes of one post come to; `exposure_metric` goes with impressions."""
    for name in _SUPPLIED:
        is_told = f"{name}_delta" in FACT_POST_CHANGE.columns
        yield f"sum({name}_delta)::{_type(name)} AS {name}" if is_told else f"NULL::{_type(name)} AS {name}"
    yield from (f"NULL::{_type(name)} AS {name}" for name in _MEANS)
    yield f"{_ONE_EXPOSURE.format(impressions='impressions_delta')} AS exposure_metric"


def _made_of_others() -> Iterable[str]:
    total = sql.engagements()
    yield f"{total} AS engagements"
    yield f"{sql.components_present()} AS components_present"
    yield f"({total}) + link_clicks AS engagements_plus_clicks"
    yield f"engagements_native - ({total}) AS engagements_native_difference"


def _post_means() -> Iterable[str]:
    for name, top in POST_MEANS.items():
        # Twelve digits of each post's rate, added exactly: the sum is the same in any order.
        rate = f"CASE WHEN reach <> 0 THEN ({top}::DOUBLE / reach::DOUBLE)::DECIMAL(18, 12) END"
        yield f"ratio(sum({rate}), count({rate})) AS {name}"
        yield f"count({rate}) AS {name}_n"


def _rates() -> Iterable[str]:
    yield from (f"ratio({rate.numerator}, {rate.denominator}) AS {rate.name}" for rate in RATES)
    yield from (f"ratio({part}, n_posts) AS {name}" for name, part in PER_POST.items())


def _report_tz() -> str:
    zones = {row["platform"]: row["report_tz"] for row in PLATFORMS}
    cases = " ".join(f"WHEN '{platform}' THEN '{zone}'" for platform, zone in sorted(zones.items()))
    return f"CASE dim_post.platform {cases} ELSE 'UTC' END"


def _breaks_table() -> str:
    """The breaks that their day alone tells, and those that the rows tell by what their impressions count."""
    rows = [
        f"('{each.id}', '{each.platform}', '{metric}', DATE '{each.on}', {each.told_by_exposure})"
        for each in SERIES_BREAKS
        for metric in each.metrics
    ]
    return f"(VALUES {', '.join(rows)}) AS series_breaks (id, platform, metric, since, told_by_exposure)"


def _same(one: str, other: str, names: Iterable[str]) -> str:
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in ("brand", *names, "basis"))


def _marks(suffix: str, months: int, names: Iterable[str]) -> str:
    """The breaks between a month and an earlier one, account by account, put together for a row of the level."""
    of_row = "".join(f"this.{name}, " for name in names)
    return f"""{suffix}_marks AS (
    SELECT
        this.brand, this.month_start, {of_row}this.basis,
        string_agg(DISTINCT id, ', ' ORDER BY id) AS ids, list(DISTINCT metric) AS metrics
    FROM rpt_engagement AS this
    JOIN rpt_engagement AS base
        ON {_same("base", "this", LEVELS["rpt_engagement"])} AND base.month_start = this.month_start - INTERVAL {months} MONTH
    JOIN series_breaks ON series_breaks.platform = this.platform AND CASE
        WHEN told_by_exposure THEN this.exposure_metric <> base.exposure_metric
        ELSE since > base.month_start AND since <= last_day(this.month_start)
    END
    GROUP BY ALL
)"""


def _joins(suffix: str, months: int, level: str) -> str:
    names = LEVELS[level]
    marks = f"{suffix}_marks"
    return (
        f"LEFT JOIN {level} AS {suffix}\n    ON {_same(suffix, 'told', names)} "
        f"AND {suffix}.month_start = told.month_start - INTERVAL {months} MONTH\n"
        f"LEFT JOIN {marks}\n    ON {_same(marks, 'told', names)} AND {marks}.month_start = told.month_start"
    )


def _compared(name: str) -> Iterable[str]:
    yield f"told.{name}"
    kind = _type(name)
    for suffix in COMPARISONS:
        condition = " AND ".join(alike(suffix, COMPARED[name]))
        difference = f"told.{name} - {suffix}.{name}"
        if kind == "DOUBLE":
            difference = f"ratio({difference}, 1)"
        yield f"CASE WHEN {condition} THEN {suffix}.{name} END AS {name}_{suffix}_base"
        yield f"CASE WHEN {condition} THEN {difference} END AS {name}_{suffix}"


def alike(suffix: str, parts: Collection[str]) -> Iterable[str]:
    """When two months count the same thing: conditions over the rows `told`, `mom` or `yoy`, and its marks."""
    yield "true"
    if parts:
        yield f"{suffix}.basis_source = told.basis_source"
        touched = ", ".join(f"'{part}'" for part in parts)
        yield f"NOT list_has_any(coalesce({suffix}_marks.metrics, []), [{touched}])"
    if "impressions" in parts:
        yield f"{suffix}.exposure_metric = told.exposure_metric AND told.exposure_metric <> 'mixed'"
    if set(ENGAGEMENT_COMPONENTS) <= set(parts):
        yield f"{suffix}.components_present = told.components_present"
