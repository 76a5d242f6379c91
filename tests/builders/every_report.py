"""A small team of which every report has rows: one closed month that was restated, and the next one whole."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from flows.closing import close
from tests.builders import conversation, creators, facebook, instagram, x
from tests.builders.exports import text_of
from tests.builders.workspace import BRAND, OWN, Team, team

_PILLARS = (
    {"name": "craft", "weight": 0.6, "keywords": ["loom"]},
    {"name": "people", "weight": 0.4, "keywords": ["team"]},
)
_HOURS = {"days": ["Mon..Fri"], "from": "09:00", "to": "18:00"}
_DAYS = ("date", "platform", "account", "impressions", "reach", "likes", "comments", "link_clicks", "followers")
# One network whose numbers are told by day, in months that can be compared: a year before, the month before, and this one.
_LINKEDIN = (
    date(2025, 10, 7), date(2026, 8, 31), date(2026, 9, 14), date(2026, 9, 29), date(2026, 10, 7), date(2026, 10, 31),
)  # fmt: skip
_WATCHED = (
    {"platform": "facebook", "handle": "atelier", "id": facebook.PAGE_ID},
    {"platform": "snapchat", "handle": "atelier.snaps"},
    {"platform": "youtube", "handle": "AtelierLumenFilms"},
)
_SNAPS = (
    "published_at", "account", "snap_id", "type", "snap_views", "snap_viewers", "view_time_s", "avg_view_time_s", "screenshots",
)  # fmt: skip
_FILMS = (
    "Content", "Video title", "Video publish time", "Duration", "Views", "Engaged views", "Watch time (hours)", "Subscribers",
    "Average view duration", "Average percentage viewed (%)", "Impressions",
)  # fmt: skip
CLOSED = "2026-09"
_LATE = 7


def every_report(root: Path) -> Team:
    """Nights up to November, with September closed before its last exports came."""
    accounts = (*OWN, {"platform": "linkedin", "handle": "atelier"}, *_WATCHED)
    made = team(
        root,
        accounts=accounts,
        pillars=[dict(each) for each in _PILLARS],
        creators=[{"name": "A. Creator", "handles": {"instagram": "a.creator"}}],
        competitors=["Rival"],
        business_hours=_HOURS,
    )
    made.land(_september(40), "september.csv", taken=instagram.at(2026, 10, 2, 7))
    made.land(_days(likes=7), "days.csv", taken=instagram.at(2026, 11, 1, 7))
    made.night()
    close(made.root, BRAND, CLOSED)
    made.land(_september(55), "september again.csv", taken=instagram.at(2026, 10, 9, 7))
    for name, taken, data in _october():
        made.land(data, name, taken=taken)
    made.night()
    return made


def _september(likes: int) -> bytes:
    said = {"Publish time": "09/15/2026 09:00", "Description": "the team at the loom"}
    return instagram.content(instagram.post(90, Likes=likes, **said), instagram.post(91, Saves="", **said))


def _days(likes: int) -> bytes:
    rows = [
        {
            "date": day, "platform": "linkedin", "account": "atelier", "impressions": 900 + n, "reach": 500 + n,
            "likes": likes + n, "comments": n, "link_clicks": 3, "followers": 4000 + 10 * n,
        }
        for n, day in enumerate(_LINKEDIN)
    ]  # fmt: skip
    return text_of(_DAYS, rows).encode()


def _posts(day: int) -> bytes:
    """Seven posts of one Monday hour as they stood some days later; the first is by far the best, one lacks saves."""
    rows = [
        instagram.post(
            n,
            Views=1000 + 100 * n + 10 * day,
            Likes=(400 if n == 1 else 10 * n) + day,
            Saves="" if n == 2 else 6,
            Description="loom" if n % 2 else "the team at the loom",
            **{"Publish time": f"10/05/2026 09:{n:02}"},
        )
        for n in range(1, 8)
    ]
    later = [instagram.post(8, **{"Publish time": "10/20/2026 21:00"})] if day > _LATE else []
    return instagram.content(*rows, *later)


def _october() -> Iterator[tuple[str, datetime, bytes]]:
    late = instagram.at(2026, 11, 2, 7)
    for day in (1, _LATE):
        yield f"day {day}.csv", instagram.at(2026, 10, 5 + day, 20), _posts(day)
    yield "late.csv", late, _posts(_LATE * 4)
    yield "Follows.csv", late, instagram.overview()
    yield "x early.csv", instagram.at(2026, 10, 20, 7), x.content(x.post(1, Likes=5), x.post(2, Likes=7))
    yield "x late.csv", instagram.at(2026, 10, 30, 7), x.content(x.post(1, Likes=15), x.post(2, Likes=6))
    yield "x last.csv", late, x.content(x.post(1, Likes=16))
    yield "creators.csv", late, creators.creators(creators.creator())
    paid = creators.post(about_us="yes", kind="paid", cost="200", currency="EUR")
    yield "creator_posts.csv", late, creators.creator_posts(paid, creators.post(2, about_us="yes", kind="earned", likes=""))
    yield "messages.csv", late, conversation.messages(*_messages())
    yield "mentions.csv", late, conversation.mentions(*_mentions())
    yield "followers.csv", late, conversation.followers(*_followers())
    # A curve as it was, and as it is: with fewer positions, and one of them higher.
    yield "videos early.csv", instagram.at(2026, 10, 20, 7), _videos((1, 0.9, 0.7, 0.6), 5)
    yield "videos.csv", late, _videos((1, 0.7, 0.75), 8)
    yield "facebook.csv", late, facebook.content(facebook.post(1, **{"Post type": "Reels", "Duration (sec)": 20}))
    yield "snaps.csv", late, text_of(_SNAPS, _snaps()).encode()
    # One film is older than the period that is told: of it only its names and its length are known.
    yield "Table data 2026-10-07_2026-10-31.csv", late, text_of(_FILMS, _films()).encode()


def _videos(total: tuple[float, ...], seconds: int) -> bytes:
    """The asset behind a post of the same minute, and one of which no post is told."""
    told = {"1-minute video views": 40, "Seconds viewed": 3600, "Average Seconds viewed": seconds}
    rows = (
        facebook.video(1, **told, **facebook.watched(total=total, first_15_s=(1, 0.9))),
        facebook.video(2, **told, **{"Publish time": "10/07/2026 09:00"}, **facebook.watched(total=(1,))),
        facebook.video(3, **{"Publish time": "10/08/2026 09:00"}, **facebook.watched(total=(0.5, 0.5, 0.4, 0.32))),
    )
    header = dict.fromkeys((*facebook.VIDEO_HEADER, *told, *(name for row in rows for name in row)))
    return text_of(tuple(header), rows).encode("utf-8-sig")


def _snaps() -> Iterator[dict[str, object]]:
    snap = {"published_at": "2026-10-12T09:30:00Z", "account": "atelier.snaps", "type": "story", "snap_views": 8100}
    yield snap | {"snap_id": "s-1", "snap_viewers": 5400, "view_time_s": 15400, "avg_view_time_s": 2.8, "screenshots": 6}
    yield snap | {"snap_id": "s-2", "snap_viewers": "", "screenshots": 2}


def _films() -> Iterator[dict[str, object]]:
    yield {"Content": "Total", "Views": 300, "Subscribers": 3, "Impressions": 2000}
    for name, day, views in (("aaaaaaaaaa1", 8, 200), ("aaaaaaaaaa2", 2, 100)):
        yield {
            "Content": name, "Video title": "Loom", "Video publish time": f"Oct {day}, 2026", "Duration": 240, "Views": views,
            "Engaged views": views - 20, "Watch time (hours)": 4.5, "Subscribers": 2, "Average view duration": "0:01:21",
            "Average percentage viewed (%)": 33.75, "Impressions": 1500,
        }  # fmt: skip


def _messages() -> Iterator[dict[str, object]]:
    def asked(number: int, moment: str, **cells: object) -> dict[str, object]:
        return conversation.message(number, sent_at=moment, needs_reply="yes", **cells)

    def said(number: int, moment: str, **cells: object) -> dict[str, object]:
        return conversation.message(
            number, sent_at=moment, **{"direction": "out", "kind": "reply", "author": "atelier.lumen"} | cells
        )

    yield asked(1, "2026-10-12T09:30:00Z")
    yield said(2, "2026-10-12T11:30:00Z", answers="c-1")
    yield asked(3, "2026-10-13T20:00:00Z")
    yield said(4, "2026-10-14T20:30:00Z", answers="c-3")
    yield asked(5, "2026-10-15T09:00:00Z")
    yield said(6, "2026-10-15T09:20:00Z", answers="c-5")
    yield asked(7, "2026-10-16T09:00:00Z")
    yield asked(8, "2026-10-31T09:00:00Z")
    yield said(9, "2026-10-18T09:00:00Z", kind="comment")
    yield conversation.message(10, sent_at="2026-10-19T09:00:00Z")


def _mentions() -> Iterator[dict[str, object]]:
    for n, feeling in enumerate(("positive", "negative", "neutral", "positive", ""), start=1):
        yield conversation.mention(n, sentiment=feeling, likes=3 * n)
    for n, feeling in enumerate(("positive", "negative"), start=6):
        yield conversation.mention(n, subject="Atelier", sentiment=feeling, likes=n, comments=1)


def _followers() -> Iterator[dict[str, object]]:
    """Four of ours, one of them seen twice; a partner who shares one of them, and one on a network where we have no list."""
    for member, day in (("a", 30), ("b", 30), ("c", 30), ("both", 30), ("both", 31)):
        yield conversation.follower(member, date=f"2026-10-{day}")
    for member in ("both", "d", "e"):
        yield conversation.follower(member, account="rival.studio")
    yield conversation.follower("a", account="rival.studio", platform="x")
