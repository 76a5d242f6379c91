"""What every figure of rpt_video is made of: the post as it is known now, and the positions of its curve."""

from dataclasses import replace

from transforms.contracts.audience_tables import FACT_RETENTION
from transforms.contracts.video_table import RPT_VIDEO
from transforms.reports.engagement_trace import POST, TOLD_OF_POSTS
from transforms.reports.register import query_of
from transforms.reports.tracing import Added, Made, Origin, Trail, Units
from transforms.reports.video_sql import RATES

_OF_POST = "brand = $brand AND platform = $platform AND post_id = $post_id"
_POST = replace(POST, query=f"SELECT * FROM posts WHERE {_OF_POST}")
# What was shown counts as views only where nothing else does and the platform calls it so; elsewhere it gave nothing.
_SHOWN = (
    "CASE WHEN dim_post.video_views IS NULL AND dim_post.exposure_metric = 'video_views' THEN {of}.impressions END AS impressions"
)
UNITS = {
    "dim_post": _POST,
    # How long a video is, a format may tell that does not count since publication.
    "length": replace(_POST, rows=TOLD_OF_POSTS),
    "watched": replace(
        POST,
        query=f"SELECT posts.* REPLACE ({_SHOWN.format(of='posts')}), video_views "
        f"FROM posts JOIN dim_post USING (brand, platform, post_id) WHERE {_OF_POST}",
        rows=f"FROM (SELECT latest.post_id AS known_as, counts_all, observations.* REPLACE ({_SHOWN.format(of='observations')}) "
        "FROM latest JOIN observations USING (row_id) JOIN dim_post ON dim_post.brand = latest.brand "
        "AND dim_post.platform = latest.platform AND dim_post.post_id = latest.post_id) AS fact "
        "JOIN formats ON formats.format = fact.format WHERE {is_given} AND (counts_all OR {is_there})",
        named={"post_id": "known_as"},
    ),
    "curve": Units(
        query="SELECT steps.*, coalesce(position = falloff_frame, false) AS is_left, "
        # who still watches at the next position are those who did not leave
        "coalesce(lag(position) OVER along = falloff_frame, false) AS is_behind, "
        "position = min(position) OVER whole AS is_start, position = max(position) OVER whole AS is_end, "
        "count(*) OVER whole > 1 AS is_curve FROM steps LEFT JOIN falls USING (brand, platform, post_id) "
        f"WHERE {_OF_POST} WINDOW whole AS (), along AS (ORDER BY position)",
        entity=("platform", "told_as", "rank", "position"),
        fact=FACT_RETENTION,
        rows="FROM fact_retention AS fact JOIN formats USING (format) "
        "WHERE fact.brand = $brand AND fact.platform = $platform AND is_own AND retention_curve = 'total' AND {is_given}",
        believed="fact.observed_on DESC",
        # A video asset may be a post under another id.
        named={"told_as": "fact.post_id", "rank": "formats.rank"},
    ),
}
_LIFETIME = (
    "impressions", "reach", "video_views_1min", "engaged_views", "watch_time_s", "avg_watch_time_s", "avg_view_share",
    "screenshots",
)  # fmt: skip
_ORIGINS: dict[str, Origin] = {
    "n": Added("1", how="count"),
    "duration_s": Added("duration_s", units="length"),
    **{name: Added(name) for name in _LIFETIME},
    "views": Added("coalesce(video_views, CASE WHEN exposure_metric = 'video_views' THEN impressions END)", units="watched"),
    "avg_watch_share": Made.ratio("avg_watch_time_s", "duration_s"),
    "mean_watch_share_numerator": Made.by(
        "CASE WHEN duration_s > 0 AND avg_watch_time_s IS NOT NULL THEN (avg_watch_time_s * views)::DECIMAL(18, 4) END",
        "avg_watch_time_s", "views", "duration_s", words="avg_watch_time_s x views, where duration_s is known",
    ),
    "mean_watch_share_denominator": Made.by(
        "CASE WHEN avg_watch_time_s IS NOT NULL THEN nullif(duration_s, 0) * views END",
        "duration_s", "views", "avg_watch_time_s", words="duration_s x views, where avg_watch_time_s is known",
    ),
    "mean_view_share_numerator": Made.by(
        "(avg_view_share * views)::DECIMAL(18, 4)", "avg_view_share", "views", words="avg_view_share x views"
    ),
    "mean_view_share_denominator": Made.by(
        "CASE WHEN avg_view_share IS NOT NULL THEN views END",
        "views", "avg_view_share", words="views, where avg_view_share is known",
    ),
    "retention_positions": Added("retention_share", how="count", units="curve"),
    "completion_rate_numerator": Added("retention_share", "is_curve AND is_end", units="curve"),
    "completion_rate_denominator": Added("retention_share", "is_curve AND is_start", units="curve"),
    "falloff_rate_numerator": Added("retention_share", "is_left OR is_behind", how="fall", units="curve"),
    "falloff_rate_denominator": Added("retention_share", "is_left", units="curve"),
    "falloff_rate": Made.ratio("falloff_rate_numerator", "falloff_rate_denominator"),
    "falloff_frame": Added("position", "is_left", units="curve"),
    "falloff_frame_share": Added("position_share", "is_left", units="curve"),
    "screenshots_rate_numerator": Made.by(
        "CASE WHEN reach IS NOT NULL THEN screenshots END", "screenshots", "reach", words="screenshots, where reach is known"
    ),
    "screenshots_rate_denominator": Made.by(
        "CASE WHEN screenshots IS NOT NULL THEN reach END", "reach", "screenshots", words="reach, where screenshots are known"
    ),
    **{name: Made.ratio(f"{name}_numerator", f"{name}_denominator") for name in RATES},
}  # fmt: skip

TRAIL = Trail(RPT_VIDEO, lambda _: "dim_post", UNITS, _ORIGINS.__getitem__, lambda: query_of(RPT_VIDEO.name))
