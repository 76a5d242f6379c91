"""The engagement report of one brand and month as a page, and the index of all of them.

A page follows from the published reports alone: same reports, same bytes, with no time of day in it. That of a closed month is
made of closed files, so it stays as it is too.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from transforms.contracts.engagement_columns import COMPARISONS
from transforms.months import last_day
from transforms.pages import engagement_compared, engagement_levels, engagement_others, engagement_posts, figures
from transforms.pages.engagement_months import platform_charts
from transforms.pages.engagement_words import BASIS_WORDS, SECTIONS, WANTING, platform_name
from transforms.pages.plots import bounds_bar
from transforms.pages.rendering import render

if TYPE_CHECKING:
    from markupsafe import Markup

INDEX = "index.html"
Row = Mapping[str, Any]
# What a page shows of its own month. All of them may be wanting.
TABLES = (
    "rpt_engagement", "rpt_engagement_platform", "rpt_engagement_brand", "rpt_engagement_trend", "rpt_engagement_platform_trend",
    "rpt_engagement_brand_trend", "rpt_post", "rpt_best_time", "rpt_boost_candidates", "rpt_conversation", "rpt_share_of_voice",
    "rpt_quality", "rpt_restatements",
)  # fmt: skip
# Table → the columns that are read of it, where that is not all of them.
SHOWN = {**engagement_levels.SHOWN, "rpt_post": engagement_posts.SHOWN_OF_POSTS}
# A month has a page if it has one of these.
SUBJECTS = ("rpt_engagement", "rpt_post", "rpt_conversation", "rpt_share_of_voice")


@dataclass(frozen=True)
class Month:
    """One brand's month as its reports tell it."""

    brand: str
    month: str
    tables: Mapping[str, Sequence[Row]]
    history: Mapping[str, Sequence[Row]]
    """month → rows of rpt_engagement_platform, of this month and those before it"""
    unranked: Sequence[Row] = ()
    """n and reason of the posts without a rank"""
    closed_on: date | None = None

    def rows(self, table: str) -> Sequence[Row]:
        """Rows of a report; none where the month has no such file."""
        return self.tables.get(table, ())


@cache
def version() -> str:
    """Changes when anything does that a page is made with."""
    room = sorted(files("transforms.pages").iterdir(), key=lambda each: each.name)
    texts = [each.read_text("utf-8") for each in room if each.name.endswith((".py", ".html"))]
    texts.append(files("transforms.contracts").joinpath("series_breaks.py").read_text("utf-8"))
    return hashlib.sha256("".join(texts).encode()).hexdigest()[:16]


def page_name(brand: str, month: str) -> str:
    """Where the page of a month lies, beside the index."""
    return f"{brand}/{month}.html"


def month_page(found: Month, stamp: str) -> str:
    """The page of one month; `stamp` says of which files it is made."""
    return render("engagement.html", stamp=stamp, **_facts(found))


def index_page(brands: Sequence[Mapping[str, Any]]) -> str:
    """All months of all brands; each of `brands` has its name and `months`, the latest first: page, stamp, sha and closed_on."""
    told = [
        {
            "brand": each["brand"],
            "years": [
                {"year": year, "months": [_linked(month) for month in each["months"] if month["month"][:4] == year]}
                for year in dict.fromkeys(month["month"][:4] for month in each["months"])
            ],
        }
        for each in brands
    ]
    return render("engagement_index.html", version=version(), brands=told)


def _linked(month: Mapping[str, Any]) -> dict[str, Any]:
    return {**month, "name": figures.month_name(month["month"]).split()[0], "closed_on": figures.day(month["closed_on"])}


def _facts(found: Month) -> dict[str, Any]:
    sections = {**_volume(found), **_accounts(found), **_posts(found), **_talk(found)}
    return {
        "brand": found.brand,
        "month": found.month,
        "month_name": figures.month_name(found.month),
        "closed_on": figures.day(found.closed_on),
        "restated": engagement_others.restated(found.rows("rpt_restatements")) if found.rows("rpt_restatements") else None,
        **_as_of(found),
        **sections,
        "words": BASIS_WORDS,
        "suffixes": [figures.month_short(engagement_compared.earlier(found.month, suffix)) for suffix in COMPARISONS],
        "bounds": partial(_bounds, max((each["high"] for each in sections["reach"]), default=0)),
        "sections": [(name, word) for name, word in SECTIONS if sections[name]],
        "wanting": [WANTING[name] for name in WANTING if not sections[name]],
    }


