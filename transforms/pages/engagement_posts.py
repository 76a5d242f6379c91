"""Followers, single posts, best times and posts worth paying for, as a page tells them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

from transforms.contracts.post_report_columns import AGES, at_age
from transforms.pages import figures
from transforms.pages.engagement_levels import MAX_ACCOUNTS
from transforms.pages.engagement_words import exposure_word, platform_name
from transforms.pages.plots import Hour, hours_map

Row = Mapping[str, Any]
# Shown of each kind of post; rpt_post ranks them all.
BEST = 3
MAX_KINDS = 24
MAX_MAPS = 12
# Of a month with many posts the rest is never read.
SHOWN_OF_POSTS = (
    "as_of_date", "published_at", "platform", "account", "post_id", "media_type", "title", "caption", "exposure_metric",
    "is_promoted", "deleted_seen_at", "compared_age_days", "compared_posts", "post_rank", "confidence", "reason",
    *(at_age(name, age) for age in AGES for name in ("engagements", "impressions", "eri")),
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TEXT = 160
# Less than that above 1 is not worth a night shift.
_STANDS_OUT = 1.05


def follower_lines(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Followers of each account with the day on which they were counted."""
    return [
        {
            "platform": platform_name(row["platform"]),
            "account": row["account"],
            "end": figures.amount(row["followers_end"]),
            "end_on": _counted_on(row, "followers_end", row["as_of_date"]),
            "start": figures.amount(row["followers_start"]),
            "start_on": _counted_on(row, "followers_start", row["month_start"] - timedelta(days=1)),
            "growth": figures.amount(row["net_follower_growth"]),
            "rate": figures.share(row["follower_growth_rate"]),
        }
        for row in rows
        if row["basis"] == "activity" and (row["followers_end"] is not None or row["followers_start"] is not None)
    ][:MAX_ACCOUNTS]


def _counted_on(row: Row, name: str, day: Any) -> str | None:  # noqa: ANN401 - a date
    carried = row[f"{name}_carried_days"]
    return None if carried is None else figures.day(day - timedelta(days=carried))


def post_kinds(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The best posts of each kind: those that are compared with one another, at the same age."""
    ranked = sorted((row for row in rows if row["post_rank"] is not None), key=_kind)
    kinds = [(kind, list(posts)) for kind, posts in groupby(ranked, key=_kind)]
    return [_kind_told(kind, posts) for kind, posts in kinds[:MAX_KINDS]]


def _kind(row: Row) -> tuple[str, str, str, int]:
    return row["platform"], row["media_type"] or "", row["exposure_metric"] or "", row["compared_age_days"] or 0


def _kind_told(kind: tuple[str, str, str, int], posts: Sequence[Row]) -> dict[str, Any]:
    platform, media_type, exposure, age = kind
    best = sorted(posts, key=lambda row: (row["post_rank"], row["post_id"]))
    return {
        "platform": platform_name(platform),
        "media_type": media_type or "format not told",
        "exposure": exposure_word(exposure),
        "age": age,
        "compared": posts[0]["compared_posts"],
        "posts": [_post(row, age) for row in best if row["post_rank"] <= BEST][:BEST],
    }


def _post(row: Row, age: int) -> dict[str, Any]:
    return {
        "rank": row["post_rank"],
        "on": figures.day(row["published_at"].date()),
        "text": _text(row),
        "account": row["account"],
        "eri": figures.share(row[f"eri_d{age}"]),
        "of": f"{figures.amount(row[f'engagements_d{age}'])} / {figures.amount(row[f'impressions_d{age}'])}",
        "is_promoted": row["is_promoted"],
        "deleted_on": figures.day(row["deleted_seen_at"].date()) if row["deleted_seen_at"] else None,
        "few": row["confidence"] in {"low", "none"},
    }


def _text(row: Row) -> str:
    """As much of a post's words as one needs to know it again."""
    words = " ".join((row["title"] or row["caption"] or "").split())
    return words if len(words) <= _TEXT else f"{words[:_TEXT]}…"


def hour_maps(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """One map per account: the hours that it has published in, judged within formats; those with few posts hidden."""
    ordered = sorted(rows, key=lambda row: (row["platform"], row["account"]))
    of_accounts = groupby(ordered, key=lambda row: (row["platform"], row["account"]))
    return [_hour_map(*account, list(hours)) for account, hours in of_accounts][:MAX_MAPS]


def _hour_map(platform: str, account: str, hours: Sequence[Row]) -> dict[str, Any]:
    known = sorted((row for row in hours if row["time_lift"] is not None), key=lambda row: (row["time_rank"], row["iso_weekday"]))
    name = f"{platform_name(platform)}, {account}"
    cells = [Hour(row["iso_weekday"], row["hour"], row["n"], row["time_lift"]) for row in hours]
    return {
        "platform": platform_name(platform),
        "account": account,
        "since": figures.day(hours[0]["window_first_day"]),
        "until": figures.day(hours[0]["as_of_date"]),
        "n": hours[0]["account_n"],
        "n_without_hour": hours[0]["account_n_without_hour"],
        "n_hidden": len(hours) - len(known),
        "best": _best_hours(known),
        "map": hours_map(f"Engagements by weekday and hour, {name}", cells) if known else None,
        "why": None if known else hours[0]["reason"],
    }


def _best_hours(known: Sequence[Row]) -> str:
    """The hours that stand out; near 1 an order says nothing."""
    best = [
        f"{_WEEKDAYS[row['iso_weekday'] - 1]} {row['hour']:02d}:00 ({row['time_lift']:.2f} times, {row['n']} posts)"
        for row in known[:3]
        if row["time_lift"] >= _STANDS_OUT
    ]
    if best or not known:
        return f"Best: {'; '.join(best)}."
    least, most = (figures.times(row["time_lift"]) for row in (known[-1], known[0]))
    return f"No hour stands out: all lie between {least} and {most}."


def boost_lines(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Posts worth paying for, in the order of their accounts and ranks."""
    return [
        {
            "platform": platform_name(row["platform"]),
            "account": row["account"],
            "rank": row["boost_rank"],
            "on": figures.day(row["published_at"].date()),
            "text": _text(row),
            "age": row["compared_age_days"],
            "eri": figures.share(row["eri"]),
            "of": f"{figures.amount(row['eri_numerator'])} / {figures.amount(row['eri_denominator'])}",
            "others": figures.share(row["others_eri"]),
            "n": row["n"],
            "lift": figures.times(row["boost_lift"]),
            "recommendation": row["recommendation"],
        }
        for row in rows
    ][:MAX_ACCOUNTS]
