"""The levels above accounts and the trends, by plain Python from rows of rpt_engagement as the oracle has them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.properties.engagement_oracle import last_day
from tests.properties.engagement_sums import OURS, RATES, SUPPLIED, Row, confidence, divided, one_exposure, per_post, total

STOCKS = ("followers_start", "followers_end", "net_follower_growth")
BACK = {"mom": 1, "yoy": 12}
COMPONENTS = {"likes", "comments", "shares", "saves"}
# What each compared figure is made of.
MADE_OF: dict[str, set[str]] = {
    "n_posts": set(), "impressions": {"impressions"}, "likes": {"likes"}, "comments": {"comments"}, "shares": {"shares"},
    "saves": {"saves"}, "link_clicks": {"link_clicks"}, "video_views": {"video_views"}, "engagements": COMPONENTS,
    "eri": COMPONENTS | {"impressions"}, "ctr": {"link_clicks", "impressions"}, "followers_end": set(),
}  # fmt: skip
# METRICS 2.1 and 1.1: (id, platform, what changed, since). Impressions and views say themselves what they are.
BREAKS = (
    ("facebook_insights_second_wave", "facebook", {"reach", "video_views"}, date(2026, 6, 15)),
    ("facebook_negative_feedback_ends", "facebook", {"negative_feedback"}, date(2025, 11, 15)),
    ("facebook_reach_parts_end", "facebook", {"reach_organic", "impressions_organic"}, date(2025, 11, 15)),
    ("x_analytics_redesign", "x", {"engagements_native", "profile_visits"}, date(2024, 1, 1)),
)
WITH_VIEWS = {"facebook", "instagram"}


def level(rows: Iterable[Row], names: tuple[str, ...]) -> list[Row]:
    """rpt_engagement_platform or rpt_engagement_brand: accounts added up."""
    together: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        together[row["month"], row["basis"], *(row[name] for name in names)].append(row)
    found = [_added(same, names) for same in together.values()]
    return sorted(found, key=lambda row: (*(row[name] for name in names), row["month"], row["basis"]))


def _added(same: list[Row], names: tuple[str, ...]) -> Row:
    first = same[0]
    row = {name: first[name] for name in ("month_start", "month", "as_of_date", "brand", *names, "basis")}
    row["basis_source"] = ", ".join(sorted({each["basis_source"] for each in same}))
    row["exposure_metric"] = one_exposure([(each["impressions"], each["exposure_metric"]) for each in same])
    row |= {"n_accounts": len(same), "n": sum(each["n"] for each in same)}
    for name in ("n_posts", "n_posts_live", "n_posts_deleted"):
        row[name] = total([each[name] for each in same])
    for name in (*SUPPLIED, *OURS):
        row[name] = total([each[name] for each in same])
        row[f"{name}_n_missing"] = sum(each[f"{name}_n_missing"] for each in same)
    row["components_present"] = 0
    for each in same:
        row["components_present"] |= each["components_present"]
    for rate in RATES:
        row[f"{rate}_numerator"] = total([each[f"{rate}_numerator"] for each in same])
        row[f"{rate}_denominator"] = total([each[f"{rate}_denominator"] for each in same])
        row[rate] = divided(row[f"{rate}_numerator"], row[f"{rate}_denominator"])
    row |= per_post(row)
    for name in STOCKS:
        row[name] = total([each[name] for each in same])
        lacking = sum(each[name] is None for each in same)
        row[f"{name}_n_missing"] = lacking if row["basis"] == "activity" else None
    row["growing_from"] = total([each["followers_start"] for each in same if each["net_follower_growth"] is not None])
    row["follower_growth_rate"] = divided(row["net_follower_growth"], row["growing_from"])
    return row | {"confidence": confidence(row["n"])}


def trend(rows: list[Row], accounts: list[Row], names: tuple[str, ...]) -> list[Row]:
    """Each row beside the same of the month before and of the year before."""
    known = {(row["month"], row["basis"], *(row[name] for name in names)): row for row in rows}
    found = []
    for row in rows:
        if row["basis"] == "activity_unplaced":
            continue
        told = {name: row[name] for name in (*_HEAD, *names)}
        told["is_complete"] = row["as_of_date"] == last_day(row["month_start"])
        for suffix, months in BACK.items():
            base = known.get((earlier(row["month"], months), row["basis"], *(row[name] for name in names)))
            crossed = _crossed(row, accounts, names, months)
            told[f"{suffix}_series_break"] = ", ".join(sorted({id_ for id_, _ in crossed})) or None
            changed = set().union(*(metrics for _, metrics in crossed))
            for name, parts in MADE_OF.items():
                told[name] = row[name]
                told |= _beside(row, base, name, suffix, is_alike=base is not None and _is_alike(row, base, parts, changed))
        found.append(told)
    return found


_HEAD = (
    "month_start", "month", "as_of_date", "brand", "basis", "basis_source", "exposure_metric", "components_present", "n",
    "confidence",
)  # fmt: skip


def earlier(month: str, by: int) -> str:
    """The month `by` months before."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - by
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _crossed(row: Row, accounts: list[Row], names: tuple[str, ...], months: int) -> list[tuple[str, set[str]]]:
    """Changes of meaning between the two months, account by account."""
    base_month, found = earlier(row["month"], months), []
    own = [each for each in accounts if each["basis"] == row["basis"] and all(each[name] == row[name] for name in names)]
    before = {(each["platform"], each["account"]): each for each in own if each["month"] == base_month}
    for each in (each for each in own if each["month"] == row["month"]):
        base = before.get((each["platform"], each["account"]))
        if base is None:
            continue
        for id_, platform, metrics, since in BREAKS:
            if platform == each["platform"] and base["month_start"] < since <= last_day(each["month_start"]):
                found.append((id_, metrics))
        kinds = {base["exposure_metric"], each["exposure_metric"]}
        if each["platform"] in WITH_VIEWS and len(kinds) == 2 and None not in kinds:
            found.append((f"{each['platform']}_impressions_to_views", {"impressions"}))
    return found


def _is_alike(row: Row, base: Row, parts: set[str], changed: set[str]) -> bool:
    if not parts:
        return True
    shown = row["exposure_metric"] == base["exposure_metric"] and row["exposure_metric"] not in {None, "mixed"}
    masks = row["components_present"] == base["components_present"]
    return (
        row["basis_source"] == base["basis_source"]
        and not parts & changed
        and ("impressions" not in parts or shown)
        and (not parts >= COMPONENTS or masks)
    )


def _beside(row: Row, base: Row | None, name: str, suffix: str, *, is_alike: bool) -> Row:
    was = base[name] if base and is_alike else None
    difference = None if was is None or row[name] is None else row[name] - was
    if isinstance(difference, float):
        difference = float(f"{difference:.11e}")
    return {f"{name}_{suffix}_base": was, f"{name}_{suffix}": difference}
