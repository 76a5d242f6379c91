"""What a creator did about our brand in one month: engagements, interactions, cost and how it was earned (METRICS 1.5)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
MIXED = "mixed"


def month_figures(posts: Sequence[Row], snapshots: Iterable[Row]) -> tuple[Row, list[str]]:
    """Figures of the month's posts and days of one creator, and why some of them are missing."""
    about_us = [post for post in posts if is_about_us(post)]
    currencies = sorted({post["currency"] for post in about_us if post["cost"]} - {None})
    ours, theirs = total(post["our_interactions"] for post in posts), total(day["creator_interactions"] for day in snapshots)
    figures = {
        "n_posts": len(posts),
        "n_posts_about_us": len(about_us),
        "engagements_about_us": total(post["engagements"] for post in about_us),
        "engagements_about_us_n_missing": sum(post["engagements"] is None for post in about_us),
        "our_interactions": ours,
        "creator_interactions": theirs,
        "give_ratio": ratio(ours, theirs),
        "cost_n_missing": sum(post["cost"] is None and post["activation_kind"] in {"paid", "gifted"} for post in about_us),
        "currency": MIXED if len(currencies) > 1 else next(iter(currencies), None),
        **_earned(about_us),
    }
    if len(currencies) > 1:
        return figures, [f"cost in {' and '.join(currencies)}: not added"]
    return figures | _cost(about_us), []


def is_about_us(post: Row) -> bool:
    """Somebody said so, or nobody denied it and it is told how it came about."""
    return post["is_about_us"] is True or (post["is_about_us"] is None and post["activation_kind"] is not None)


def _cost(about_us: Sequence[Row]) -> Row:
    """Cost per engagement is a ratio of sums over what cost something; earned posts are in neither sum (R3)."""
    paid = [post for post in about_us if post["cost"] and post["engagements"] is not None]
    spent, engaged = total(post["cost"] for post in paid), total(post["engagements"] for post in paid)
    return {
        "cost": total(post["cost"] for post in about_us),
        "cpe_numerator": spent,
        "cpe_denominator": engaged,
        "cpe": ratio(spent, engaged),
    }


def _earned(about_us: Sequence[Row]) -> Row:
    told = [post for post in about_us if post["activation_kind"] is not None]
    earned = [post for post in told if post["activation_kind"] == "earned"]
    engaged, engaged_all = (total(post["engagements"] for post in each) for each in (earned, told))
    if engaged_all is not None:
        engaged = engaged or 0
    return {
        "earned_share_numerator": len(earned),
        "earned_share_denominator": len(told),
        "earned_share": ratio(len(earned), len(told)),
        "earned_engagements_share_numerator": engaged,
        "earned_engagements_share_denominator": engaged_all,
        "earned_engagements_share": ratio(engaged, engaged_all),
    }


def total(values: Iterable[Any]) -> Any:  # noqa: ANN401 - whole numbers stay whole, money stays decimal
    """Exact sum; NULL only if all are NULL (R1)."""
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None


def ratio(numerator: int | Decimal | None, denominator: int | None) -> float | None:
    """R2, R3: one division at the end, NULL for a zero or missing denominator."""
    return rounded(float(Decimal(numerator) / denominator)) if numerator is not None and denominator else None


def rounded(value: float | None) -> float | None:
    """12 significant digits: what every engine agrees on."""
    return None if value is None else float(f"{value:.12g}")
