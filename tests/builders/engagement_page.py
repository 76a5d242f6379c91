"""The reports of one month as its page reads them: rows with every column, NULL where a test says nothing else."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from transforms.contracts.engagement_columns import SUMMED
from transforms.contracts.tables import TABLES
from transforms.pages.engagement import Month
from transforms.pages.engagement_months import HISTORY

MONTH = "2025-05"
_ALWAYS = {
    "month": MONTH,
    "month_start": date(2025, 5, 1),
    "as_of_date": date(2025, 5, 31),
    "brand": "atelier",
    "platform": "instagram",
    "account": "atelier.lumen",
    "basis": "published",
    "basis_source": "dim_post",
    "n_posts": 12,
    "n": 12,
    "confidence": "high",
    "is_complete": True,
}


def row(table: str, /, **told: Any) -> dict[str, Any]:
    """One row of a report."""
    empty = dict.fromkeys(TABLES[table].columns)
    lacking = {f"{name}_n_missing": _ALWAYS["n"] for name in SUMMED if f"{name}_n_missing" in empty}
    return empty | lacking | {name: value for name, value in _ALWAYS.items() if name in empty} | told


def volume(table: str = "rpt_engagement", /, **told: Any) -> dict[str, Any]:
    """A row of a level with what was shown, engagements and their rate."""
    shown = {
        "impressions": 1_000, "impressions_n_missing": 0, "likes": 40, "likes_n_missing": 0, "comments": 10,
        "comments_n_missing": 0, "engagements": 50, "engagements_n_missing": 3, "components_present": 3,
        "exposure_metric": "views", "eri_numerator": 50, "eri_denominator": 1_000, "eri": 0.05,
    }  # fmt: skip
    return row(table, **(shown | told))


def history(month: str, **told: Any) -> dict[str, Any]:
    """A row of an earlier month as the charts read it."""
    whole = volume("rpt_engagement_platform", **told)
    return {name: whole[name] for name in HISTORY} | {"month": month}


def post(**told: Any) -> dict[str, Any]:
    """A post that is the best of its kind at an age of 7 days."""
    ranked = {
        "published_at": datetime(2025, 5, 3, 6, 30, tzinfo=UTC), "post_id": "1", "media_type": "image", "caption": "A coat",
        "exposure_metric": "views", "compared_age_days": 7, "compared_posts": 5, "post_rank": 1, "engagements_d7": 50,
        "impressions_d7": 1_000, "eri_d7": 0.05,
    }  # fmt: skip
    return row("rpt_post", **(ranked | told))


def hour(weekday: int, of_day: int, **told: Any) -> dict[str, Any]:
    """An hour of which enough posts are known."""
    known = {
        "iso_weekday": weekday, "hour": of_day, "n": 4, "time_lift": 1.25, "time_rank": 1, "account_n": 40,
        "account_n_without_hour": 0, "window_first_day": date(2024, 12, 3),
    }  # fmt: skip
    return row("rpt_best_time", **(known | told))


def page_of(
    tables: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    beside: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    **more: Any,
) -> Month:
    """A month with what a test says of it, and nothing else."""
    told = tables if tables is not None else {"rpt_engagement": [volume()]}
    own = list(told.get("rpt_engagement_platform", ()))
    return Month("atelier", MONTH, told, {**(beside or {}), MONTH: own}, **more)
