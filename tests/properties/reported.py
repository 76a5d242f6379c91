"""What the reports must say of a history: rpt_engagement and rpt_pillar_balance, told by plain Python from METRICS."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from tests.properties.change_oracle import Pair, observed, pairs
from tests.properties.formats import TITLES
from tests.properties.oracle import Seen, Told
from tests.properties.strategies import PILLARS, TOPICS, ZONES

# Which format to believe first.
RANK = (
    "instagram_content", "facebook_content", "facebook_videos", "facebook_page", *TITLES, "x_content", "x_overview",
    "x_tweet_activity", "youtube_table", "youtube_totals_views", "youtube_totals_subscribers",
)  # fmt: skip
EXPOSURE = {"instagram": "views", "facebook": "views", "x": "impressions", "youtube": "video_views"}
COMPONENTS = ("likes", "comments", "shares", "saves")
SUMMED = ("impressions", *COMPONENTS, "engagements_native", "link_clicks", "follows", "profile_visits")
WITH_MISSING = ("impressions", *COMPONENTS, "link_clicks", "follows", "profile_visits")


@dataclass(frozen=True)
class Post:
    """A post as dim_post has it, in the month of its brand."""

    month: str
    platform: str
    account: str
    measures: dict[str, int]
    text: str
    label: str


def own_posts(told: Told, brand: str) -> list[Post]:
    """The brand's own dated posts, a video asset told together with the one post of its minute."""
    latest: dict[tuple[object, ...], dict[str, Seen]] = defaultdict(dict)
    for seen in told.rows("fact_post_snapshot", brand):
        before = latest[seen.post].get(seen.export.format)
        if before is None or _lateness(before) < _lateness(seen):
            latest[seen.post][seen.export.format] = seen
    moments = told.published(brand)
    for video, post in _same_posts(told, brand, moments).items():
        latest[post] |= latest.pop(video)
    found = []
    for post, by_format in latest.items():
        best_first = [by_format[format_] for format_ in RANK if format_ in by_format]
        moment, first = moments[post], best_first[0]
        if moment is not None and first.is_own:
            month = f"{moment.astimezone(ZoneInfo(ZONES[brand])):%Y-%m}"
            label = next((seen.record.label for seen in best_first if seen.record.label), "")
            lifetimes = [seen for seen in best_first if seen.is_lifetime]
            found.append(Post(month, first.platform, first.account, _coalesced(lifetimes), first.record.text, label))
    return found


def _lateness(seen: Seen) -> tuple[bool, Any]:
    return bool(seen.is_lifetime), seen.export.taken


def _same_posts(told: Told, brand: str, moments: dict[Any, Any]) -> dict[Any, Any]:
    """Video asset → the post that the same page published in the same minute, where each is the only one."""
    rows = told.rows("fact_post_snapshot", brand)
    minutes: dict[Any, set[Any]] = defaultdict(set)
    for seen in rows:
        if seen.export.format == "facebook_content":
            minutes[seen.account_id, moments[seen.post]].add(seen.post)
    met: dict[Any, set[Any]] = defaultdict(set)
    for seen in rows:
        if seen.export.format == "facebook_videos" and moments[seen.post] is not None:
            met[seen.post] |= minutes[seen.account_id, moments[seen.post]]
    alone = {video: next(iter(posts)) for video, posts in met.items() if len(posts) == 1}
    return {video: post for video, post in alone.items() if list(alone.values()).count(post) == 1}


def balance(told: Told, brand: str) -> dict[tuple[str, str], dict[str, Any]]:
    """(month, pillar) → exact shares, their target and how many posts have a pillar, of rpt_pillar_balance."""
    months: dict[str, list[Post]] = defaultdict(list)
    for post in own_posts(told, brand):
        months[post.month].append(post)
    found = {}
    for month, posts in months.items():
        labelled = [(post, pillars) for post in posts if (pillars := pillars_of(brand, post))]
        for pillar in PILLARS[brand]:
            row: dict[str, Any] = {"n": len(labelled), "label_coverage_denominator": len(posts)}
            for basis in ("posts", "impressions", "engagements"):
                weights = [(1 if basis == "posts" else _weight(post, basis), pillars) for post, pillars in labelled]
                row[f"{basis}_share"] = _share([(w, pillars) for w, pillars in weights if w is not None], pillar["name"])
            found[month, pillar["name"]] = row
    return found


