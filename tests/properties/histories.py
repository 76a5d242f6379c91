"""Generated histories: what a few accounts did, seen through exports of every kind, with all that goes wrong in real ones.

Everything is small and collides often: few posts, few moments (all near a month's edge), few values.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from hypothesis import strategies as st

from tests.builders import instagram, x

BAD = "n/a"
ZONES = {"atelier": "Europe/Amsterdam", "bazaar": "Asia/Kolkata"}
PARTNER = ("studio.noord", "17841400000000077")
# The strategy knows the account by its id, whatever its handle was.
FORMER = ("lumen.before", instagram.ACCOUNT_ID)
OWN = (instagram.HANDLE, instagram.ACCOUNT_ID)

MOMENTS = tuple(
    datetime.fromisoformat(f"{moment}+00:00")
    for moment in (
        "2026-09-30T18:29", "2026-09-30T18:30",  # October begins in Kolkata
        "2026-09-30T21:59", "2026-09-30T22:00",  # in Amsterdam
        "2026-09-30T23:59", "2026-10-01T00:00",  # in UTC
        "2026-11-01T08:30", "2026-11-01T09:30",  # 01:30 comes twice in California
    )
)  # fmt: skip
DAYS = (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 2))
TAKEN = (
    instagram.at(2026, 11, 2, 7),
    instagram.at(2026, 11, 2, 19),
    instagram.at(2026, 11, 3, 7),
    instagram.at(2026, 11, 20, 7),
)

HEADERS = {
    "instagram_content": {
        "impressions": "Views", "reach": "Reach", "likes": "Likes", "shares": "Shares", "follows": "Follows",
        "comments": "Comments", "saves": "Saves",
    },
    "x_content": {
        "impressions": "Impressions", "likes": "Likes", "comments": "Replies", "shares": "Reposts", "saves": "Bookmarks",
        "link_clicks": "URL Clicks", "engagements_native": "Engagements",
    },
    "x_tweet_activity": {
        "impressions": "impressions", "likes": "likes", "comments": "replies", "shares": "retweets", "link_clicks": "url clicks",
        "engagements_native": "engagements",
    },
    "x_overview": {
        "impressions": "Impressions", "likes": "Likes", "comments": "Replies", "saves": "Bookmarks", "follows": "New follows",
        "profile_visits": "Profile visits",
    },
}  # fmt: skip
TITLES = {
    "instagram_overview_follows": ("Instagram follows", "follows"),
    "instagram_overview_reach": ("Instagram reach", "reach"),
    "instagram_overview_views": ("Instagram views", "impressions"),
}
# Without one of these an export would be another format, or none.
ESSENTIAL = {"impressions", "shares", "saves", "follows"}

Value = int | str | None


@dataclass(frozen=True)
class Record:
    """One record of an export, in our words: a post's lifetime, a post's day or an account's day."""

    values: tuple[tuple[str, Value], ...]
    number: int = 0
    account: tuple[str, str] = OWN
    moment: datetime | None = None
    by_id: bool = False
    day: date | None = None

    @property
    def is_bad(self) -> bool:
        return any(value == BAD for _, value in self.values)

    @property
    def measures(self) -> dict[str, int]:
        return {name: value for name, value in self.values if isinstance(value, int)}


