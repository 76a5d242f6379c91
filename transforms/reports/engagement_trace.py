"""What every figure of rpt_engagement is made of."""

from transforms.contracts.change_table import FACT_POST_CHANGE
from transforms.contracts.engagement_columns import FOLLOWERS, PER_POST, POST_MEANS, RATES, SUMMED
from transforms.contracts.engagement_tables import RPT_ENGAGEMENT
from transforms.contracts.tables import FACT_ACCOUNT_DAILY, FACT_POST_DAILY, FACT_POST_SNAPSHOT
from transforms.reports.engagement_sql import CARRIED_DAYS, holes
from transforms.reports.register import query_of
from transforms.reports.tracing import Added, Made, Origin, Trail, Units

# The rows of dim_post are chosen from these, as dim_post_latest.sql lays them out: of each format the latest observation.
TOLD_OF_POSTS = (
    "FROM latest JOIN observations AS fact USING (row_id) JOIN formats ON formats.format = fact.format WHERE {is_given}"
)
LATEST_OF_POSTS = f"{TOLD_OF_POSTS} AND (latest.counts_all OR {{is_there}})"
_NO_TWINS = (
    "AND NOT EXISTS (FROM {table} AS twin WHERE twin.platform = fact.platform AND twin.account = fact.account "
    "AND month_of(twin.{day}) = month_of(fact.{day}) AND twin.format = formats.same_post_as)"
)
_MADE = f"{holes()['made_of_others']}, NULL::BIGINT AS followers_at_publish"
_OF_CELL = "brand = $brand AND month = $month AND platform = $platform AND account = $account"

POST = Units(
    query=f"SELECT * FROM posts_with_followers WHERE {_OF_CELL}",
    entity=("platform", "post_id"),
    fact=FACT_POST_SNAPSHOT,
    rows=LATEST_OF_POSTS,
    believed="formats.rank",
    named={"post_id": "latest.post_id"},
)
_ACCOUNT_ROWS = (
    "FROM fact_account_daily AS fact JOIN formats USING (format) WHERE fact.brand = $brand "
    "AND fact.platform = $platform AND fact.account = $account AND is_own AND {is_given}"
)


def _followers(last_day: str) -> Units:
    """Days of an account whose count of followers may be carried to a day."""
    return Units(
        query="SELECT * FROM account_days WHERE brand = $brand AND platform = $platform AND account = $account "
        f"AND followers IS NOT NULL AND activity_date BETWEEN {last_day} - {CARRIED_DAYS} AND {last_day}",
        entity=("activity_date",),
        fact=FACT_ACCOUNT_DAILY,
        rows=_ACCOUNT_ROWS,
        believed="rank",
    )


UNITS = {
    "dim_post": POST,
    "followers_start": _followers("($month_start::DATE - 1)"),
    "followers_end": _followers("$as_of_date::DATE"),
    "fact_post_daily": Units(
        query=f"SELECT *, {_MADE} FROM post_days WHERE {_OF_CELL}",
        entity=("post_id", "activity_date"),
        fact=FACT_POST_DAILY,
        rows="FROM fact_post_daily AS fact JOIN formats USING (format) WHERE fact.brand = $brand AND fact.platform = $platform "
        "AND fact.account = $account AND is_own AND NOT is_partial AND {is_given} "
        + _NO_TWINS.format(table="fact_post_daily", day="activity_date"),
        believed="rank",
    ),
    "fact_account_daily": Units(
        query=f"SELECT *, {_MADE} FROM account_days WHERE {_OF_CELL}",
        entity=("activity_date",),
        fact=FACT_ACCOUNT_DAILY,
        rows=_ACCOUNT_ROWS,
        believed="rank",
    ),
    "fact_post_change": Units(
        query=f"SELECT * FROM changes_of_posts WHERE {_OF_CELL} AND is_within = ($basis = 'activity')",
        entity=("post_id", "rank"),
        fact=FACT_POST_CHANGE,
        rows="FROM fact_post_change AS fact JOIN formats USING (format) "
        "JOIN months ON months.brand = fact.brand AND months.month = $month AND to_at > starts_at AND to_at <= ends_at "
        "WHERE fact.platform = $platform AND fact.account = $account AND is_own "
        "AND (from_at >= starts_at) = ($basis = 'activity') AND {is_given} "
        + _NO_TWINS.format(table="fact_post_change", day="to_date"),
        believed="",
        figure="{name}_delta",
        named={"rank": "formats.rank"},
    ),
}
# Whatever the rest of the row was made from, these are known of accounts by day alone.
_REACH = {"units": "fact_account_daily", "where": "reach IS NOT NULL AND $basis = 'activity'"}
# Rates of single posts have no month but that of publication.
_OF_POSTS = "$basis = 'published' AND reach <> 0 AND {top} IS NOT NULL"
_PER_POST = "({top}::DOUBLE / reach::DOUBLE)::DECIMAL(18, 12)"
_GROWTH = "followers_end - followers_start"

_ORIGINS: dict[str, Origin] = {
    "n": Added("1", how="count"),
    "n_posts": Added("1", "$basis <> 'activity_unplaced'", how="count", units="dim_post"),
    "n_posts_live": Added("1", "$basis <> 'activity_unplaced' AND deleted_seen_at IS NULL", how="count", units="dim_post"),
    "n_posts_deleted": Added("1", "$basis <> 'activity_unplaced' AND deleted_seen_at IS NOT NULL", how="count", units="dim_post"),
    "components_present": Added("components_present", how="bits"),
    "max_daily_reach": Added("reach", how="max", **_REACH),
    "avg_daily_reach": Added("reach", how="mean", **_REACH),
    "reach_days": Added("reach", how="count", **_REACH),
    **{name: Added(name) for name in SUMMED},
    **{f"{name}_n_missing": Added(name, f"({name}) IS NULL", how="count") for name in SUMMED},
    **{name: Made.ratio(top, "n_posts") for name, top in PER_POST.items()},
    "net_follower_growth": Made(("followers_end", "followers_start"), _GROWTH, _GROWTH),
    "follower_growth_rate": Made.ratio("net_follower_growth", "followers_start"),
}
for _rate in RATES:
    _both = f"({_rate.top}) IS NOT NULL AND ({_rate.bottom}) IS NOT NULL"
    _ORIGINS |= {
        _rate.numerator: Added(_rate.top, _both),
        _rate.denominator: Added(_rate.bottom, _both),
        _rate.name: Made.ratio(_rate.numerator, _rate.denominator),
    }
for _name, _top in POST_MEANS.items():
    _where = _OF_POSTS.format(top=_top)
    _ORIGINS |= {
        _name: Added(_PER_POST.format(top=_top), _where, how="mean", units="dim_post"),
        f"{_name}_n": Added(_top, _where, how="count", units="dim_post"),
    }
for _name in FOLLOWERS:
    _ORIGINS |= {
        _name: Added("followers", "$basis = 'activity'", how="last", units=_name),
        f"{_name}_carried_days": Made((_name,), f"days since the day of {_name}"),
    }

TRAIL = Trail(
    RPT_ENGAGEMENT, lambda row: str(row["basis_source"]), UNITS, _ORIGINS.__getitem__, lambda: query_of(RPT_ENGAGEMENT.name)
)
