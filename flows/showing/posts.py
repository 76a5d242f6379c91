"""The reports by post for the terminal: the best posts at equal ages, the best hours, and what is worth paying for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows.showing.console import console, table
from flows.showing.tables import count, latest, percent, rows
from transforms.contracts.post_report_tables import RPT_BEST_TIME, RPT_BOOST_CANDIDATES, RPT_POST
from transforms.contracts.table import Table

# As many as one talks about in a meeting.
_TOP_POSTS, _TOP_HOURS = 3, 3
_TITLE_CELLS = 36
_POST_NUMBERS = ("at day", "rate", "rank", "of", "exposure", "engagements")
_HOUR_NUMBERS = ("posts", "rate", "lift")
_BOOST_NUMBERS = ("at day", "rate", "others", "lift")


def show_posts(root: Path, month: str | None = None) -> None:
    """Print the highest ranked posts of each platform in the newest month that has ranks."""
    found = rows(root, RPT_POST, month)
    ranked = latest([row for row in found if row["post_rank"] is not None], 1)
    if not ranked:
        console().print(
            "rpt_post has no ranks yet: posts are compared at 1, 7 and 28 days, and only exports of those days tell"
            if found
            else "rpt_post has no rows yet: no accepted post belongs to an account of a strategy"
        )
        return
    shown = table(
        "Best posts at equal ages (rpt_post)", "month", "account", "format", "post", *_POST_NUMBERS, numbers=_POST_NUMBERS
    )
    for row in first_of_each(
        ranked, ("brand", "platform"), _TOP_POSTS, lambda row: (row["post_rank"], -row["compared_posts"], row["post_id"])
    ):
        age = row["compared_age_days"]
        numbers = (str(age), percent(row[f"eri_d{age}"]), count(row["post_rank"]), count(row["compared_posts"]))
        figures = (count(row[f"impressions_d{age}"]), count(row[f"engagements_d{age}"]))
        shown.add_row(row["month"], account_of(row), row["media_type"] or "–", title_of(row), *numbers, *figures)
    console().print(shown)


def show_hours(root: Path, month: str | None = None) -> None:
    """Print the best hours of each account in the newest month."""
    found = latest(rows(root, RPT_BEST_TIME, month), 1)
    known = [row for row in found if row["time_rank"] is not None]
    if not known:
        console().print(_nothing(RPT_BEST_TIME, "no hour of the week has 3 posts with engagements and impressions"))
        return
    shown = table(
        "Best hours, whatever the format (rpt_best_time)", "month", "account", "hour", *_HOUR_NUMBERS, numbers=_HOUR_NUMBERS
    )
    for row in first_of_each(known, ("brand", "platform", "account"), _TOP_HOURS, lambda row: row["time_rank"]):
        hour = f"{row['weekday']} {row['hour']:02}:00"
        shown.add_row(row["month"], account_of(row), hour, count(row["n"]), percent(row["eri"]), f"{row['time_lift']:.2f}")
    console().print(shown)
    console().print("lift: 1 is what posts of the same format have at any hour; few posts are drawn to 1.", style="dim")


def show_candidates(root: Path, month: str | None = None) -> None:
    """Print the posts that are worth paying for, of the newest month that has any."""
    found = latest(rows(root, RPT_BOOST_CANDIDATES, month), 1)
    if not found:
        console().print(
            _nothing(RPT_BOOST_CANDIDATES, "no post does clearly better than 5 others of its kind at 1, 7 or 28 days")
        )
        return
    shown = table(
        "Worth paying for (rpt_boost_candidates)", "month", "account", "format", "post", *_BOOST_NUMBERS, numbers=_BOOST_NUMBERS
    )
    for row in found:
        numbers = (str(row["compared_age_days"]), percent(row["eri"]), percent(row["others_eri"]), f"{row['boost_lift']:.2f}")
        shown.add_row(row["month"], account_of(row), row["media_type"] or "–", title_of(row), *numbers)
    console().print(shown)


def first_of_each(
    found: list[dict[str, Any]], by: tuple[str, ...], most: int, order: Callable[[dict[str, Any]], Any]
) -> list[dict[str, Any]]:
    """The first rows of each group."""
    kept: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in sorted(found, key=order):
        kept.setdefault(tuple(row[name] for name in by), []).append(row)
    return [row for group in sorted(kept) for row in kept[group][:most]]


def _nothing(report: Table, why: str) -> str:
    return f"{report.name} has nothing to show yet: {why}"


def account_of(row: dict[str, Any]) -> str:
    """Whose a post is."""
    return f"{row['platform']}/{row['account']}"


def title_of(row: dict[str, Any]) -> str:
    """What a post is called, and whether it is gone."""
    words = " ".join((row["title"] or row["caption"] or row["post_id"]).split())
    short = words if len(words) <= _TITLE_CELLS else f"{words[: _TITLE_CELLS - 1]}…"
    return f"{short} (deleted)" if row.get("deleted_seen_at") else short
