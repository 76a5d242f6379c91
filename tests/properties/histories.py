"""Generated histories: what a few accounts did, seen through exports of every kind, with all that goes wrong in real ones.

Everything is small and collides often: few posts, few moments (all near a month's edge), few values.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property

from hypothesis import strategies as st

from tests.builders import instagram, youtube
from tests.properties.formats import ACCOUNT_DAYS, ESSENTIAL, HEADERS, MEASURES, META_POSTS, OF_PLATFORM, TITLES, X_POSTS, file_of

BAD = "n/a"

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
# A table of YouTube counts one of these; only what was published since its first day has its lifetime in it.
PERIODS = (None, (date(2026, 9, 1), date(2026, 9, 30)), (date(2026, 10, 1), date(2026, 10, 31)), (DAYS[2], date(2026, 10, 31)))
TAKEN = (
    instagram.at(2026, 11, 2, 7),
    instagram.at(2026, 11, 2, 19),
    instagram.at(2026, 11, 3, 7),
    instagram.at(2026, 11, 20, 7),
)
CREATORS = ("a.creator", "b.creator")
TEXTS = ("A walk in the park", "Our coat #lumen", "Linen, or a linen SCARF?", "#Lumen")
LABELS = ("", "", "Autumn, Fashion")

Value = int | str | None


@dataclass(frozen=True)
class Record:
    """One record of an export, in our words: a post's lifetime, a post's day, an account's day, a creator's day or post."""

    values: tuple[tuple[str, Value], ...]
    number: int = 0
    whose: str = "own"
    """own, former (own under an earlier name) or partner; of creators their handle"""
    moment: datetime | None = None
    by_id: bool = False
    day: date | None = None
    text: str = TEXTS[0]
    label: str = ""

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
    period: tuple[date, date] | None = None

    @cached_property
    def data(self) -> bytes:
        return file_of(self.format, self.records, self.lacks)

    @cached_property
    def sha(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def name(self) -> str:
        """Path below the brand's landing folder."""
        folder = f"{youtube.period(*self.period)}/" if self.period else ""
        return f"{folder}{self.sha[:12]}.csv"


def sequence(values: list[int], brand: str = "atelier") -> list[Export]:
    """One post, observed on following days; a second one differs each day, because equal bytes are one file."""
    return [
        Export(
            brand,
            "instagram_content",
            instagram.at(2026, 11, 2 + number, 7),
            (
                Record((("impressions", value),), 1, moment=MOMENTS[5]),
                Record((("impressions", 100 + number),), 2, moment=MOMENTS[5]),
            ),
            frozenset(HEADERS["instagram_content"]) - {"impressions"},
        )
        for number, value in enumerate(values)
    ]


def every_kind(brand: str = "atelier") -> list[Export]:
    """What seldom meets by chance: a video beside its post, a page under two names, periods before and after a lifetime,
    creators told twice."""
    when, noon = MOMENTS[4], datetime.combine(DAYS[1], time(12), UTC)
    post = Record(_each("facebook_content", 12), 1, moment=when, text=TEXTS[1], label=LABELS[-1])
    asset = Record(_each("facebook_videos", 7), 2, moment=when, text=TEXTS[2])
    page, renamed = (Record(_each("facebook_page", n), whose=whose, day=DAYS[1]) for n, whose in ((3, "former"), (5, "own")))
    video, later = (Record(_each("youtube_table", n), 1, moment=noon, text=TEXTS[2]) for n in (9, 4))
    creator, again = (Record(_each("creators", n), whose=CREATORS[0], day=DAYS[1]) for n in (480, 490))
    paid, told = (Record(_each("creator_posts", n), 1, CREATORS[0], noon.replace(hour=0), text=TEXTS[3]) for n in (10, 12))
    asset_day, post_day = replace(asset, day=DAYS[2]), replace(post, day=DAYS[2], number=2)
    return [
        Export(brand, "facebook_content", TAKEN[0], (post, post_day)),
        Export(brand, "facebook_videos", TAKEN[2], (asset, asset_day)),
        Export(brand, "facebook_page", TAKEN[0], (page, renamed)),
        Export(brand, "youtube_table", TAKEN[0], (video,), period=PERIODS[2]),
        Export(brand, "youtube_table", TAKEN[3], (later,), period=PERIODS[3]),
        Export(brand, "creators", TAKEN[0], (creator,)),
        Export(brand, "creators", TAKEN[2], (again,)),
        Export(brand, "creator_posts", TAKEN[1], (paid,)),
        Export(brand, "creator_posts", TAKEN[3], (told,)),
    ]