@dataclass(frozen=True)
class Export:
    """One export file."""

    brand: str
    format: str
    taken: datetime
    records: tuple[Record, ...]
    lacks: frozenset[str] = frozenset()

    @cached_property
    def data(self) -> bytes:
        if self.format in TITLES:
            title, measure = TITLES[self.format]
            days = {each.day: dict(each.values)[measure] for each in self.records if each.day}
            return instagram.overview(title, {day: "" if value is None else value for day, value in days.items()})
        headers = HEADERS[self.format]
        missing = [header for name, header in headers.items() if name in self.lacks]
        return _WRITERS[self.format](
            *(_cells(self.format, each) for each in self.records), missing=missing + _unused(self.format)
        )

    @cached_property
    def sha(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


_WRITERS = {
    "instagram_content": instagram.content,
    "x_content": x.content,
    "x_tweet_activity": x.tweet_activity,
    "x_overview": x.overview,
}
_ALL_MEASURES = {
    "instagram_content": instagram.HEADER[11:],
    "x_content": x.HEADER[4:],
    "x_tweet_activity": x.TWEET_HEADER[4:],
    "x_overview": x.OVERVIEW_HEADER[1:],
}


def _unused(format_: str) -> list[str]:
    # Two columns that make an overview an overview stay, as 0.
    return sorted({*_ALL_MEASURES[format_]} - {*HEADERS[format_].values(), "Unfollows", "Create Post"})


def _cells(format_: str, record: Record) -> dict[str, object]:
    told = {HEADERS[format_][name]: "" if value is None else value for name, value in record.values if name in HEADERS[format_]}
    if format_ == "x_overview":
        return x.account_day(record.day or DAYS[0], **told)
    handle, account_id = record.account
    if format_ == "instagram_content":
        when = instagram.published(record.moment, by_id=record.by_id) if record.moment else {"Publish time": ""}
        day = f"{record.day:%m/%d/%Y}" if record.day else "Lifetime"
        about = {"Account ID": account_id, "Account username": handle, "Date": day}
        return instagram.post(record.number, **about, **when, **told)
    make = x.tweet if format_ == "x_tweet_activity" else x.post
    return make(record.number, record.moment or MOMENTS[0], x.HANDLE if record.account == OWN else "StudioNoord", **told)


def sequence(values: list[int], brand: str = "atelier") -> list[Export]:
    """One post, observed on following days; a second one differs each day, because equal bytes are one file."""
    return [
        Export(
            brand,
            "instagram_content",
            instagram.at(2026, 11, 2 + number, 7),
            (Record((("impressions", value),), 1, OWN, MOMENTS[5]), Record((("impressions", 100 + number),), 2, OWN, MOMENTS[5])),
            frozenset(HEADERS["instagram_content"]) - {"impressions"},
        )
        for number, value in enumerate(values)
    ]


def _values(format_: str, lacks: frozenset[str]) -> st.SearchStrategy[tuple[tuple[str, Value], ...]]:
    names = [TITLES[format_][1]] if format_ in TITLES else list(HEADERS[format_])
    cell: st.SearchStrategy[Value] = st.sampled_from((10, 12, 10, 0, 7, 3, None, 10, 12, BAD))
    readable: st.SearchStrategy[Value] = st.sampled_from((10, 12, 0, 7, None))
    # One cell in a record may be unreadable; if each could, few records would be read.
    made = st.tuples(cell, *(readable for _ in names[1:]))
    return made.map(lambda cells: tuple((name, None if name in lacks else cell) for name, cell in zip(names, cells, strict=True)))


@st.composite
def _record(draw, format_: str, lacks: frozenset[str]) -> Record:
    values = draw(_values(format_, lacks))
    if format_ in TITLES or format_ == "x_overview":
        return Record(values, day=draw(st.sampled_from(DAYS)))
    number = draw(st.integers(0, 2))
    if format_ != "instagram_content":
        # The id of a post of X is its moment, so a number has one moment and one owner.
        return Record(values, number, PARTNER if number == 2 else OWN, MOMENTS[number * 2 + 1], by_id=True)
    moment = draw(st.sampled_from((MOMENTS[number * 2], MOMENTS[number * 2 + 1], MOMENTS[-1], None)))
    account = draw(st.sampled_from((OWN, OWN, FORMER, PARTNER))) if number else OWN
    day = draw(st.sampled_from((None, None, None, *DAYS)))
    return Record(values, number, account, moment, draw(st.booleans()) and moment is not None, day)


@st.composite
def exports(draw, brand: str | None = None) -> Export:
    """One export of any kind."""
    format_ = draw(st.sampled_from(("instagram_content", "instagram_content", "x_content", *HEADERS, *TITLES)))
    optional = sorted({*HEADERS.get(format_, ())} - ESSENTIAL)
    lacks = frozenset(draw(st.lists(st.sampled_from(optional), max_size=2))) if optional else frozenset()
    records = draw(st.lists(_record(format_, lacks), min_size=1, max_size=6))
    if format_ in TITLES:
        records = list({record.day: record for record in records}.values())
    whose = brand or draw(st.sampled_from(("atelier", "atelier", "bazaar")))
    return Export(whose, format_, draw(st.sampled_from(TAKEN)), tuple(records), lacks)


def histories(brand: str | None = None, max_size: int = 8) -> st.SearchStrategy[list[Export]]:
    """Several exports; the same bytes never twice at different moments, because then the earliest counts."""
    return st.lists(exports(brand), min_size=1, max_size=max_size, unique_by=lambda export: (export.brand, export.sha))
