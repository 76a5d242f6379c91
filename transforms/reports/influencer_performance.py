"""rpt_influencer_performance: one row per creator x platform x month, from the creators' facts and the strategy.

The score is as of `as_of_date` over the 90 days before it; posts, interactions and cost are the month's. Each column of a post
is the one that was supplied last. Ratios are divided once, at the end, and rounded to 12 significant digits.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from transforms.influence import (
    WINDOW_DAYS,
    Factors,
    Post,
    Typical,
    amplification,
    confidence,
    engagement_rate,
    factors,
    topic_parts,
)
from transforms.months import BrandMonth
from transforms.pillars import Labeller
from transforms.reports.influencer_month import month_figures, ratio, rounded
from transforms.strategy import Strategy

VERSION = 1
# Months before the month whose facts are read: 90 days reach into the third.
MONTHS_BACK = 3
SLICES = ("creators", "labels")

Row = dict[str, Any]
Who = tuple[str, str]
"""(platform, handle)"""


@dataclass
class Creator:
    """What is known of one creator on one platform."""

    snapshots: dict[date, Row] = field(default_factory=dict)
    posts: dict[str, Row] = field(default_factory=dict)

    def followers(self, first: date, last: date) -> dict[date, int]:
        """Day → followers, of the days that say them."""
        return {day: row["followers"] for day, row in sorted(self.snapshots.items()) if first <= day <= last and row["followers"]}


def rows(cut: BrandMonth, strategy: Strategy, snapshots: Iterable[Row], posts: Iterable[Row]) -> list[Row]:
    """The report of one brand and month, ordered by its key; `snapshots` and `posts` are rows of the facts, in any order."""
    names = {(platform, handle): each.name for each in strategy.creators for platform, handle in each.handles.items()}
    known = gathered(snapshots, posts)
    labeller = Labeller(strategy.pillars) if strategy.pillars else None
    first = min(cut.month_start, cut.as_of_date - timedelta(days=WINDOW_DAYS - 1))
    there = {who for who, each in known.items() if _is_there(each, first, cut.month_end)}
    found = [_row(cut, strategy, who, names.get(who), known[who], labeller) for who in sorted(names.keys() | there)]
    best: dict[str, float] = {}
    for row in found:
        if row["is_in_strategy"] and row["score"] is not None:
            best[row["creator"]] = max(best.get(row["creator"], 0.0), row["score"])
    return [row | {"creator_score": best.get(row["creator"]) if row["is_in_strategy"] else row["score"]} for row in found]


def gathered(snapshots: Iterable[Row], posts: Iterable[Row]) -> dict[Who, Creator]:
    """Observations by creator; of each column the value that was supplied last."""
    known: dict[Who, Creator] = defaultdict(Creator)
    for row in sorted(snapshots, key=_observation):
        _overlay(known[row["platform"], row["account_handle"]].snapshots, row["activity_date"], row)
    for row in sorted(posts, key=_observation):
        _overlay(known[row["platform"], row["account_handle"]].posts, row["post_id"], row | {"day": row["published_at"].date()})
    return known


def _observation(row: Row) -> tuple[Any, ...]:
    return row["observed_at"], row["source_sha"], row["source_line"]


def _overlay(known: dict[Any, Row], key: object, row: Row) -> None:
    before = known.get(key, {})
    known[key] = before | {name: value for name, value in row.items() if value is not None or name not in before}


def _is_there(creator: Creator, first: date, last: date) -> bool:
    days = [*creator.snapshots, *(row["day"] for row in creator.posts.values())]
    return any(first <= day <= last for day in days)


def _row(cut: BrandMonth, strategy: Strategy, who: Who, name: str | None, creator: Creator, labeller: Labeller | None) -> Row:
    platform, handle = who
    typical = Typical(
        float(strategy.influence.typical_rate.get(platform, strategy.influence.default_typical_rate)),
        float(strategy.influence.typical_amplification),
    )
    first = cut.as_of_date - timedelta(days=WINDOW_DAYS - 1)
    followers = creator.followers(first, cut.as_of_date)
    recent = [row for row in creator.posts.values() if first <= row["day"] <= cut.as_of_date]
    figures, reasons = month_figures(
        [row for row in creator.posts.values() if cut.month_start <= row["day"] <= cut.month_end],
        [row for day, row in creator.snapshots.items() if cut.month_start <= day <= cut.month_end],
    )
    scored = _scored(recent, followers, cut.as_of_date, typical, labeller)
    missing = _missing(followers, recent, scored["score"], first, cut.as_of_date)
    return {
        "month_start": cut.month_start,
        "month": cut.month,
        "as_of_date": cut.as_of_date,
        "brand": cut.brand,
        "platform": platform,
        "creator": name or handle,
        "account_handle": handle,
        "is_in_strategy": name is not None,
        "basis_source": "fact_creator_post",
        "n": len(recent),
        "typical_rate": typical.rate,
        "typical_amplification": typical.amplification,
        **scored,
        **figures,
        "reason": "; ".join([*missing, *reasons]) or None,
    }


def _scored(
    recent: Sequence[Row], followers: Mapping[date, int], as_of: date, typical: Typical, labeller: Labeller | None
) -> Row:
    """The score with everything that it was made of; without followers there is none, and no rate either."""
    on = max(followers, default=None)
    row: Row = {"followers": followers[on] if on else None, "followers_on": on, "score": None, "confidence": "none"}
    if on is None:
        return row
    posts = [_post(each, followers, as_of, labeller) for each in recent]
    on_topic, told = topic_parts(posts)
    row |= {
        "creator_engagement_rate": rounded(engagement_rate(posts, followers[on], typical.rate)),
        "amplification": rounded(amplification(posts)),
        "topic_share_numerator": on_topic,
        "topic_share_denominator": told,
        "topic_share": ratio(on_topic, told),
    }
    found = factors(posts, followers[on], typical)
    return row | _explained(found) | {"confidence": confidence(len(posts))} if found else row


def _explained(found: Factors) -> Row:
    lost = found.lost or (None, None, None)
    return {
        "score": rounded(found.score),
        "reach_factor": rounded(found.reach),
        "leadership_factor": rounded(found.leadership),
        "engagement_factor": rounded(found.engagement),
        **{f"pts_lost_{name}": rounded(part) for name, part in zip(("reach", "leadership", "engagement"), lost, strict=True)},
    }


def _post(row: Row, followers: Mapping[date, int], as_of: date, labeller: Labeller | None) -> Post:
    amplified = [row[name] for name in ("shares", "quotes", "mentions_received") if row[name] is not None]
    text = row["caption"]
    return Post(
        post_id=row["post_id"],
        age_days=(as_of - row["day"]).days,
        followers=_followers_at(row["day"], followers),
        # Where likes are hidden, the rest would look like a weak post.
        engagements=row["engagements"] if row["likes"] is not None else None,
        amplified=sum(amplified) if amplified else None,
        is_on_topic=any(labeller.labels_of(text, None)) if labeller and text else None,
    )


def _followers_at(day: date, followers: Mapping[date, int]) -> int:
    """Followers when a post was published: the last figure until then, else the first one after."""
    before = [known for known in followers if known <= day]
    return followers[max(before) if before else min(followers)]


def _missing(followers: Mapping[date, int], recent: Sequence[Row], score: float | None, first: date, last: date) -> list[str]:
    """Why there is no score, and which file would change that."""
    reasons = []
    if not followers:
        reasons.append(f"no followers from {first} to {last}: a row of creators.csv would supply them")
    if not recent:
        reasons.append(f"no posts from {first} to {last}: creator_posts.csv would supply them")
    if not reasons and score is None:
        reasons.append("no post with likes, or none with shares or a text about a pillar: creator_posts.csv would supply them")
    return reasons
