"""Sums over rows of facts and the rates made of them: METRICS 1.1 and R1 to R4 in plain Python."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from math import floor
from typing import Any

Row = dict[str, Any]

COMPONENTS = ("likes", "comments", "shares", "saves")
SUPPLIED = (
    "impressions", *COMPONENTS, "engagements_native", "link_clicks", "clicks", "profile_visits", "follows", "followers_net",
    "negative_feedback", "video_views", "watch_time_s", "thumbnail_impressions", "impressions_organic", "impressions_promoted",
    "video_views_organic", "video_views_promoted", "engagements_promoted",
)  # fmt: skip
OURS = ("engagements", "engagements_plus_clicks", "engagements_native_difference")


def confidence(n: int) -> str:
    """How far n carries the rates."""
    return "none" if n < 3 else "low" if n < 10 else "high"


def divided(top: Any, bottom: Any) -> float | None:
    """R3, and twelve significant digits."""
    return float(f"{float(top) / float(bottom):.11e}") if top is not None and bottom else None


def total(values: Iterable[Any]) -> Any:
    """R1: NULL only if all are NULL."""
    supplied = [value for value in values if value is not None]
    return sum(supplied[1:], supplied[0]) if supplied else None


def one_exposure(pairs: Iterable[tuple[Any, str | None]]) -> str | None:
    """What impressions count, if they all count the same."""
    kinds = {kind for impressions, kind in pairs if impressions is not None and kind is not None}
    return "mixed" if len(kinds) > 1 else next(iter(kinds), None)


def _of_views(row: Row) -> int | None:
    if row["video_views"] is not None:
        return int(row["video_views"])
    return row["impressions"] if row["exposure_metric"] == "video_views" else None


def _weighted(share: float | None, weight: int | None) -> Decimal | None:
    if share is None or weight is None:
        return None
    scaled = share * weight * 10_000
    return Decimal(floor(abs(scaled) + 0.5) * (1 if scaled >= 0 else -1)).scaleb(-4)


def _thousand(value: int | None) -> int | None:
    return None if value is None else value * 1000


# Rate → what stands above and below its line, of one row.
RATES: dict[str, tuple[Callable[[Row], Any], Callable[[Row], Any]]] = {
    "eri": (lambda row: row["engagements"], lambda row: row["impressions"]),
    "erf": (lambda row: row["engagements"], lambda row: row.get("at_publish")),
    "ctr": (lambda row: row["link_clicks"], lambda row: row["impressions"]),
    "virality_rate": (lambda row: row["shares"], lambda row: row["impressions"]),
    "save_rate": (lambda row: row["saves"], lambda row: row["impressions"] if row.get("platform") == "pinterest" else None),
    "hide_rate": (lambda row: row["negative_feedback"], lambda row: row["impressions"]),
    "amplification_per_1000_followers": (lambda row: _thousand(row["shares"]), lambda row: row.get("at_publish")),
    "yt_thumbnail_ctr": (
        lambda row: _weighted(row.get("thumbnail_ctr"), row["thumbnail_impressions"]),
        lambda row: row["thumbnail_impressions"],
    ),
    "mean_view_share": (lambda row: _weighted(row.get("mean_share"), _of_views(row)), _of_views),
}


def sums(rows: list[Row]) -> Row:
    """Sums, their missing rows, and the rates that have sums of their own."""
    found: Row = {"n": len(rows)}
    for name in (*SUPPLIED, *OURS):
        found[name] = total([row[name] for row in rows])
        found[f"{name}_n_missing"] = sum(row[name] is None for row in rows)
    found["components_present"] = sum(
        1 << bit for bit, name in enumerate(COMPONENTS) if any(row[name] is not None for row in rows)
    )
    found["exposure_metric"] = one_exposure([(row["impressions"], row["exposure_metric"]) for row in rows])
    for rate, (above, below) in RATES.items():
        both = [(above(row), below(row)) for row in rows if above(row) is not None and below(row) is not None]
        found[f"{rate}_numerator"] = total([top for top, _ in both])
        found[f"{rate}_denominator"] = total([bottom for _, bottom in both])
        found[rate] = divided(found[f"{rate}_numerator"], found[f"{rate}_denominator"])
    return found


def per_post(row: Row) -> Row:
    """Rates of two columns that stand there anyway."""
    return {
        "amplification_rate": divided(row["shares"], row["n_posts"]),
        "conversation_rate": divided(row["comments"], row["n_posts"]),
        "applause_rate": divided(row["likes"], row["n_posts"]),
    }
