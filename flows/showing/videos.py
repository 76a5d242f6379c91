"""rpt_video for the terminal: how long the most seen videos were watched, and where people left."""

from pathlib import Path

from flows.showing.console import console, table
from flows.showing.posts import account_of, first_of_each, title_of
from flows.showing.tables import count, latest, percent, rows
from transforms.contracts.video_table import RPT_VIDEO

_TOP = 3
_NUMBERS = ("views", "watched", "completed", "left most", "at")


def show(root: Path, month: str | None = None) -> None:
    """Print the most seen videos of each account in the newest month, and why figures are missing."""
    found = latest(rows(root, RPT_VIDEO, month), 1)
    told = [row for row in found if row["reason"] is None]
    if not told:
        console().print(
            "rpt_video has no figures yet: "
            + (found[0]["reason"] if found else "no video or story of an own account was exported")
        )
        return
    shown = table("Videos (rpt_video)", "month", "account", "video", "rule of a view", *_NUMBERS, numbers=_NUMBERS)
    by_views = first_of_each(told, ("brand", "platform", "account"), _TOP, lambda row: (-(row["views"] or 0), row["post_id"]))
    for row in by_views:
        watched = row["avg_watch_share"] if row["mean_view_share"] is None else row["mean_view_share"]
        rates = (
            percent(watched),
            percent(row["completion_rate"]),
            percent(row["falloff_rate"]),
            percent(row["falloff_frame_share"]),
        )
        shown.add_row(row["month"], account_of(row), title_of(row), row["view_rule"] or "–", count(row["views"]), *rates)
    console().print(shown)
    console().print("watched: mean part of the video. left most: of those still there, after that part of it.", style="dim")
