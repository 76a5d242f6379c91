"""rpt_engagement of one brand, every column, by plain Python from rows of the facts. Written from METRICS 1.1, 1.2 and DESIGN 6.

No frame and no SQL: lists, dictionaries and one division at the end of each rate.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

from tests.properties.engagement_sums import COMPONENTS, SUPPLIED, Row, confidence, divided, one_exposure, per_post, sums, total
from transforms.exports.register import FORMATS

At = tuple[str, str, str, str]
"""(month, platform, account, basis)"""

# Whose midnight cuts a platform's days (METRICS 2.2).
PACIFIC = {"facebook", "instagram", "youtube"}
CARRIED = 3


@dataclass(frozen=True)
class Facts:
    """What a brand's facts hold."""

    posts: list[Row]
    post_days: list[Row]
    account_days: list[Row]
    changes: list[Row]


@dataclass
class Group:
    """The rows behind one row of the report."""

    source: str
    rows: list[Row] = field(default_factory=list)


def engagement(facts: Facts, brand: str, zone: str, latest: date) -> list[Row]:
    """Every row of rpt_engagement, by platform, month, account and basis."""
    days = list(_account_days(facts.account_days))
    followers = {(row["platform"], row["account"], row["day"]): row["followers"] for row in days if row["followers"] is not None}
    groups = _published(facts.posts, zone, followers)
    n_posts = {at[:3]: _posts(group.rows) for at, group in groups.items()}
    groups |= _activity(_by_post_day(facts.post_days), days, _by_change(facts.changes, zone))
    found = []
    for at, group in groups.items():
        month, platform, account, basis = at
        start = date.fromisoformat(f"{month}-01")
        as_of = min(last_day(start), latest)
        row = {
            "month_start": start, "month": month, "as_of_date": as_of, "brand": brand, "platform": platform, "account": account,
            "basis": basis, "basis_source": group.source,
        }  # fmt: skip
        row |= dict.fromkeys(("n_posts", "n_posts_live", "n_posts_deleted"))
        row |= {} if basis == "activity_unplaced" else n_posts.get(at[:3], {})
        row |= sums(group.rows) | _post_means(group.rows if basis == "published" else [], basis)
        row |= per_post(row)
        row |= _reach([day for day in days if day["at"] == at[:3]] if basis == "activity" else None)
        row |= _stocks(followers, platform, account, start, as_of) if basis == "activity" else _stocks({}, "", "", start, as_of)
        found.append(row | {"confidence": confidence(len(group.rows))})
    return sorted(found, key=lambda row: (row["platform"], row["month"], row["account"], row["basis"]))


def _posts(posts: list[Row]) -> Row:
    gone = sum(post["deleted_seen_at"] is not None for post in posts)
    return {"n_posts": len(posts), "n_posts_live": len(posts) - gone, "n_posts_deleted": gone}


def last_day(start: date) -> date:
    """Last day of the month that begins on `start`."""
    return (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)


# The rows of each basis ----------------------------------------------------------------------------------------------------


def _published(posts: Iterable[Row], zone: str, followers: Mapping[Any, int]) -> dict[At, Group]:
    groups: dict[At, Group] = {}
    for post in posts:
        if not post["is_own"] or post["published_at"] is None:
            continue
        month = f"{post['published_at'].astimezone(ZoneInfo(zone)):%Y-%m}"
        cut = ZoneInfo("America/Los_Angeles" if post["platform"] in PACIFIC else "UTC")
        day = post["published_at"].astimezone(cut).date()
        row = measures(post) | {
            "reach": post["reach"],
            "mean_share": post["avg_view_share"],
            "thumbnail_ctr": post["thumbnail_ctr"],
            "deleted_seen_at": post["deleted_seen_at"],
        }
        row["platform"] = post["platform"]
        row["at_publish"] = carried(followers, post["platform"], post["account"], day)[0]
        groups.setdefault((month, post["platform"], post["account"], "published"), Group("dim_post")).rows.append(row)
    return groups


def _by_post_day(rows: Iterable[Row]) -> dict[At, Group]:
    own = [row for row in rows if row["is_own"] and not FORMATS[row["format"]].partial]
    told = {(row["platform"], row["account"], f"{row['activity_date']:%Y-%m}", row["format"]) for row in rows}
    things: dict[Any, list[Row]] = defaultdict(list)
    for row in own:
        month = f"{row['activity_date']:%Y-%m}"
        twin = FORMATS[row["format"]].same_post_as
        if (row["platform"], row["account"], month, twin) not in told:
            things[month, row["platform"], row["account"], row["post_id"], row["activity_date"]].append(row)
    groups: dict[At, Group] = {}
    for (month, platform, account, *_), same in things.items():
        groups.setdefault((month, platform, account, "activity"), Group("fact_post_daily")).rows.append(
            _best(same) | {"platform": platform}
        )
    return groups


def _account_days(rows: Iterable[Row]) -> Iterable[Row]:
    things: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        if row["is_own"]:
            things[row["platform"], row["account"], row["activity_date"]].append(row)
    for (platform, account, day), same in things.items():
        about = {"platform": platform, "account": account, "day": day, "at": (f"{day:%Y-%m}", platform, account)}
        yield _best(same) | about | {"reach": _first(same, "reach"), "followers": _first(same, "followers")}


