"""What rpt_conversation must say of messages and posts, told by plain Python from METRICS 1.3: no SQL, no pandas."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
SECOND = timedelta(seconds=1)
RANK = ("messages", "other_inbox")


class Month:
    """One month of one brand, with what the strategy says about care."""

    def __init__(self, month: str, zone: str, window_days: int, hours: tuple[frozenset[int], int, int] | None) -> None:
        self.month, self.zone, self.window, self.hours = month, ZoneInfo(zone), timedelta(days=window_days), hours

    def has(self, moment: datetime) -> bool:
        """Whether a moment lies in the brand-local month."""
        return f"{moment.astimezone(self.zone):%Y-%m}" == self.month

    def knows(self, moment: datetime) -> bool:
        """A report looks at its UTC month and both neighbours."""
        year, number = map(int, self.month.split("-"))
        return abs(moment.astimezone(UTC).year * 12 + moment.astimezone(UTC).month - year * 12 - number) <= 1

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is there."""
        return any(start <= moment < end for start, end in self._openings(moment, moment))

    def open_time(self, since: datetime, until: datetime) -> timedelta:
        """Business time between two moments."""
        parts = [min(end, until) - max(start, since) for start, end in self._openings(since, until)]
        return sum((part for part in parts if part > timedelta()), timedelta())

    def _openings(self, since: datetime, until: datetime) -> Iterable[tuple[datetime, datetime]]:
        assert self.hours
        weekdays, opens, closes = self.hours
        day = since.astimezone(self.zone).date()
        while day <= until.astimezone(self.zone).date():
            if day.weekday() in weekdays:
                yield self._at(day, opens), self._at(day, closes)
            day += timedelta(days=1)

    def _at(self, day: date, hour: int) -> datetime:
        return datetime(day.year, day.month, day.day, hour, tzinfo=self.zone).astimezone(UTC)


def conversation(month: Month, messages: Iterable[Row], posts: Sequence[Row]) -> dict[str, Row]:
    """Account → its row."""
    known = [each for each in _believed(messages) if month.knows(each["sent_at"])]
    posts = [each for each in posts if month.knows(each["published_at"])]
    accounts = {each["account"] for each in known if month.has(each["sent_at"])}
    accounts |= {each["account"] for each in posts if month.has(each["published_at"])}
    return {account: _row(month, account, known, posts) for account in accounts}


def _believed(messages: Iterable[Row]) -> list[Row]:
    best: dict[str, Row] = {}
    for each in messages:
        before = best.get(each["message_id"])
        if before is None or RANK.index(each["format"]) < RANK.index(before["format"]):
            best[each["message_id"]] = each
    return list(best.values())


def _is_words(each: Row) -> bool:
    return each["direction"] == "outbound" and not each["is_automated"] and each["interaction_kind"] != "reaction"


def _talk(each: Row) -> str | None:
    return each["thread_id"] if each["interaction_kind"] == "message" else None


def _answered_at(asked: Row, known: list[Row]) -> datetime | None:
    """The first words of a person that answer a message: that name it, or follow it in the same private thread."""
    found = [
        each["sent_at"]
        for each in known
        if _is_words(each)
        and each["sent_at"] >= asked["sent_at"]
        and (
            each["answers"] == asked["message_id"]
            or (
                _talk(asked)
                and each["thread_id"] == _talk(asked)
                and each["account"] == asked["account"]
                and not each["is_proactive"]
            )
        )
    ]
    return min(found, default=None)


def _is_first(asked: Row, wanting: list[Row], known: list[Row], window: timedelta) -> bool:
    """Nobody has waited in the same private thread for an answer already."""
    at = (asked["sent_at"], asked["message_id"])
    before = [each for each in wanting if _talk(asked) and _talk(each) == _talk(asked) and each["account"] == asked["account"]]
    earlier = max((each for each in before if (each["sent_at"], each["message_id"]) < at), default=None, key=_order)
    if earlier is None or earlier["sent_at"] < asked["sent_at"] - window:
        return True
    answered = _answered_at(earlier, known)
    return answered is not None and answered <= asked["sent_at"]


def _order(each: Row) -> tuple[Any, ...]:
    return each["sent_at"], each["message_id"]


def _row(month: Month, account: str, known: list[Row], posts: Sequence[Row]) -> Row:
    own = [each for each in known if each["account"] == account]
    sent = [each for each in own if month.has(each["sent_at"])]
    row: Row = {"n": len(sent)}
    row |= _posts([each for each in posts if each["account"] == account], month)
    row |= _sent(sent, row["n_posts_original"], known, posts, month)
    row |= _answers(sent, own, known, month)
    threads: dict[str, set[bool]] = defaultdict(set)
    for each in sent:
        if each["thread_id"] is not None:
            inbound = each["direction"] == "inbound"
            threads[each["thread_id"]] |= {inbound} if inbound or _is_words(each) else set()
    row["n_threads"] = len(threads) or None
    row["n_two_way_threads"] = sum(len(sides) == 2 for sides in threads.values()) if threads else None
    return row


