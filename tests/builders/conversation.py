"""The neutral templates about what others say, filled in by a team."""

from collections.abc import Iterable

from tests.builders.exports import Row, text_of, without

MENTIONS = ("published_at", "subject", "about_us", "id", "url", "network", "author", "sentiment", "reach", "likes", "comments")
MESSAGES = (
    "sent_at", "platform", "account", "message_id", "direction", "kind", "author", "answers", "needs_reply", "sentiment", "text",
)  # fmt: skip
FOLLOWERS = ("date", "platform", "account", "member", "member_followers")


def mention(number: int = 1, **cells: object) -> dict[str, object]:
    """One hit for a competitor."""
    return {
        "published_at": "2026-10-12T09:30:00Z",
        "subject": "Rival",
        "id": f"m-{number}",
        "network": "news",
        "likes": 4,
    } | cells


def message(number: int = 1, **cells: object) -> dict[str, object]:
    """One comment under our posts."""
    return {
        "sent_at": "2026-10-12T09:30:00Z",
        "platform": "instagram",
        "account": "atelier.lumen",
        "message_id": f"c-{number}",
        "direction": "in",
        "kind": "comment",
        "author": f"customer.{number}",
    } | cells


def follower(member: str = "a.follower", **cells: object) -> dict[str, object]:
    """One follower on the last day of October."""
    return {"date": "2026-10-31", "platform": "instagram", "account": "atelier.lumen", "member": member} | cells


def mentions(*rows: Row, missing: Iterable[str] = ()) -> bytes:
    """mentions.csv."""
    return text_of(without(MENTIONS, missing), rows).encode()


def messages(*rows: Row, missing: Iterable[str] = ()) -> bytes:
    """messages.csv."""
    return text_of(without(MESSAGES, missing), rows).encode()


def followers(*rows: Row, missing: Iterable[str] = ()) -> bytes:
    """followers.csv."""
    return text_of(without(FOLLOWERS, missing), rows).encode()
