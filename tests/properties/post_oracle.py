"""The reports by post, told by plain Python from METRICS (R1 to R7, 1.1, 1.4) over generated records: no frame, no SQL."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from tests.properties.post_histories import OWN, TEXTS, History, Post, Told

Row = dict[str, Any]
AGES = (1, 7, 28)
COMPONENTS = ("likes", "comments", "shares", "saves")
AGED = ("impressions", *COMPONENTS, "engagements", "link_clicks")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def divided(top: int | Fraction | None, bottom: int | Fraction | None) -> float | None:
    """R2, R3, rounded to 12 significant digits."""
    return float(f"{float(Fraction(top) / Fraction(bottom)):.11e}") if top is not None and bottom else None


def confidence(n: int) -> str:
    return "none" if n < 3 else "low" if n < 10 else "high"


def engagements(values: dict[str, int]) -> int | None:
    supplied = [values[name] for name in COMPONENTS if name in values]
    return sum(supplied) if supplied else None


def mask(values: dict[str, int]) -> int:
    return sum(1 << bit for bit, name in enumerate(COMPONENTS) if name in values)


class Reports:
    """What the three reports of a history must say."""

    def __init__(self, made: History) -> None:
        self.zone = ZoneInfo(made.zone)
        self.followers = made.followers
        self.latest = max(told.taken for told in made.told).date()
        # of one day the facts keep the last observation
        by_day = {(told.post, told.taken.date()): told for told in sorted(made.told, key=lambda told: told.taken)}
        self.seen: dict[Post, list[Told]] = defaultdict(list)
        for told in by_day.values():
            if told.post.account == OWN:
                self.seen[told.post].append(told)
        self.posts: dict[str, list[Post]] = {self.month(post): [] for post in self.seen}
        for post in sorted(self.seen, key=lambda post: str(post.number)):
            self.posts[self.month(post)].append(post)
        self.rows = {month: self._ranked([self._post(month, post) for post in posts]) for month, posts in self.posts.items()}

    def month(self, post: Post) -> str:
        return f"{post.at.astimezone(self.zone):%Y-%m}"

    def _month_columns(self, month: str) -> Row:
        start = date.fromisoformat(f"{month}-01")
        end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return {
            "month_start": start,
            "month": month,
            "as_of_date": min(end, self.latest),
            "brand": "atelier",
            "platform": "pinterest",
        }

    # rpt_post ---------------------------------------------------------------------------------------------------------------

    def _post(self, month: str, post: Post) -> Row:
        seen = self.seen[post]
        last = seen[-1]
        measures: dict[str, int | None] = {
            name: last.values.get(name) for name in ("impressions", "reach", *COMPONENTS, "link_clicks")
        }
        metric = last.exposure_metric if measures["impressions"] is not None else None
        row: Row = self._month_columns(month) | {
            "published_at": post.at, "observed_on": last.taken.date(), "age_days": max(_age(post, told) for told in seen),
            "account": post.account, "post_id": str(post.number), "basis": "published", "basis_source": "dim_post",
            "media_type": post.kind or None, "caption": post.text, "pillars": ", ".join(TEXTS[post.text]) or None,
            "exposure_metric": metric, "is_promoted": None, "published_at_source": "utc", "n": len(seen), **measures,
            "engagements": engagements(last.values), "components_present": mask(last.values),
            # A list that somebody fills in need not be whole.
            "deleted_seen_at": None,
        }  # fmt: skip
        row |= self._followers(post)
        for name, top, bottom in (
            ("eri", "engagements", "impressions"), ("err", "engagements", "reach"),
            ("erf", "engagements", "followers_at_publish"), ("ctr", "link_clicks", "impressions"),
        ):  # fmt: skip
            both = row[top] is not None and row[bottom] is not None
            parts = (row[top], row[bottom]) if both else (None, None)
            row |= {f"{name}_numerator": parts[0], f"{name}_denominator": parts[1], name: divided(*parts)}
        for age in AGES:
            row |= self._aged(post, metric, age)
        return row

    def _followers(self, post: Post) -> Row:
        # Pinterest's days are those of UTC.
        day = post.at.date()
        on = max((known for known in self.followers if known <= day), default=None)
        if on is None or day - on > timedelta(days=3):
            on = None
        return {"followers_at_publish": self.followers[on] if on else None, "followers_counted_on": on}

    def _aged(self, post: Post, metric: str | None, age: int) -> Row:
        told = next((told for told in self.seen[post] if _age(post, told) == age), None)
        if told is None:
            return {f"{name}_d{age}": None for name in (*AGED, "components_present", "eri")}
        values = {name: value for name, value in told.values.items() if name != "impressions" or told.exposure_metric == metric}
        found = {f"{name}_d{age}": values.get(name) for name in AGED} | {f"engagements_d{age}": engagements(values)}
        rate = divided(found[f"engagements_d{age}"], found[f"impressions_d{age}"])
        return found | {f"components_present_d{age}": mask(values), f"eri_d{age}": rate}

    def _ranked(self, rows: list[Row]) -> list[Row]:
        return [row | self._place(row, rows) for row in rows]

    def _place(self, row: Row, rows: list[Row]) -> Row:
        found = []
        for age in AGES:
            kind = _kind(row, age)
            alike = [each for each in rows if _kind(each, age) == kind and each[f"eri_d{age}"] is not None]
            if row[f"eri_d{age}"] is not None and len(alike) > 1:
                found.append((confidence(len(alike)) == "high", confidence(len(alike)) == "low", age, alike))
        if not found:
            none = dict.fromkeys(("compared_age_days", "compared_posts", "post_rank", "percentile", *_PARTS))
            return none | {"confidence": "none", "reason": _reason(row)}
        *_, age, alike = max(found, key=lambda each: each[:3])
        higher, lower = (sum(sign * (each[f"eri_d{age}"] - row[f"eri_d{age}"]) > 0 for each in alike) for sign in (1, -1))
        return {
            "compared_age_days": age, "compared_posts": len(alike), "post_rank": higher + 1, "percentile_numerator": lower,
            "percentile_denominator": len(alike) - 1, "percentile": divided(lower, len(alike) - 1),
            "confidence": confidence(len(alike)), "reason": None,
        }  # fmt: skip

    # rpt_best_time ----------------------------------------------------------------------------------------------------------

    def best_times(self) -> list[Row]:
        found = [row for month in self.posts for row in self._best_times(month)]
        return sorted(found, key=lambda row: (row["month"], row["iso_weekday"], row["hour"]))

    def _best_times(self, month: str) -> list[Row]:
        about = self._month_columns(month)
        first = about["as_of_date"] - timedelta(days=179)
        posts = []
        for each in (row for rows in self.rows.values() for row in rows):
            at = each["published_at"].astimezone(self.zone)
            if first <= at.date() <= about["as_of_date"]:
                rated = each["engagements"] is not None and bool(each["impressions"])
                kind = (each["media_type"], each["exposure_metric"], each["components_present"])
                posts.append(
                    (at.isoweekday(), at.hour, kind, *((each["engagements"], each["impressions"]) if rated else (None, None)))
                )
        counted = [post for post in posts if post[3] is not None]
        account = {
            "account": OWN, "account_n": len(counted), "account_n_without_hour": 0, "window_first_day": first,
            "account_engagements": sum(post[3] for post in counted) if counted else None,
            "account_impressions": sum(post[4] for post in counted) if counted else None,
        }  # fmt: skip
        rows = []
        for (weekday, hour), group in groupby(sorted(posts, key=lambda post: post[:2]), key=lambda post: post[:2]):
            rows.append(about | account | self._hour(weekday, hour, list(group), counted, account))
        lifts = sorted((row["time_lift"] for row in rows if row["time_lift"] is not None), reverse=True)
        for row in rows:
            row["time_rank"] = lifts.index(row["time_lift"]) + 1 if row["time_lift"] is not None else None
        return rows

    def _hour(self, weekday: int, hour: int, group: list[Any], counted: list[Any], account: Row) -> Row:
        here = [post for post in group if post[3] is not None]
        metrics = {post[2][1] for post in here}
        expected = None
        if here:
            expected = Decimal(0)
            for post in here:
                alike = [each for each in counted if each[2] == post[2]]
                exact = Fraction(post[4] * sum(each[3] for each in alike), sum(each[4] for each in alike))
                units = (Decimal(exact.numerator) * 10000 / Decimal(exact.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
                expected += units / 10000
        row: Row = {
            "iso_weekday": weekday, "weekday": DAYS[weekday - 1], "hour": hour, "basis_source": "dim_post",
            "exposure_metric": "mixed" if len(metrics) > 1 else next(iter(metrics), None), "n": len(here),
            "n_missing": len(group) - len(here), "n_deleted": 0, "expected_engagements": expected,
            "confidence": confidence(len(here)),
            "eri_numerator": sum(post[3] for post in here) if here else None,
            "eri_denominator": sum(post[4] for post in here) if here else None,
            "eri": None, "eri_shrunk": None, "time_lift": None,
        }  # fmt: skip
        if len(here) < 3:
            return row | {"reason": "fewer than 3 posts with engagements and impressions: too few to tell an hour by"}
        n, e, i = account["account_n"], account["account_engagements"], account["account_impressions"]
        mean, exposure, k = Fraction(e, i), Fraction(i, n), 5
        pseudo = k * mean * exposure
        row["eri"] = divided(row["eri_numerator"], row["eri_denominator"])
        row["eri_shrunk"] = divided(row["eri_numerator"] + pseudo, row["eri_denominator"] + k * exposure)
        row["time_lift"] = divided(row["eri_numerator"] + pseudo, Fraction(expected or 0) + pseudo)
        return row | {"reason": None if row["time_lift"] is not None else "the account had no engagements in the window"}

    # rpt_boost_candidates ---------------------------------------------------------------------------------------------------

    def candidates(self) -> list[Row]:
        found = []
        for month in sorted(self.posts):
            window = [row for each, rows in self.rows.items() if 0 <= _months_between(each, month) <= 2 for row in rows]
            window = [row for row in window if row["media_type"] != "story"]
            judged = [judged for row in window if row["month"] == month and (judged := self._judged(row, window))]
            judged.sort(key=lambda row: (-row["boost_lift"], row["post_id"]))
            found += [row | {"boost_rank": rank} for rank, row in enumerate(judged[:10], 1)]
        return found

    def _judged(self, row: Row, window: list[Row]) -> Row | None:
        for age in reversed(AGES):
            kind, e, i = _kind(row, age), row[f"engagements_d{age}"], row[f"impressions_d{age}"]
            others = [each for each in window if each is not row and _kind(each, age) == kind and each[f"eri_d{age}"] is not None]
            if row[f"eri_d{age}"] is None or len(others) < 5:
                continue
            n, all_e, all_i = (
                len(others),
                sum(o[f"engagements_d{age}"] for o in others),
                sum(o[f"impressions_d{age}"] for o in others),
            )
            lower = sum(each[f"eri_d{age}"] < row[f"eri_d{age}"] for each in others)
            if not all_e:
                return None
            mean = Fraction(all_e, all_i)
            lift = (e + Fraction(all_e, n)) / (i + Fraction(all_i, n)) / mean
            if i < Fraction(all_i, 2 * n) or Fraction(lower, n) < Fraction(3, 4) or lift < Fraction(5, 4):
                return None
            return {name: row[name] for name in _HANDED_ON} | {
                "basis_source": "rpt_post", "compared_age_days": age, "n": n, "eri_numerator": e, "eri_denominator": i,
                "eri": divided(e, i), "others_engagements": all_e, "others_impressions": all_i,
                "others_eri": divided(all_e, all_i),
                "boost_lift": divided(lift, 1), "percentile_numerator": lower, "percentile_denominator": n,
                "percentile": divided(lower, n), "confidence": confidence(n),
            }  # fmt: skip
        return None


_HANDED_ON = (
    "month_start", "month", "as_of_date", "brand", "platform", "account", "published_at", "post_id", "media_type",
    "exposure_metric", "is_promoted", "caption",
)  # fmt: skip
_PARTS = ("percentile_numerator", "percentile_denominator")


def _age(post: Post, told: Told) -> int:
    """Completed days."""
    return (told.taken - post.at) // timedelta(days=1)


def _kind(row: Row, age: int) -> tuple[Any, ...]:
    return row["media_type"], row["exposure_metric"], row[f"components_present_d{age}"]


def _reason(row: Row) -> str:
    if all(row[f"components_present_d{age}"] is None for age in AGES):
        return "no export was taken when the post was 1, 7 or 28 days old: daily exports would tell"
    if all(row[f"eri_d{age}"] is None for age in AGES):
        return "engagements or impressions are missing at 1, 7 and 28 days"
    return "no other post of its kind in the month is known at the same age"


def _months_between(first: str, last: str) -> int:
    one, other = (date.fromisoformat(f"{month}-01") for month in (first, last))
    return (other.year - one.year) * 12 + other.month - one.month
