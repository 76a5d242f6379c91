"""What the warehouse must say of a history, told by plain Python over the generated records: no file, no frame, no SQL.

It is written from METRICS and DESIGN, not from the code under test.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.builders import instagram, x
from tests.properties.histories import OWN, PARTNER, TITLES, ZONES, Export, Record

# Which format to believe first.
RANK = ("instagram_content", *TITLES, "x_content", "x_overview", "x_tweet_activity")
BEST_SOURCE = ("id", "zoned", "unknown")
COMPONENTS = ("likes", "comments", "shares", "saves")
SUMMED = ("impressions", *COMPONENTS, "engagements_native", "link_clicks", "follows", "profile_visits")
WITH_MISSING = ("impressions", *COMPONENTS, "link_clicks", "follows", "profile_visits")


@dataclass(frozen=True)
class Seen:
    """One accepted record and where it came from."""

    export: Export
    line: int
    record: Record

    @property
    def table(self) -> str:
        if self.export.format.startswith(("instagram_overview", "x_overview")):
            return "fact_account_daily"
        return "fact_post_daily" if self.record.day else "fact_post_snapshot"

    @property
    def platform(self) -> str:
        return self.export.format.partition("_")[0]

    @property
    def entity(self) -> tuple[object, ...]:
        """The thing that was observed."""
        about = (self.export.brand, self.platform, self.export.format, self.table)
        if self.table == "fact_account_daily":
            return (*about, self.record.day)
        return (*about, *self.post, self.record.day)

    @property
    def key(self) -> tuple[object, ...]:
        return (*self.entity, self.export.taken.date() if self.table == "fact_post_snapshot" else None)

    @property
    def post(self) -> tuple[str, int, datetime | None]:
        # An id of X is made of its moment.
        return (self.platform, self.record.number, self.record.moment if self.platform == "x" else None)

    @property
    def weight(self) -> tuple[datetime, int, str, int]:
        """The larger one wins a contest."""
        inverse = "".join(chr(127 - ord(letter)) for letter in self.export.sha)
        return (self.export.taken, len(self.record.measures), inverse, -self.line)

    @property
    def account(self) -> str:
        if self.table == "fact_account_daily" or self.record.account[1] == OWN[1]:
            return instagram.HANDLE if self.platform == "instagram" else x.HANDLE.lower()
        return PARTNER[0] if self.platform == "instagram" else "studionoord"

    @property
    def is_own(self) -> bool:
        return self.table == "fact_account_daily" or self.record.account[1] == OWN[1]

    @property
    def published(self) -> tuple[int, datetime | None]:
        """(rank of the source, moment) that this record alone would give."""
        moment = self.record.moment
        if moment is None:
            return BEST_SOURCE.index("unknown"), None
        if self.record.by_id or self.platform == "x":
            return BEST_SOURCE.index("id"), moment
        wall = moment.astimezone(instagram.PACIFIC).replace(fold=0)
        return BEST_SOURCE.index("zoned"), wall.astimezone(UTC)


@dataclass
class Told:
    """What became of a history."""

    files: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    accepted: list[Seen] = field(default_factory=list)

    @property
    def winners(self) -> dict[tuple[object, ...], Seen]:
        """The one record of each key that the facts hold."""
        best: dict[tuple[object, ...], Seen] = {}
        for seen in self.accepted:
            if seen.key not in best or best[seen.key].weight < seen.weight:
                best[seen.key] = seen
        return best

    def rows(self, table: str, brand: str) -> list[Seen]:
        return [seen for seen in self.winners.values() if seen.table == table and seen.export.brand == brand]

    def published(self, brand: str) -> dict[tuple[object, ...], datetime | None]:
        """When each post was published: the best source over all its observations, among equals the earliest moment."""
        told: dict[tuple[object, ...], list[tuple[int, datetime | None]]] = defaultdict(list)
        for seen in self.accepted:
            if seen.table == "fact_post_snapshot" and seen.export.brand == brand:
                told[seen.post].append(seen.published)
        return {
            post: min(found, key=lambda each: (each[0], each[1] or datetime.max.replace(tzinfo=UTC)))[1]
            for post, found in told.items()
        }


def tell(history: Iterable[Export]) -> Told:
    """Judge every file, then every record."""
    told = Told()
    for export in history:
        seen = [Seen(export, line, record) for line, record in enumerate(export.records)]
        good = [each for each in seen if not each.record.is_bad]
        dated = any(record.day or record.moment for record in export.records)
        # More than half of it unreadable, or no date at all: the file is held.
        if not dated or len(seen) - len(good) > len(seen) / 2:
            told.files[export.brand, export.sha] = {"state": "held", "n_records": len(seen)}
            continue
        kept: dict[tuple[object, ...], Seen] = {}
        for each in good:
            if each.key not in kept or kept[each.key].weight < each.weight:
                kept[each.key] = each
        told.accepted += kept.values()
        told.files[export.brand, export.sha] = {
            "state": "taken",
            "n_records": len(seen),
            "n_quarantined": len(seen) - len(good),
            "n_duplicates": len(good) - len(kept),
            "n_accepted": len(kept),
        }
    return told


def engagement(told: Told, brand: str) -> list[dict[str, Any]]:
    """rpt_engagement of one brand, every column of it."""
    accepted = [seen.export.taken.date() for seen in told.accepted if seen.export.brand == brand]
    groups = _published(told, brand) | _activity(told, brand)
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
            "as_of_date": min((start + timedelta(days=31)).replace(day=1) - timedelta(days=1), max(accepted)),
            "brand": brand,
            "platform": platform,
            "account": account,
            "basis": basis,
            "basis_source": source,
            "n_posts": n_posts.get((month, platform, account)),
        }
        counted = "views" if platform == "instagram" else "impressions"
        row["exposure_metric"] = counted if any("impressions" in each for each in rows) else None
        found.append(row | _sums(rows, row["n_posts"]) | _reach(reach, basis))
    return sorted(found, key=lambda row: (row["platform"], row["month"], row["account"], row["basis"]))


Group = tuple[str, list[dict[str, int]], list[int]]
"""(basis_source, measures of each row, daily reach)"""


def _published(told: Told, brand: str) -> dict[tuple[str, str, str, str], Group]:
    posts: dict[tuple[object, ...], dict[str, Seen]] = defaultdict(dict)
    for seen in told.rows("fact_post_snapshot", brand):
        latest = posts[seen.post].get(seen.export.format)
        if latest is None or latest.export.taken < seen.export.taken:
            posts[seen.post][seen.export.format] = seen
    moments = told.published(brand)
    groups: dict[tuple[str, str, str, str], Group] = {}
    for post, by_format in posts.items():
        best_first = [by_format[format_] for format_ in RANK if format_ in by_format]
        moment = moments[post]
        if moment is None or not best_first[0].is_own:
            continue
        month = f"{moment.astimezone(ZoneInfo(ZONES[brand])):%Y-%m}"
        group = groups.setdefault((month, post[0], best_first[0].account, "published"), ("dim_post", [], []))  # type: ignore[arg-type]
        group[1].append(_coalesced(best_first))
    return groups


def _activity(told: Told, brand: str) -> dict[tuple[str, str, str, str], Group]:
    groups: dict[tuple[str, str, str, str], Group] = {}
    for table in ("fact_account_daily", "fact_post_daily"):
        days: dict[tuple[Any, ...], list[Seen]] = defaultdict(list)
        for seen in told.rows(table, brand):
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
