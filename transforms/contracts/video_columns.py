"""Columns of rpt_video: how long a video or story was watched, and where people left (METRICS 1.2)."""

from transforms.contracts.column import Column, counts, ratios

VIDEO_REPORT = (
    *counts(
        "times",
        "A-p",
        views="views of the video, by the rule that view_rule names; NULL where the export counts none: see impressions",
    ),
    Column("mean_watch_share_numerator", "decimal", "avg_watch_time_s x views: seconds that the views lasted", "seconds", "A-p"),
    Column("mean_watch_share_denominator", "int64", "duration_s x views: seconds that they would last if all watched to the end",
           "seconds", "A-p"),
    *ratios(
        avg_watch_share="avg_watch_time_s / duration_s; some tools call it completion, which it is not (METRICS 1.2)",
        mean_watch_share="avg_watch_share weighted by views: mean_watch_share_numerator / mean_watch_share_denominator",
        completion_rate="who watched to the end of those who started: completion_rate_numerator / completion_rate_denominator",
        completion_rate_numerator="part of the views that still watch at the last position of the whole video's curve",
        completion_rate_denominator="part of the views that watch at its first position",
        falloff_rate="largest part of those still watching that left from one position to the next: 1 less what stayed; "
        "falloff_rate_numerator / falloff_rate_denominator",
        falloff_rate_numerator="part of the views that left after falloff_frame",
        falloff_rate_denominator="part of the views that still watched at falloff_frame",
        screenshots_rate="screenshots / distinct viewers (METRICS 1.2)",
    ),
    Column("falloff_frame", "int32", "position after which falloff_rate left, the earliest of several; NULL where nobody leaves"),
    Column("falloff_frame_share", "double", "how far along the video falloff_frame is: 0 is its start, 1 its end", "fraction"),
    *counts("positions", "-", retention_positions="positions that the export gives of the curve of the whole video"),
    *counts("actions", "A-p", screenshots_rate_numerator="screenshots of a post that has them and its distinct viewers"),
    *counts("accounts", "N", screenshots_rate_denominator="distinct viewers of that post (reach); never add it"),
)  # fmt: skip
