"""What every figure of a level above accounts, and of a trend, is made of: rows of other reports, followed as these are."""

from collections.abc import Iterable

from transforms.contracts.columns import COLUMNS
from transforms.contracts.engagement_columns import COMPARED, COMPARISONS, FOLLOWERS, PER_POST, RATES, SUMMED
from transforms.contracts.engagement_tables import LEVELS, RPT_ENGAGEMENT, TREND_OF
from transforms.contracts.table import Table
from transforms.contracts.tables import TABLES
from transforms.reports.engagement_sql import alike
from transforms.reports.register import query_of
from transforms.reports.tracing import Added, Made, Origin, Trail, Units

_ADDED = (
    "n_posts",
    "n_posts_live",
    "n_posts_deleted",
    "n",
    *SUMMED,
    *(part for rate in RATES for part in (rate.numerator, rate.denominator)),
)
_STOCKS = (*FOLLOWERS, "net_follower_growth")
# Followers are a matter of the month's activity.
_NO_STOCK = "{name} IS NULL AND basis = 'activity'"

_OF_LEVEL: dict[str, Origin] = {
    "n_accounts": Added("1", how="count"),
    "components_present": Added("components_present", how="bits"),
    **{name: Added(name) for name in (*_ADDED, *_STOCKS, *(f"{each}_n_missing" for each in SUMMED))},
    **{f"{name}_n_missing": Added("1", _NO_STOCK.format(name=name), how="count") for name in _STOCKS},
    "growing_from": Added("followers_start", "net_follower_growth IS NOT NULL"),
    **{rate.name: Made.ratio(rate.numerator, rate.denominator) for rate in RATES},
    **{name: Made.ratio(top, "n_posts") for name, top in PER_POST.items()},
    "follower_growth_rate": Made.ratio("net_follower_growth", "growing_from"),
}


def _of_row(table: str, names: Iterable[str]) -> str:
    return " AND ".join(f"{table}.{name} = ${name}" for name in ("brand", *names, "basis"))


def _level(name: str) -> Trail:
    accounts = Units(
        query=f"SELECT * FROM rpt_engagement AS accounts WHERE accounts.month = $month AND {_of_row('accounts', LEVELS[name])}",
        entity=("month", *RPT_ENGAGEMENT.key),
        fact=RPT_ENGAGEMENT,
    )
    return Trail(TABLES[name], lambda _: "accounts", {"accounts": accounts}, _OF_LEVEL.__getitem__)


def _months(level: Table) -> dict[str, Units]:
    """The row's own month, and those that it is compared with: `told`, the month's own row, stands beside each of these."""
    names = LEVELS[level.name]
    own = f"told.month = $month AND {_of_row('told', names)}"
    units = {"own": Units(f"SELECT * FROM {level.name} AS told WHERE {own}", ("month", *level.key), level)}
    for suffix, (months, _) in COMPARISONS.items():
        beside = " AND ".join(f"base.{name} = told.{name}" for name in ("brand", *names, "basis"))
        marks = " AND ".join(f"{suffix}_marks.{name} = told.{name}" for name in ("brand", "month_start", *names, "basis"))
        query = (
            f"SELECT base.*, told, base AS {suffix}, {suffix}_marks FROM {level.name} AS told JOIN {level.name} AS base "
            f"ON base.month_start = told.month_start - INTERVAL {months} MONTH AND {beside} "
            f"LEFT JOIN {suffix}_marks ON {marks} WHERE {own}"
        )
        units[suffix] = Units(query, ("month", *level.key), level)
    return units


def _of_trend() -> dict[str, Origin]:
    origins: dict[str, Origin] = {name: Added(name, units="own") for name in ("n", *COMPARED)}
    origins["components_present"] = Added("components_present", how="bits", units="own")
    for name, parts in COMPARED.items():
        for suffix in COMPARISONS:
            base = f"{name}_{suffix}_base"
            origins[base] = Added(name, " AND ".join(alike(suffix, parts)), units=suffix)
            less = f"{name} - {base}"
            formula = f"ratio({less}, 1)" if COLUMNS[name].type == "double" else less
            origins[f"{name}_{suffix}"] = Made((name, base), less, formula)
    return origins


_OF_TREND = _of_trend()


def _trend(level: Table) -> Trail:
    table = TREND_OF[level.name]
    return Trail(table, lambda _: "own", _months(level), _OF_TREND.__getitem__, lambda: query_of(table.name))


TRAILS = (
    *(_level(name) for name in LEVELS if name != RPT_ENGAGEMENT.name),
    *(_trend(TABLES[name]) for name in LEVELS),
)
