"""One valid row of each table about what others say, and for each of its own expectations what to change so that it fails."""

from datetime import UTC, date, datetime
from typing import Any

LINEAGE = {
    "brand": "atelier",
    "platform": "instagram",
    "observed_on": date(2026, 10, 20),
    "observed_at": datetime(2026, 10, 20, 8, tzinfo=UTC),
    "source_sha": "5c1f",
    "source_line": 2,
}
VALID: dict[str, dict[str, Any]] = {
    "staging_mention": LINEAGE
    | {
        "format": "mentions",
        "mention_id": "m-1",
        "subject": "Rival Studio",
        "published_at": datetime(2026, 10, 3, 18, tzinfo=UTC),
        "sentiment": "positive",
        "sentiment_native": "Positive",
        "likes": 4,
        "reach": 900,
    },
    "staging_interaction": LINEAGE
    | {
        "format": "messages",
        "message_id": "17912345678901234",
        "account_handle": "atelier",
        "sent_at": datetime(2026, 10, 3, 18, tzinfo=UTC),
        "direction": "inbound",
        "interaction_kind": "comment",
        "answers": "17912345678901000",
        "is_proactive": False,
        "needs_reply": True,
        "likes": 1,
    },
    "staging_audience_member": LINEAGE
    | {
        "format": "followers",
        "account_handle": "atelier",
        "member_key": "0f" * 16,
        "seen_on": date(2026, 10, 19),
        "month": "2026-10",
        "member_followers": 830,
    },
}
_UNREAD = {"parse_error": "likes: is no whole number"}
_LARGE = 17912345678901234
_PAST, _FUTURE = datetime(1990, 1, 1, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)
BREAKS: dict[str, dict[str, Any]] = {
    "staging_mention": {
        "parse_error_absent": _UNREAD,
        "published_since_the_web": {"published_at": _PAST},
        "published_before_export": {"published_at": _FUTURE},
        "counts_not_negative": {"likes": -1},
        "counts_believable": {"author_followers": _LARGE},
        "sentiment_understood": {"sentiment": None, "sentiment_native": "splendid"},
    },
    "staging_interaction": {
        "parse_error_absent": _UNREAD,
        "sent_since_platforms": {"sent_at": _PAST},
        "sent_before_export": {"sent_at": _FUTURE},
        "counts_not_negative": {"likes": -1},
        "counts_believable": {"likes": _LARGE},
        "answers_another_message": {"answers": "17912345678901234"},
        "proactive_answers_nobody": {"is_proactive": True},
        "only_inbound_needs_reply": {"direction": "outbound"},
    },
    "staging_audience_member": {
        "parse_error_absent": _UNREAD,
        "seen_since_platforms": {"seen_on": date(2003, 1, 1)},
        "seen_before_export": {"seen_on": date(2026, 10, 23)},
        "counts_not_negative": {"member_followers": -1},
        "counts_believable": {"member_followers": _LARGE},
        "member_is_a_hash": {"member_key": "a.follower"},
    },
}