def _posts(posts: list[Row], month: Month) -> Row:
    mine = [each for each in posts if month.has(each["published_at"])]
    return {"n_posts_original": len(mine) if posts else None}


def _sent(sent: list[Row], n_posts: int | None, known: list[Row], posts: Sequence[Row], month: Month) -> Row:
    if not sent:
        return dict.fromkeys(("n_inbound", "n_outbound", "n_reactive", "n_proactive", "n_replies", "conversation_ratio"))
    out = [each for each in sent if each["direction"] == "outbound"]
    people = [each for each in out if not each["is_automated"]]
    modes = [_is_of_our_accord(each, known, posts, month) for each in people]
    replies = sum(
        _is_words(each)
        and (each["answers"] is not None or each["interaction_kind"] == "reply" or _follows(each, known, month.window))
        for each in people
    )
    told_apart = modes.count(True) + modes.count(False)
    return {
        "n_inbound": len(sent) - len(out),
        "n_outbound": len(out),
        "automation_n_missing": sum(each["is_automated"] is None for each in out),
        "n_reactive": modes.count(False),
        "n_proactive": modes.count(True),
        "engagement_mode_n_missing": modes.count(None),
        "proactive_share": divided(modes.count(True), told_apart),
        "n_replies": replies,
        "conversation_ratio": None if n_posts is None else divided(replies, replies + n_posts),
        "soapbox_index": None if n_posts is None else divided(n_posts, replies + n_posts),
    }


def _follows(each: Row, known: list[Row], window: timedelta) -> bool:
    return _is_words(each) and any(
        before["direction"] == "inbound"
        and _talk(before)
        and _talk(before) == each["thread_id"]
        and before["account"] == each["account"]
        and each["sent_at"] - window <= before["sent_at"] <= each["sent_at"]
        for before in known
    )


def _is_of_our_accord(each: Row, known: list[Row], posts: Sequence[Row], month: Month) -> bool | None:
    if any(asked["direction"] == "inbound" and asked["message_id"] == each["answers"] for asked in known):
        return False
    if each["is_proactive"] is not None:
        return bool(each["is_proactive"])
    under_ours = each["thread_id"] in {post["post_id"] for post in posts}
    return False if each["answers"] is not None or under_ours or _follows(each, known, month.window) else None


def _answers(sent: list[Row], own: list[Row], known: list[Row], month: Month) -> Row:
    inbound = [each for each in sent if each["direction"] == "inbound"]
    missing = sum(each["needs_reply"] is None for each in inbound)
    names = ("n_needing_reply", "n_answered", "n_unanswered", "n_censored", "response_rate", "n_conversations")
    if not sent or (inbound and missing == len(inbound)):
        return dict.fromkeys(names) | {"needs_reply_n_missing": missing if sent else None}
    seen = max(each["observed_at"] for each in own)
    wanting = [each for each in own if each["direction"] == "inbound" and each["needs_reply"]]
    mine = [each for each in wanting if month.has(each["sent_at"])]
    due = [each for each in mine if each["sent_at"] + month.window <= seen]
    answered = {each["message_id"]: _answered_at(each, known) for each in due}
    in_time = {
        each["message_id"]: moment
        for each in due
        if (moment := answered[each["message_id"]]) is not None and moment - each["sent_at"] <= month.window
    }
    firsts = [each for each in due if _is_first(each, wanting, known, month.window)]
    waits = [(each["sent_at"], in_time[each["message_id"]]) for each in firsts if each["message_id"] in in_time]
    row = {
        "needs_reply_n_missing": missing,
        "n_needing_reply": len(mine),
        "n_answered": len(in_time),
        "n_unanswered": len(due) - len(in_time),
        "n_censored": len(mine) - len(due),
        "response_rate": divided(len(in_time), len(due)),
        "n_conversations": len(firsts),
        "n_conversations_answered": len(waits),
        "first_response_off_hours_n": None,
    }
    row |= _times("first_response", sorted((until - since) // SECOND for since, until in waits))
    if month.hours is None:
        return row | _times("first_response_bh", [])
    open_waits = [month.open_time(since, until) // SECOND for since, until in waits if month.is_open(until)]
    row["first_response_off_hours_n"] = len(waits) - len(open_waits)
    return row | _times("first_response_bh", sorted(open_waits))


def _times(name: str, ordered: list[int]) -> Row:
    """Nearest rank: the smallest value that at least half, or nine of ten, do not exceed."""
    n = len(ordered)
    return {
        f"{name}_median_s": next((each for each in ordered if 2 * sum(x <= each for x in ordered) >= n), None),
        f"{name}_p90_s": next((each for each in ordered if 10 * sum(x <= each for x in ordered) >= 9 * n), None),
        f"{name}_mean_s": divided(sum(ordered), n),
    }


def divided(top: int, bottom: int) -> float | None:
    """R3, to 12 significant digits."""
    return float(f"{top / bottom:.11e}") if bottom else None
