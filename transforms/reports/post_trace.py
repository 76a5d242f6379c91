"""What every figure of rpt_post is made of."""

from dataclasses import replace

from transforms.contracts.post_report_columns import AGED, AGES, at_age
from transforms.contracts.post_report_tables import RPT_POST
from transforms.contracts.tables import FACT_ACCOUNT_DAILY, FACT_POST_SNAPSHOT
from transforms.reports.engagement_trace import POST
from transforms.reports.register import query_of
from transforms.reports.tracing import Added, Made, Origin, Trail, Units

_OF_POST = "platform = $platform AND post_id = $post_id"
_LIFETIME = (
    "impressions", "reach", "likes", "comments", "shares", "saves", "engagements", "engagements_native", "link_clicks",
    "video_views", "profile_visits", "follows",
)  # fmt: skip
# Of each format the first observation at an age; of several formats the best one that supplies the number. Another way of
# counting is another number.
_FIRSTS = (
    "FROM (SELECT told.* REPLACE (first.impressions AS impressions), first.age, first.rank FROM fact_post_snapshot AS told "
    "JOIN (SELECT * FROM observed WHERE age IN ({ages}) QUALIFY row_number() OVER (PARTITION BY brand, platform, post_id, "
    "format, age ORDER BY known_at, observed_at DESC, source_sha, source_line) = 1) AS first "
    "ON told.brand = first.brand AND told.platform = first.platform AND told.post_id = first.post_id "
    "AND told.format = first.format AND told.observed_at = first.observed_at) AS fact WHERE {{is_given}}"
).format(ages=", ".join(map(str, AGES)))


def _aged(query: str) -> Units:
    """Posts as they were at one age."""
    return Units(
        query=query,
        entity=("platform", "post_id", "age"),
        fact=FACT_POST_SNAPSHOT,
        rows=_FIRSTS,
        believed="fact.rank",
    )


UNITS = {
    "dim_post": replace(POST, query=f"SELECT * FROM posts WHERE {_OF_POST}"),
    "observed": Units(
        query=f"SELECT * FROM observed WHERE {_OF_POST}",
        entity=("platform", "post_id", "format", "observed_at"),
        fact=FACT_POST_SNAPSHOT,
        rows="FROM fact_post_snapshot AS fact WHERE {is_given}",
    ),
    "followers": Units(
        query="SELECT account, followers_counted_on AS activity_date, followers_at_publish AS followers "
        f"FROM posts_with_followers WHERE {_OF_POST} AND followers_at_publish IS NOT NULL",
        entity=("account", "activity_date"),
        fact=FACT_ACCOUNT_DAILY,
        rows="FROM fact_account_daily AS fact JOIN formats USING (format) "
        "WHERE fact.brand = $brand AND fact.platform = $platform AND is_own AND {is_given}",
        believed="rank",
    ),
    **{f"day_{age}": _aged(f"SELECT * FROM rated WHERE {_OF_POST} AND age = {age}") for age in AGES},
    "placed": _aged(f"SELECT * FROM placed WHERE {_OF_POST}"),
    # The posts that are compared with it, at the age at which they are; the post itself is one of them.
    "alike": _aged(
        "SELECT rated.*, mine.eri AS own_eri FROM (SELECT rated.*, month, media_type, posts.exposure_metric AS counted "
        "FROM rated JOIN posts USING (brand, platform, post_id) WHERE eri IS NOT NULL) AS rated "
        "JOIN (SELECT rated.*, month, media_type, posts.exposure_metric AS counted FROM rated "
        "JOIN posts USING (brand, platform, post_id)) AS mine ON mine.platform = $platform AND mine.post_id = $post_id "
        "AND mine.age = $compared_age_days AND rated.age = mine.age AND rated.brand = mine.brand AND rated.month = mine.month "
        "AND rated.platform = mine.platform AND rated.media_type IS NOT DISTINCT FROM mine.media_type "
        "AND rated.counted IS NOT DISTINCT FROM mine.counted AND rated.components_present = mine.components_present"
    ),
}


def _rate(name: str, top: str, bottom: str) -> dict[str, Origin]:
    both = f"{top} IS NOT NULL AND {bottom} IS NOT NULL"
    parts = {f"{name}_numerator": top, f"{name}_denominator": bottom}
    return {
        **{
            part: Made((top, bottom), f"{of}, where both are there", f"CASE WHEN {both} THEN {of} END")
            for part, of in parts.items()
        },
        name: Made.ratio(*parts),
    }


_ORIGINS: dict[str, Origin] = {
    **{name: Added(name) for name in _LIFETIME},
    "components_present": Added("components_present", how="bits"),
    "n": Added("1", how="count", units="observed"),
    "age_days": Added("greatest(age, 0)", how="max", units="observed"),
    "followers_at_publish": Added("followers", how="last", units="followers"),
    **_rate("eri", "engagements", "impressions"),
    **_rate("err", "engagements", "reach"),
    **_rate("erf", "engagements", "followers_at_publish"),
    **_rate("ctr", "link_clicks", "impressions"),
    **{at_age(name, age): Added(name, units=f"day_{age}") for age in AGES for name in AGED},
    **{at_age("components_present", age): Added("components_present", how="bits", units=f"day_{age}") for age in AGES},
    **{at_age("eri", age): Made.ratio(at_age("engagements", age), at_age("impressions", age)) for age in AGES},
    "compared_age_days": Added("age", units="placed"),
    "compared_posts": Added("1", how="count", units="alike"),
    "post_rank": Added("engagements / impressions", "eri > own_eri OR post_id = $post_id", how="count", units="alike"),
    "percentile_numerator": Added("engagements / impressions", "eri < own_eri", how="count", units="alike"),
    "percentile_denominator": Made(("compared_posts",), "compared_posts - 1", "compared_posts - 1"),
    "percentile": Made.ratio("percentile_numerator", "percentile_denominator"),
}

TRAIL = Trail(RPT_POST, lambda _: "dim_post", UNITS, _ORIGINS.__getitem__, lambda: query_of(RPT_POST.name))