def pillars_of(brand: str, post: Post) -> frozenset[str]:
    """The pillars of a post: by its text, and for the atelier by its label."""
    return TOPICS[brand][post.text] | ({"fashion"} if post.label and brand == "atelier" else set())


def _weight(post: Post, basis: str) -> int | None:
    return _engagements(post.measures) if basis == "engagements" else post.measures.get(basis)


def _share(weights: list[tuple[int, frozenset[str]]], pillar: str) -> Fraction | None:
    whole = sum(weight for weight, _ in weights)
    part = sum((Fraction(weight, len(pillars)) for weight, pillars in weights if pillar in pillars), Fraction(0))
    return part / whole if whole else None


def engagement(told: Told, brand: str) -> list[dict[str, Any]]:
    """rpt_engagement of one brand, every column of it."""
    native = _activity(told, brand)
    # Account-days that hold reach alone say nothing of what happened; then changes do, where there are any.
    telling = {at for at, (source, rows, _) in native.items() if source == "fact_post_daily" or any(map(_tells, rows))}
    changes = {at: group for at, group in _changes(told, brand).items() if (*at[:3], "activity") not in telling}
    changes = {at: (source, rows, native[at][2] if at in native else reach) for at, (source, rows, reach) in changes.items()}
    groups = _published(told, brand) | native | changes
    n_posts = {
        (month, platform, account): len(rows)
        for (month, platform, account, basis), (_, rows, _) in groups.items()
        if basis == "published"
    }
    found = []
    for (month, platform, account, basis), (source, rows, reach) in groups.items():
        start = date.fromisoformat(f"{month}-01")
        row: dict[str, Any] = {
            "month_start": start,
            "month": month,
            "as_of_date": min((start + timedelta(days=31)).replace(day=1) - timedelta(days=1), told.latest(brand)),
            "brand": brand,
            "platform": platform,
            "account": account,
            "basis": basis,
            "basis_source": source,
            "n_posts": n_posts.get((month, platform, account)) if basis != "activity_unplaced" else None,
        }
        row["exposure_metric"] = EXPOSURE[platform] if any("impressions" in each for each in rows) else None
        found.append(row | _sums(rows, row["n_posts"]) | _reach(reach, basis))
    return sorted(found, key=lambda row: (row["platform"], row["month"], row["account"], row["basis"]))


def _tells(row: dict[str, int]) -> bool:
    return bool(row.keys() - {"reach", "viewers", "followers"})


Group = tuple[str, list[dict[str, int]], list[int]]
"""(basis_source, measures of each row, daily reach)"""


def _published(told: Told, brand: str) -> dict[tuple[str, str, str, str], Group]:
    groups: dict[tuple[str, str, str, str], Group] = {}
    for post in own_posts(told, brand):
        group = groups.setdefault((post.month, post.platform, post.account, "published"), ("dim_post", [], []))
        group[1].append(post.measures)
    return groups


def _activity(told: Told, brand: str) -> dict[tuple[str, str, str, str], Group]:
    groups: dict[tuple[str, str, str, str], Group] = {}
    for table in ("fact_account_daily", "fact_post_daily"):
        days: dict[tuple[Any, ...], list[Seen]] = defaultdict(list)
        for seen in _counted(told.rows(table, brand)):
            thing = seen.post if table == "fact_post_daily" else None
            if seen.is_own:
                days[f"{seen.record.day:%Y-%m}", seen.platform, seen.account, seen.record.day, thing].append(seen)
        by_account: dict[tuple[str, str, str, str], Group] = {}
        for (month, platform, account, *_), found in days.items():
            row = _coalesced(sorted(found, key=lambda seen: RANK.index(seen.export.format)))
            at = (month, platform, account, "activity")
            group = by_account.setdefault(at, (table, [], groups[at][2] if at in groups else []))
            group[1].append(row)
            if table == "fact_account_daily" and "reach" in row:
                group[2].append(row["reach"])
        groups |= by_account
    return groups