def _each(format_: str, value: int) -> tuple[tuple[str, Value], ...]:
    return tuple((name, value) for name in MEASURES[format_])


def _values(format_: str, lacks: frozenset[str]) -> st.SearchStrategy[tuple[tuple[str, Value], ...]]:
    names = MEASURES[format_]
    cell: st.SearchStrategy[Value] = st.sampled_from((10, 12, 10, 0, 7, 3, None, 10, 12, BAD))
    readable: st.SearchStrategy[Value] = st.sampled_from((10, 12, 0, 7, None))
    # One cell in a record may be unreadable; if each could, few records would be read.
    made = st.tuples(cell, *(readable for _ in names[1:]))
    return made.map(lambda cells: tuple((name, None if name in lacks else cell) for name, cell in zip(names, cells, strict=True)))


@st.composite
def _record(draw, format_: str, lacks: frozenset[str]) -> Record:
    values, day = draw(_values(format_, lacks)), st.sampled_from(DAYS)
    if format_ in ACCOUNT_DAYS:
        pages = ("own", "own", "former", "partner") if format_ == "facebook_page" else ("own",)
        return Record(values, whose=draw(st.sampled_from(pages)), day=draw(day))
    if format_ == "creators":
        return Record(values, whose=draw(st.sampled_from(CREATORS)), day=draw(day))
    number, text = draw(st.integers(0, 2)), draw(st.sampled_from(TEXTS))
    if format_ in X_POSTS:
        # The id of a post of X is its moment, so a number has one moment and one owner.
        return Record(values, number, "partner" if number == 2 else "own", MOMENTS[number * 2 + 1], by_id=True, text=text)
    if format_ == "creator_posts":
        midnight = datetime.combine(draw(day), time(), UTC)
        return Record(values, number, draw(st.sampled_from(CREATORS)), midnight, text=text)
    if format_ not in META_POSTS:  # a video: YouTube tells the day of publication, which stands at noon
        noon = datetime.combine(draw(day), time(12), UTC) if draw(st.integers(0, 7)) else None
        return Record(values, number, moment=noon, day=draw(day) if "chart" in format_ else None, text=text)
    moment = draw(st.sampled_from((MOMENTS[number * 2], MOMENTS[number * 2], MOMENTS[number * 2 + 1], MOMENTS[-1], None)))
    whose = draw(st.sampled_from(("own", "own", "former", "partner"))) if number else "own"
    by_id = format_ == "instagram_content" and draw(st.booleans()) and moment is not None
    label = draw(st.sampled_from(LABELS)) if format_ != "instagram_content" else ""
    return Record(values, number, whose, moment, by_id, draw(st.sampled_from((None, None, None, *DAYS))), text, label)


@st.composite
def exports(draw, brand: str | None = None, platforms: tuple[str, ...] = tuple(OF_PLATFORM)) -> Export:
    """One export of any kind."""
    format_ = draw(st.sampled_from(platforms).flatmap(lambda platform: st.sampled_from(OF_PLATFORM[platform])))
    optional = sorted({*HEADERS.get(format_, ())} - ESSENTIAL)
    lacks = frozenset(draw(st.lists(st.sampled_from(optional), max_size=2))) if optional else frozenset()
    records = draw(st.lists(_record(format_, lacks), min_size=2, max_size=6))
    if format_ in TITLES:
        records = list({record.day: record for record in records}.values())
    whose = brand or draw(st.sampled_from(("atelier", "atelier", "bazaar")))
    period = draw(st.sampled_from(PERIODS)) if format_ == "youtube_table" else None
    return Export(whose, format_, draw(st.sampled_from(TAKEN)), tuple(records), lacks, period)


@st.composite
def histories(draw, brand: str | None = None, max_size: int = 8) -> list[Export]:
    """Several exports of few platforms, so that they meet; the same bytes never twice, because then the earliest counts."""
    platforms = draw(st.lists(st.sampled_from(tuple(OF_PLATFORM)), min_size=1, max_size=2, unique=True))
    each = exports(brand, tuple(platforms))
    made: list[Export] = draw(st.lists(each, min_size=3, max_size=max_size, unique_by=lambda export: (export.brand, export.sha)))
    return made
