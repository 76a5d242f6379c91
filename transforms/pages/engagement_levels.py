"""The figures of a brand, its platforms and its accounts, each beside what it is made of and how many rows lack it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from transforms.contracts.engagement_columns import COMPARISONS, compared
from transforms.pages import figures
from transforms.pages.cells import Beside, Cell
from transforms.pages.engagement_compared import RATIOS, comparison, comparisons, has_base
from transforms.pages.engagement_words import (
    COMPARED,
    PARTED,
    PER_POST,
    POST_MEANS,
    RATES,
    SUMS,
    exposure_word,
    parts_words,
    platform_name,
    source_words,
)

Row = Mapping[str, Any]
# A brand may have thousands of accounts; a page that nobody can read tells nothing. The tables have them all.
MAX_ACCOUNTS = 40
_ROW = (
    "month_start",
    "month",
    "as_of_date",
    "brand",
    "basis",
    "basis_source",
    "exposure_metric",
    "components_present",
    "n",
    "confidence",
)
_VOLUME = ("n_posts", "n_posts_deleted", "impressions", "impressions_n_missing", "engagements", "engagements_n_missing")
_RATE = ("eri_numerator", "eri_denominator", "eri")
_TREND = (
    "is_complete", "mom_series_break", "yoy_series_break",
    *(part for name in ("n_posts", "impressions", "engagements", "eri") for part in compared(name)),
)  # fmt: skip
# Of the levels above accounts little is shown; of accounts all is.
SHOWN = {
    "rpt_engagement_platform": (*_ROW, "platform", *_VOLUME, *_RATE),
    "rpt_engagement_brand": (*_ROW, "n_accounts", *_VOLUME, *_RATE, "followers_end", "followers_end_n_missing"),
    "rpt_engagement_platform_trend": (*_ROW, "platform", *_TREND),
    "rpt_engagement_brand_trend": (*_ROW, *_TREND),
}
BASES = ("published", "activity", "activity_unplaced")
_WAYS: dict[str, Callable[[Any], str | None]] = {"share": figures.share, "times": figures.per}
_SHOWN = {"watch_time_s": figures.duration}
_LOW = {"low": "few rows", "none": "hardly any rows"}


def summary(rows: Iterable[Row], trends: Iterable[Row], basis: str, *, names: Sequence[str]) -> list[dict[str, Any]]:
    """One line per row of a level: posts, times shown, engagements and their rate, against earlier months."""
    trend_of = {_key(row, names): row for row in trends}
    return [_line(row, trend_of.get(_key(row, names))) for row in rows if row["basis"] == basis]


def _line(row: Row, trend: Row | None) -> dict[str, Any]:
    return {
        "platform": platform_name(row["platform"]) if "platform" in row else None,
        "n": row["n"],
        "few": _LOW.get(row["confidence"]),
        "source": source_words(row["basis_source"]),
        "n_posts": Cell(figures.amount(row["n_posts"]), _deleted(row), compared=comparisons(trend, "n_posts")),
        "impressions": _told(_sum(row, "impressions"), trend, "impressions", exposure_word(row["exposure_metric"])),
        "engagements": _told(_sum(row, "engagements"), trend, "engagements", parts_words(row["components_present"])),
        "eri": _told(_rate(row, "eri", "share"), trend, "eri"),
    }


def _deleted(row: Row) -> str | None:
    """How many of the posts an export should have shown and did not; they count all the same."""
    return f"{row['n_posts_deleted']:,} deleted since" if row["n_posts_deleted"] else None


def _told(cell: Cell, trend: Row | None, name: str, word: str | None = None) -> Cell:
    return replace(cell, word=word, compared=comparisons(trend, name))


def _key(row: Row, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in (*names, "basis"))


def _sum(row: Row, name: str) -> Cell:
    value, missing = row[name], row[f"{name}_n_missing"]
    kind = "posts" if row["basis"] == "published" else "rows"
    lacking = f"{missing:,} of {row['n']:,} {kind} without" if missing and value is not None else None
    return Cell(_SHOWN.get(name, figures.amount)(value), lacking=lacking)


def _rate(row: Row, name: str, way: str) -> Cell:
    top, bottom = figures.amount(row[f"{name}_numerator"]), figures.amount(row[f"{name}_denominator"])
    why = "no rate over 0" if row[f"{name}_denominator"] == 0 else "not supplied"
    return Cell(_WAYS[way](row[name]), of=f"{top} / {bottom}" if top and bottom else None, why=why)


def account_sheets(rows: Iterable[Row], trends: Iterable[Row]) -> list[dict[str, Any]]:
    """Everything of each account, both bases side by side, those with most posts first."""
    trend_of = {_key(row, ("platform", "account")): row for row in trends}
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        found.setdefault((row["platform"], row["account"]), {})[row["basis"]] = row
    ordered = sorted(found.items(), key=lambda each: (each[0][0], -(_posts(each[1])), each[0][1]))
    return [_sheet(*key, bases, trend_of) for key, bases in ordered[:MAX_ACCOUNTS]]


def n_accounts(rows: Iterable[Row]) -> int:
    """Accounts behind the rows."""
    return len({(row["platform"], row["account"]) for row in rows})


def _posts(bases: Mapping[str, Row]) -> int:
    return max(row["n_posts"] or 0 for row in bases.values())


def _sheet(platform: str, account: str, bases: Mapping[str, Row], trend_of: Mapping[tuple[Any, ...], Row]) -> dict[str, Any]:
    present = [basis for basis in BASES if basis in bases]
    measures = [*_sums(bases, present), *_rates(bases, present)]
    return {
        "platform": platform_name(platform),
        "account": account,
        "n_posts": figures.amount(_posts(bases)),
        "bases": [_basis(basis, bases[basis]) for basis in present],
        "measures": [each for each in measures if any(cell.value for cell in each["cells"])],
        "absent": [each["word"] for each in measures if not any(cell.value for cell in each["cells"])],
        "compared": [
            {"basis": basis, "rows": list(_compared(trend_of[platform, account, basis]))}
            for basis in present
            if (platform, account, basis) in trend_of and _has_bases(trend_of[platform, account, basis])
        ],
    }


def _basis(basis: str, row: Row) -> dict[str, Any]:
    return {
        "basis": basis,
        "n": figures.amount(row["n"]),
        "source": source_words(row["basis_source"]),
        "exposure": exposure_word(row["exposure_metric"]) if row["impressions"] is not None else None,
        "parts": parts_words(row["components_present"]),
        "few": _LOW.get(row["confidence"]),
    }


def _sums(bases: Mapping[str, Row], present: Sequence[str]) -> Iterable[dict[str, Any]]:
    for name, word in (*SUMS, *PARTED):
        yield {"word": word, "note": None, "cells": [_sum(bases[basis], name) for basis in present]}


def _rates(bases: Mapping[str, Row], present: Sequence[str]) -> Iterable[dict[str, Any]]:
    for name, word, parts, way in RATES:
        yield {"word": word, "note": parts, "cells": [_rate(bases[basis], name, way) for basis in present]}
    for name, word, part in PER_POST:
        cells = [
            Cell(
                figures.per(row[name]), of=f"{figures.amount(row[part])} / {row['n_posts']:,}" if row[name] is not None else None
            )
            for row in (bases[basis] for basis in present)
        ]
        yield {"word": word, "note": None, "cells": cells}
    for name, word in POST_MEANS:
        cells = [
            Cell(figures.share(row[name]), of=f"{row[f'{name}_n']:,} posts" if row[name] is not None else None)
            for row in (bases[basis] for basis in present)
        ]
        yield {"word": word, "note": "a mean of rates, for reach is never added", "cells": cells}


def _has_bases(trend: Row) -> bool:
    return any(has_base(trend, suffix) for suffix in COMPARISONS)


def _compared(trend: Row) -> Iterable[dict[str, Any]]:
    for name, word in COMPARED:
        if trend[name] is not None:
            shown = figures.share if name in RATIOS else figures.amount
            found = [comparison(trend, name, suffix) for suffix in COMPARISONS]
            yield {"word": word, "value": shown(trend[name]), "beside": [Beside(each) if each else None for each in found]}


def reach_lines(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Reach of accounts as bounds: at least its best day, at most all days together."""
    return [
        {
            "platform": platform_name(row["platform"]),
            "account": row["account"],
            "low": row["max_daily_reach"],
            "high": round(row["avg_daily_reach"] * row["reach_days"]),
            "least": figures.amount(row["max_daily_reach"]),
            "most": figures.amount(round(row["avg_daily_reach"] * row["reach_days"])),
            "mean": figures.amount(round(row["avg_daily_reach"])),
            "days": row["reach_days"],
        }
        for row in rows
        if row["basis"] == "activity" and row["max_daily_reach"] is not None
    ][:MAX_ACCOUNTS]


def parted(rows: Iterable[Row]) -> dict[str, Any] | None:
    """What was organic and what was promoted, of accounts whose exports tell; what none of them tells has no column."""
    told = [row for row in rows if any(row[name] is not None for name, _ in PARTED)][:MAX_ACCOUNTS]
    known = [(name, word) for name, word in PARTED if any(row[name] is not None for row in told)]
    lines = [
        {
            "platform": platform_name(row["platform"]),
            "account": row["account"],
            "basis": row["basis"],
            "cells": [_sum(row, name) for name, _ in known],
        }
        for row in told
    ]
    return {"words": [word for _, word in known], "lines": lines} if lines else None


def native_lines(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The platforms' own engagements beside ours, and by how much they differ in the rows that have both."""
    return [
        {
            "platform": platform_name(row["platform"]),
            "account": row["account"],
            "basis": row["basis"],
            "ours": _sum(row, "engagements"),
            "theirs": _sum(row, "engagements_native"),
            "difference": _sum(row, "engagements_native_difference"),
            "parts": parts_words(row["components_present"]),
        }
        for row in rows
        if row["engagements_native"] is not None
    ][:MAX_ACCOUNTS]
