"""rpt_video: how long each video and story of the month was watched, and where people left."""

from transforms.contracts.table import Table


def _rate(name: str) -> tuple[str, ...]:
    return (f"{name}_numerator", f"{name}_denominator", name)


RPT_VIDEO = Table(
    name="rpt_video",
    layer="report",
    grain="one row per own video or story published in the month: views, time watched, completion, where people left",
    partition="report",
    key=("platform", "post_id"),
    columns=(
        "month_start", "month", "as_of_date", "published_at", "observed_on", "deleted_seen_at", "brand", "platform", "account",
        "post_id", "basis", "basis_source", "media_type", "permalink", "title", "caption", "duration_s", "exposure_metric",
        "view_rule", "n", "impressions", "reach", "views", "video_views_1min", "engaged_views", "watch_time_s",
        "avg_watch_time_s", "avg_watch_share", *_rate("mean_watch_share"), "avg_view_share", *_rate("mean_view_share"),
        "retention_positions", *_rate("completion_rate"), *_rate("falloff_rate"), "falloff_frame", "falloff_frame_share",
        "screenshots", *_rate("screenshots_rate"), "confidence", "reason",
    ),
    required=(
        "month_start", "month", "as_of_date", "published_at", "brand", "platform", "account", "post_id", "basis", "basis_source",
        "n", "retention_positions", "confidence",
    ),
    order=("platform", "post_id"),
)  # fmt: skip