def _as_of(found: Month) -> dict[str, Any]:
    # All reports of a month are as of one day.
    until = next((row["as_of_date"] for table in SUBJECTS for row in found.rows(table)), last_day(found.month))
    return {"as_of": figures.day(until), "is_complete": until >= last_day(found.month)}


def _volume(found: Month) -> dict[str, Any]:
    """Brand and platforms, by both bases, and month by month."""
    brand, platforms = found.rows("rpt_engagement_brand"), found.rows("rpt_engagement_platform")
    brand_trends, trends = found.rows("rpt_engagement_brand_trend"), found.rows("rpt_engagement_platform_trend")
    levels = {
        basis: {
            "platforms": engagement_levels.summary(platforms, trends, basis, names=("platform",)),
            "brand": next(iter(engagement_levels.summary(brand, brand_trends, basis, names=())), None),
        }
        for basis in engagement_levels.BASES
    }
    every = [*brand_trends, *trends, *found.rows("rpt_engagement_trend")]
    return {
        "published": levels["published"] if levels["published"]["platforms"] else None,
        "activity": levels["activity"] if levels["activity"]["platforms"] else None,
        "unplaced": levels["activity_unplaced"] if levels["activity_unplaced"]["platforms"] else None,
        "breaks": engagement_compared.break_notes(every),
        "without": [
            figures.month_name(engagement_compared.earlier(found.month, suffix))
            for suffix in COMPARISONS
            if every and not any(engagement_compared.has_base(row, suffix) for row in every)
        ],
        "months": platform_charts(found.month, found.history, trends) if platforms else None,
        "followers_in_all": _followers(brand),
    }


def _followers(brand: Iterable[Row]) -> dict[str, Any] | None:
    row = next((row for row in brand if row["basis"] == "activity" and row["followers_end"] is not None), None)
    if row is None:
        return None
    n = row["n_accounts"]
    return {"end": figures.amount(row["followers_end"]), "n": n, "known": n - (row["followers_end_n_missing"] or 0)}


def _accounts(found: Month) -> dict[str, Any]:
    rows = found.rows("rpt_engagement")
    return {
        "accounts": engagement_levels.account_sheets(rows, found.rows("rpt_engagement_trend")),
        "n_accounts": engagement_levels.n_accounts(rows),
        "max_accounts": engagement_levels.MAX_ACCOUNTS,
        "reach": engagement_levels.reach_lines(rows),
        "n_days": last_day(found.month).day,
        "parted": engagement_levels.parted(rows),
        "native": engagement_levels.native_lines(rows),
        "followers": engagement_posts.follower_lines(rows),
    }


def _posts(found: Month) -> dict[str, Any]:
    kinds = engagement_posts.post_kinds(found.rows("rpt_post"))
    return {
        "posts": kinds or found.unranked,
        "kinds": kinds,
        "unranked": found.unranked,
        "times": engagement_posts.hour_maps(found.rows("rpt_best_time")),
        "boost": engagement_posts.boost_lines(found.rows("rpt_boost_candidates")),
    }


def _talk(found: Month) -> dict[str, Any]:
    conversation, quality = found.rows("rpt_conversation"), found.rows("rpt_quality")
    told = engagement_others.conversations(conversation)
    return {
        "conversation": told,
        "silent": engagement_others.silent(conversation) if told else [],
        "voice": engagement_others.voices(found.rows("rpt_share_of_voice")),
        "quality": quality,
        "missing": quality,
        "gaps": engagement_others.gaps(quality),
        "n_exports": len(quality),
        "platforms_named": sorted({platform_name(row["platform"]) for row in quality}),
    }


def _bounds(most: int, each: Mapping[str, Any]) -> "Markup":
    return bounds_bar(f"Reach of {each['platform']}, {each['account']}", each["low"], each["high"], most)
