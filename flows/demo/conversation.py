"""What others say of the demo's shop: hits of a listening tool, comments with their answers, and followers, once a month."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from flows.demo.creators import CREATORS
from flows.demo.delimited import csv_bytes
from flows.demo.shop import INSTAGRAM

# People of the demo are made up, so their key is no secret: every demo has the same hashes.
PEOPLE_KEY = "people of the demo are made up"
RIVAL = "Atelier Noctis"
_SAYINGS = (
    ("positive", "The softest coat I own"),
    ("neutral", "They opened a second shop"),
    ("positive", "Mended for free, what a service"),
    ("negative", "My parcel came a week late"),
)
_QUESTIONS = (("delivery", "When does my coat come?"), ("sizes", "Is it true to size?"), ("praise", "Beautiful!"))
_MENTION = (
    "published_at",
    "subject",
    "about_us",
    "id",
    "network",
    "author",
    "author_followers",
    "text",
    "sentiment",
    "reach",
    "likes",
)
_MESSAGE = (
    "sent_at", "platform", "account", "message_id", "direction", "kind", "author", "thread_id", "answers", "proactive",
    "automated", "needs_reply", "sentiment", "topic", "text",
)  # fmt: skip


def mentions(first: date, last: date) -> bytes:
    """mentions.csv of one month: of five hits three are for us."""
    return csv_bytes(_MENTION, _hits(first, last))


def _hits(first: date, last: date) -> Iterator[tuple[object, ...]]:
    for number, moment in enumerate(_moments(first, last, every_h=20)):
        sentiment, text = _SAYINGS[number % len(_SAYINGS)]
        subject, about_us = (INSTAGRAM, "yes") if number % 5 < 3 else (RIVAL, "no")  # noqa: PLR2004 - three of five
        reach = 400 + 37 * (number % 23)
        who = (f"reader.{number % 17}", 90 + 11 * (number % 17))
        yield (
            f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            subject,
            about_us,
            f"{moment:%y%m%d%H}",
            "blog",
            *who,
            text,
            sentiment,
            reach,
            number % 9,
        )


def messages(first: date, last: date) -> bytes:
    """messages.csv of one month: of four comments that want an answer three get one, two hours later and more."""
    return csv_bytes(_MESSAGE, _talk(first, last))


def _talk(first: date, last: date) -> Iterator[tuple[object, ...]]:
    for number, moment in enumerate(_moments(first, last, every_h=16)):
        topic, text = _QUESTIONS[number % len(_QUESTIONS)]
        asked, thread = f"c{moment:%y%m%d%H}", f"p{moment:%y%m%d}"
        wants = "no" if topic == "praise" else "yes"
        start = (f"{moment:%Y-%m-%dT%H:%M:%SZ}", "instagram", INSTAGRAM)
        yield (*start, asked, "in", "comment", f"follower.{number % 40}", thread, "", "", "", wants, "", topic, text)
        if wants == "yes" and number % 4:
            answered = moment + timedelta(hours=2 + number % 7)
            end = (f"{answered:%Y-%m-%dT%H:%M:%SZ}", "instagram", INSTAGRAM)
            yield (*end, f"{asked}-a", "out", "reply", INSTAGRAM, thread, asked, "no", "no", "", "", topic, "We wrote to you")


def followers(last: date) -> bytes:
    """followers.csv at a month's end: a few come, a few go."""
    return _list_of(INSTAGRAM, last, range(last.toordinal() % 7, 40 + last.month))


def partners_followers(last: date) -> bytes:
    """followers.csv as a creator hands it on at a month's end: some follow our account too, most do not."""
    return _list_of(CREATORS[0].handle, last, range(30, 110 + 2 * last.month))


def _list_of(account: str, last: date, numbers: range) -> bytes:
    rows = ((last, "instagram", account, f"follower.{number}", 50 + 7 * number) for number in numbers)
    return csv_bytes(("date", "platform", "account", "member", "member_followers"), rows)


def _moments(first: date, last: date, every_h: int) -> Iterator[datetime]:
    moment, end = (
        datetime(first.year, first.month, first.day, 8, tzinfo=UTC),
        datetime(last.year, last.month, last.day, 20, tzinfo=UTC),
    )
    while moment <= end:
        yield moment
        moment += timedelta(hours=every_h)