def _by_change(rows: list[Row], zone: str) -> dict[At, Group]:
    told = {(row["platform"], row["account"], f"{row['to_date']:%Y-%m}", row["format"]) for row in rows}
    things: dict[Any, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        twin = FORMATS[row["format"]].same_post_as
        if row["is_own"] and (row["platform"], row["account"], f"{row['to_date']:%Y-%m}", twin) not in told:
            end = (row["to_at"] - timedelta(microseconds=1)).astimezone(ZoneInfo(zone))
            things[f"{end:%Y-%m}", row["platform"], row["account"], row["post_id"]][row["format"]].append(row)
    groups: dict[At, Group] = {}
    for (month, platform, account, _), by_format in things.items():
        start = datetime.fromisoformat(f"{month}-01").replace(tzinfo=ZoneInfo(zone))
        for basis in ("activity", "activity_unplaced"):
            same = [row for row in by_format[min(by_format, key=rank)] if (row["from_at"] >= start) == (basis == "activity")]
            if same:
                group = groups.setdefault((month, platform, account, basis), Group("fact_post_change"))
                group.rows.append(_added_changes(same) | {"platform": platform})
    return groups


def _added_changes(rows: list[Row]) -> Row:
    row = {name: total([each.get(f"{name}_delta") for each in rows]) for name in SUPPLIED}
    row["exposure_metric"] = one_exposure([(each["impressions_delta"], each["exposure_metric"]) for each in rows])
    return _with_ours(row)


def _activity(by_post: dict[At, Group], days: list[Row], by_change: dict[At, Group]) -> dict[At, Group]:
    """Post-days, else account-days that say something, else changes, else account-days that hold reach or followers alone."""
    by_account: dict[At, Group] = {}
    for day in days:
        by_account.setdefault((*day["at"], "activity"), Group("fact_account_daily")).rows.append(day)
    telling = {at for at, group in by_account.items() if any(row[name] is not None for row in group.rows for name in SUPPLIED)}
    changed = {at: group for at, group in by_change.items() if not {(*at[:3], "activity")} & (by_post.keys() | telling)}
    return by_account | changed | {at: by_account[at] for at in telling} | by_post


def rank(format_: str) -> int:
    """Which format to believe first."""
    return list(FORMATS).index(format_)


def _best(same: list[Row]) -> Row:
    """Each measure from the first format that supplies it; what impressions count goes with them."""
    row = {name: _first(same, name) for name in SUPPLIED}
    shown = [each for each in sorted(same, key=lambda each: rank(each["format"])) if each["impressions"] is not None]
    row["exposure_metric"] = next((each["exposure_metric"] for each in shown if each["exposure_metric"]), None)
    means = {"mean_share": _first(same, "avg_view_share"), "thumbnail_ctr": _first(same, "thumbnail_ctr")}
    return _with_ours(row) | means


def _first(same: list[Row], name: str) -> Any:
    ordered = sorted(same, key=lambda each: rank(each["format"]))
    return next((each[name] for each in ordered if each.get(name) is not None), None)


def measures(row: Row) -> Row:
    """The measures of a row, ours made anew."""
    return _with_ours({name: row[name] for name in SUPPLIED} | {"exposure_metric": row["exposure_metric"]})


def _with_ours(row: Row) -> Row:
    engaged = total([row[name] for name in COMPONENTS])
    both = None not in {engaged, row["link_clicks"]}
    native = None not in {engaged, row["engagements_native"]}
    return row | {
        "engagements": engaged,
        "engagements_plus_clicks": engaged + row["link_clicks"] if both else None,
        "engagements_native_difference": row["engagements_native"] - engaged if native else None,
    }


def _post_means(posts: list[Row], basis: str) -> Row:
    found: Row = {}
    for name, top in (("err_post_mean", "engagements"), ("save_rate_post_mean", "saves")):
        both = [(post[top], post["reach"]) for post in posts if post[top] is not None and post["reach"]]
        rates = [Decimal(floor(above / reach * 10**12 + 0.5)).scaleb(-12) for above, reach in both]
        found[name] = divided(total(rates), len(rates))
        found[f"{name}_n"] = len(rates) if basis == "published" else None
    return found


def _reach(days: list[Row] | None) -> Row:
    reach = [day["reach"] for day in days or () if day["reach"] is not None]
    return {
        "avg_daily_reach": divided(sum(reach), len(reach)) if reach else None,
        "max_daily_reach": max(reach, default=None),
        "reach_days": None if days is None else len(reach),
    }


def carried(followers: Mapping[Any, int], platform: str, account: str, day: date) -> tuple[int | None, int | None]:
    """The count at the end of a day, or up to three days older: (count, days by which it is older)."""
    for older in range(CARRIED + 1):
        count = followers.get((platform, account, day - timedelta(days=older)))
        if count is not None:
            return count, older
    return None, None


def _stocks(followers: Mapping[Any, int], platform: str, account: str, start: date, as_of: date) -> Row:
    before, before_older = carried(followers, platform, account, start - timedelta(days=1))
    after, after_older = carried(followers, platform, account, as_of) if as_of >= start else (None, None)
    growth = None if before is None or after is None else after - before
    return {
        "followers_start": before,
        "followers_start_carried_days": before_older,
        "followers_end": after,
        "followers_end_carried_days": after_older,
        "net_follower_growth": growth,
        "follower_growth_rate": divided(growth, before),
    }