def _changes(told: Told, brand: str) -> dict[tuple[str, str, str, str], Group]:
    """What happened between two observations, in the brand's month in which the later was made; of two formats the better."""
    made = [pair for seen in _by_format(told, brand).values() for pair in pairs(observed(seen))]
    posts_told = {_utc_month(pair) for pair in made if pair.later.about.export.format == "facebook_content"}
    by_format: dict[tuple[Any, ...], dict[str, list[Pair]]] = defaultdict(lambda: defaultdict(list))
    for pair in made:
        seen = pair.later.about
        is_twin = seen.export.format == "facebook_videos" and _utc_month(pair) in posts_told
        if seen.is_own and not is_twin:
            by_format[pair.month(ZONES[brand]), seen.post, seen.account][seen.export.format].append(pair)
    groups: dict[tuple[str, str, str, str], Group] = {}
    for (month, post, account), found in by_format.items():
        rows: dict[str, dict[str, int]] = defaultdict(dict)
        for pair in found[min(found, key=RANK.index)]:
            row = rows["activity" if pair.is_within(ZONES[brand]) else "activity_unplaced"]
            for name, value in pair.differences.items():
                row[name] = row.get(name, 0) + value
        for basis, row in rows.items():
            groups.setdefault((month, post[0], account, basis), ("fact_post_change", [], []))[1].append(row)
    return groups


def _by_format(told: Told, brand: str) -> dict[Any, list[Seen]]:
    lifetimes: dict[Any, list[Seen]] = defaultdict(list)
    for seen in told.rows("fact_post_snapshot", brand):
        if seen.is_lifetime:
            lifetimes[seen.post, seen.export.format].append(seen)
    return lifetimes


def _utc_month(pair: Pair) -> tuple[str, str]:
    return pair.later.about.account, f"{pair.later.day:%Y-%m}"


def _counted(rows: list[Seen]) -> list[Seen]:
    """Days of the most seen videos are not the channel's; days of video assets are those of posts, where posts are told."""
    told = {(seen.account, f"{seen.record.day:%Y-%m}") for seen in rows if seen.export.format == "facebook_content"}
    return [
        seen
        for seen in rows
        if seen.export.format != "youtube_chart_views"
        and not (seen.export.format == "facebook_videos" and (seen.account, f"{seen.record.day:%Y-%m}") in told)
    ]


def _coalesced(best_first: list[Seen]) -> dict[str, int]:
    row: dict[str, int] = {}
    for seen in reversed(best_first):
        row |= seen.record.measures
    return row


def _engagements(row: dict[str, int]) -> int | None:
    supplied = [row[name] for name in COMPONENTS if name in row]
    return sum(supplied) if supplied else None


def _sums(rows: list[dict[str, int]], n_posts: int | None) -> dict[str, Any]:
    found: dict[str, Any] = {"n": len(rows)}
    for name in SUMMED:
        supplied = [row[name] for row in rows if name in row]
        found[name] = sum(supplied) if supplied else None
    found |= {f"{name}_n_missing": sum(name not in row for row in rows) for name in WITH_MISSING}
    engaged = [total for row in rows if (total := _engagements(row)) is not None]
    found["engagements"] = sum(engaged) if engaged else None
    found["components_present"] = 0
    for bit, name in enumerate(COMPONENTS):
        found["components_present"] |= (1 << bit) if any(name in row for row in rows) else 0
    both = [(_engagements(row), row.get("impressions")) for row in rows]
    found |= _ratio("eri", [(top, bottom) for top, bottom in both if top is not None and bottom is not None])
    found |= _ratio(
        "ctr", [(row["link_clicks"], row["impressions"]) for row in rows if {"link_clicks", "impressions"} <= row.keys()]
    )
    found["amplification_rate"] = _divided(found["shares"], n_posts)
    found["conversation_rate"] = _divided(found["comments"], n_posts)
    found["applause_rate"] = _divided(found["likes"], n_posts)
    found["confidence"] = "none" if len(rows) < 3 else "low" if len(rows) < 10 else "high"
    return found


def _ratio(name: str, pairs: list[tuple[int, int]]) -> dict[str, Any]:
    top, bottom = (sum(each) for each in zip(*pairs, strict=True)) if pairs else (None, None)
    return {f"{name}_numerator": top, f"{name}_denominator": bottom, name: _divided(top, bottom)}


def _divided(top: int | None, bottom: int | None) -> float | None:
    return float(f"{top / bottom:.11e}") if top is not None and bottom else None


def _reach(reach: list[int], basis: str) -> dict[str, Any]:
    return {
        "avg_daily_reach": _divided(sum(reach), len(reach)) if reach else None,
        "max_daily_reach": max(reach, default=None),
        "reach_days": len(reach) if basis == "activity" else None,
    }
