"""What others say, as a team fills it in: hits of any listening tool, messages of any inbox, and who follows an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.exports.model import SEVERAL, Format
from transforms.exports.template import ZONED, Cell, Template, fields_of

if TYPE_CHECKING:
    from transforms.exports.normalise import Work

_WHOSE = (
    Cell("platform", "platform", "instagram", "instagram, x, facebook, youtube, tiktok, ...: the name of the network"),
    Cell("account", "account_handle", "atelier.lumen", "our account there; with or without @"),
)
_SENTIMENT = Cell("sentiment", "sentiment_native", "positive", "positive, neutral or negative; empty if nobody judged it")
_MENTION_CELLS = (
    Cell("published_at", "published_at", "2026-10-12T09:30:00Z", "when the hit was published, with its zone: Z, or +02:00"),
    Cell("subject", "subject", "Rival Studio", "whom or what the hit is about: us, a competitor, or the name of the query"),
    Cell("about_us", "is_about_us", "no", "yes or no: is the subject our brand"),
    Cell("id", "mention_id", "m-1001", "the tool's id of the hit, as text; this or url is needed", ("mention_id",)),
    Cell("url", "url", "https://news.example/autumn-coats", "address of the hit", ("link",)),
    Cell("network", "network", "news", "instagram, x, news, blog, forum, ...: where it was found"),
    Cell("source", "source", "The Daily Example", "site, page or channel"),
    Cell("author", "author_handle", "a.writer", "who published it; with or without @"),
    Cell("author_followers", "author_followers", "1200", "followers of the author"),
    Cell("language", "language", "en", "language of the text"),
    Cell("country", "country", "NL", "country of author or site"),
    Cell("title", "title", "Coats for autumn", "headline"),
    Cell("text", "text", "We tried the new coats", "text of the hit"),
    _SENTIMENT,
    Cell("reach", "reach", "5400", "accounts that it may have reached, as the tool estimates it"),
    Cell("impressions", "impressions", "8100", "times shown, as the tool estimates it", exposure="estimated"),
    Cell("likes", "likes", "14", "likes or reactions"),
    Cell("comments", "comments", "3", "comments or replies"),
    Cell("shares", "shares", "2", "shares, reposts, retweets"),
)
_MESSAGE_CELLS = (
    Cell("sent_at", "sent_at", "2026-10-12T11:30:00+02:00", "when it was sent, with its zone: Z, or +02:00"),
    *_WHOSE,
    Cell("message_id", "message_id", "17998877665544332", "id of the message, as text: the platform's or the tool's"),
    Cell("direction", "direction", "in", "in: to us; out: from us"),
    Cell("kind", "interaction_kind", "comment", "message, comment, mention, reply, reaction, review or other"),
    Cell("author", "author_key", "a.customer", "who wrote it: id or handle; kept as a keyed hash only"),
    Cell("thread_id", "thread_id", "t-77", "the conversation, or the post under which it stands"),
    Cell("answers", "answers", "17998877665544300", "message_id of the message that this one answers"),
    Cell("proactive", "is_proactive", "no", "yes or no: sent of our own accord, in answer to nobody"),
    Cell("automated", "is_automated", "no", "yes or no: sent by a machine; such a reply is no answer"),
    Cell("needs_reply", "needs_reply", "yes", "yes or no: does it want an answer"),
    _SENTIMENT,
    Cell("topic", "topic", "delivery", "topic, tag or label"),
    Cell("text", "text", "When does my coat come?", "text of the message; leave the column out to keep it out"),
    Cell("likes", "likes", "1", "likes or reactions of the message"),
)
_FOLLOWER_CELLS = (
    Cell("date", "seen_on", "2026-10-31", "day on which the list was taken, YYYY-MM-DD", ("day",)),
    *_WHOSE,
    Cell(
        "member", "member_key", "a.follower", "the follower's id or handle, always the same of the two; kept as a keyed hash only"
    ),
    Cell("member_followers", "member_followers", "830", "how many followers the follower has"),
)


def _read_mention(work: Work) -> None:
    from transforms.exports.listening_readings import read_mention

    read_mention(work)


def _read_message(work: Work) -> None:
    from transforms.exports.inbox_readings import read_message

    read_message(work)


def _read_follower(work: Work) -> None:
    from transforms.exports.inbox_readings import read_follower

    read_follower(work)


MENTIONS = Format(
    id="mentions",
    platform=SEVERAL,
    title="Mentions (template mentions.csv)",
    version=1,
    fields=fields_of(_MENTION_CELLS),
    required=("published_at", "subject"),
    signature=(frozenset({"published_at"}), frozenset({"subject"}), frozenset({"mention_id", "url"})),
    table="staging_mention",
    moments=(ZONED,),
    key_column="published_at",
    records_count=True,
    identity=_read_mention,
)
MESSAGES = Format(
    id="messages",
    platform=SEVERAL,
    title="Messages of an inbox (template messages.csv)",
    version=1,
    fields=fields_of(_MESSAGE_CELLS),
    required=("sent_at", "platform", "account_handle", "message_id", "direction"),
    signature=(frozenset({"sent_at"}), frozenset({"platform"}), frozenset({"message_id"}), frozenset({"direction"})),
    table="staging_interaction",
    moments=(ZONED,),
    key_column="sent_at",
    records_count=True,
    identity=_read_message,
)
FOLLOWERS = Format(
    id="followers",
    platform=SEVERAL,
    title="Followers of an account (template followers.csv)",
    version=1,
    fields=fields_of(_FOLLOWER_CELLS),
    required=("seen_on", "platform", "account_handle", "member_key"),
    signature=(frozenset({"seen_on"}), frozenset({"platform"}), frozenset({"account_handle"}), frozenset({"member_key"})),
    table="staging_audience_member",
    days=("YYYY-MM-DD",),
    key_column="seen_on",
    records_count=True,
    identity=_read_follower,
)

TEMPLATES = (
    Template(
        "mentions.csv",
        MENTIONS,
        _MENTION_CELLS,
        "One row per hit of a listening tool, for us or a competitor. A later file that tells a hit again replaces it.",
    ),
    Template(
        "messages.csv",
        MESSAGES,
        _MESSAGE_CELLS,
        "One row per message, comment, mention or reply, to us and from us. Who wrote it is kept as a keyed hash alone.",
    ),
    Template(
        "followers.csv",
        FOLLOWERS,
        _FOLLOWER_CELLS,
        "One row per follower of one of our accounts. Of each only a keyed hash is kept, one row per month.",
    ),
)
FORMATS = tuple(template.format for template in TEMPLATES)
