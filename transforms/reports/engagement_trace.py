"""What every figure of rpt_engagement is made of."""

from transforms import sql
from transforms.contracts.change_table import FACT_POST_CHANGE
from transforms.contracts.tables import FACT_ACCOUNT_DAILY, FACT_POST_DAILY, FACT_POST_SNAPSHOT, RPT_ENGAGEMENT
from transforms.reports.register import query_of
from transforms.reports.tracing import Added, Made, Origin, Trail, Units

# The rows of dim_post are chosen from these, as dim_post_latest.sql lays them out: of each format the latest observation.
LATEST_OF_POSTS = (
    "FROM latest JOIN observations AS fact USING (row_id) JOIN formats ON formats.format = fact.format "
    "WHERE {is_given} AND (latest.counts_all OR {is_there})"
)
_NO_TWINS = (
    "AND NOT EXISTS (FROM {table} AS twin WHERE twin.platform = fact.platform AND twin.account = fact.account "
    "AND month_of(twin.{day}) = month_of(fact.{day}) AND twin.format = formats.same_post_as)"
)
_MADE = f"{sql.engagements()} AS engagements, {sql.components_present()} AS components_present"
_OF_CELL = "brand = $brand AND month = $month AND platform = $platform AND account = $account"

POST = Units(
    query=f"SELECT * FROM published_posts WHERE {_OF_CELL}",
    entity=("platform", "post_id"),
    fact=FACT_POST_SNAPSHOT,
    rows=LATEST_OF_POSTS,
    believed="formats.rank",
    named={"post_id": "latest.post_id"},
)
UNITS = {
    "dim_post": POST,
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
        rows="FROM fact_account_daily AS fact JOIN formats USING (format) WHERE fact.brand = $brand "
        "AND fact.platform = $platform AND fact.account = $account AND is_own AND {is_given}",
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
# Whatever the rest of the row was made from, reach by day is known of accounts alone.
_REACH = {"units": "fact_account_daily", "where": "reach IS NOT NULL AND $basis = 'activity'"}
_ORIGINS: dict[str, Origin] = {
    "n": Added("1", how="count"),
    "n_posts": Added("1", "$basis <> 'activity_unplaced'", how="count", units="dim_post"),
    "components_present": Added("components_present", how="bits"),
    "max_daily_reach": Added("reach", how="max", **_REACH),
    "avg_daily_reach": Added("reach", how="mean", **_REACH),
    "reach_days": Added("reach", how="count", **_REACH),
    "amplification_rate": Made(("shares", "n_posts"), "shares / n_posts"),
    "conversation_rate": Made(("comments", "n_posts"), "comments / n_posts"),
    "applause_rate": Made(("likes", "n_posts"), "likes / n_posts"),
    **{name: Added(name) for name in sql.SUMMED},
    **{f"{name}_n_missing": Added(name, f"{name} IS NULL", how="count") for name in sql.COUNTED_MISSING},
}
for _name, (_top, _bottom) in sql.PAIRED.items():
    _both = f"{_top} IS NOT NULL AND {_bottom} IS NOT NULL"
    _ORIGINS |= {
        f"{_name}_numerator": Added(_top, _both),
        f"{_name}_denominator": Added(_bottom, _both),
        _name: Made((f"{_name}_numerator", f"{_name}_denominator"), f"{_name}_numerator / {_name}_denominator"),
    }

TRAIL = Trail(RPT_ENGAGEMENT, lambda row: str(row["basis_source"]), UNITS, _ORIGINS.__getitem__, lambda: query_of(RPT_ENGAGEMENT.name))
