"""How messages of an inbox and lists of followers are read. People who are no creators stay unnamed: see pseudonyms.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from transforms.exports.headers import fold
from transforms.exports.listening_readings import SENTIMENTS
from transforms.exports.record_readings import (
    is_null,
    read_choice,
    read_column,
    read_flag,
    read_handle,
    read_platform,
    require,
    supplied,
)
from transforms.exports.values import ROUNDED_ID
from transforms.exports.vectors import parse_days, per_unique, whole
from transforms.strategy import fold_handle

if TYPE_CHECKING:
    from transforms.exports.normalise import Work

_DIRECTIONS = {
    **dict.fromkeys(("in", "inbound", "incoming", "received"), "inbound"),
    **dict.fromkeys(("out", "outbound", "outgoing", "sent"), "outbound"),
}
_KINDS = {kind: kind for kind in ("message", "comment", "mention", "reply", "reaction", "review", "other")}
_KIND_WORDS = _KINDS | {"dm": "message", "direct message": "message", "private message": "message"}
_IDS = ("message_id", "thread_id", "answers")


def read_message(work: Work) -> None:
    """Everything that names a message and places it in its conversation."""
    read_platform(work)
    read_handle(work)
    for name in _IDS:
        why = "is no id: a spreadsheet may have rounded it"
        read_column(work, name, _id, pa.string(), why, needed=name == "message_id")
    require(work, "sent_at")
    read_choice(work, "direction", _DIRECTIONS, needed=True)
    read_choice(work, "interaction_kind", _KIND_WORDS)
    _read_person(work, "author_key")
    for name in ("is_proactive", "is_automated", "needs_reply"):
        read_flag(work, name)
    if "sentiment_native" in work.cells.columns:
        judged = supplied(work, "sentiment_native")
        work.done["sentiment"] = per_unique(judged, lambda text: SENTIMENTS.get(fold(text)), pa.string())


def read_follower(work: Work) -> None:
    """Who follows which account, and when that was seen."""
    read_platform(work)
    read_handle(work)
    _read_person(work, "member_key")
    work.complain("member_key", is_null(work.done["member_key"]), "names nobody: a spreadsheet may have rounded the id")
    days = whole(work.cells.columns["seen_on"])
    work.done["seen_on"], wrong = parse_days(days, work.cells.format.days)
    if wrong is not None:
        work.complain("seen_on", wrong, f"is no day written {' or '.join(work.cells.format.days)}")
    require(work, "seen_on")
    work.done["month"] = pc.strftime(work.done["seen_on"], "%Y-%m")


def _id(text: str) -> str | None:
    bare = text.strip()
    return None if ROUNDED_ID.fullmatch(bare) else bare


def _read_person(work: Work, name: str) -> None:
    """Id or handle in one spelling; whoever writes the records down replaces it by its keyed hash first."""
    if name in work.cells.columns:
        people = supplied(work, name)
        work.done[name] = per_unique(people, lambda text: _id(fold_handle(text)) or None, pa.string())
