"""What every figure of rpt_conversation is made of: messages, the answers to them, and the account's own posts."""

from dataclasses import replace

from transforms.contracts.care_tables import RPT_CONVERSATION
from transforms.contracts.conversation_tables import FACT_INTERACTION
from transforms.reports.engagement_trace import POST
from transforms.reports.register import query_of
from transforms.reports.tracing import Added, Given, Made, Origin, Trail, Units

_OF_ROW = "brand = $brand AND month = $month AND platform = $platform AND account = $account"
# Of two formats that tell of a message the first one is believed.
_MESSAGES = (
    "(SELECT * FROM fact_interaction JOIN formats USING (format) WHERE is_own AND brand = $brand AND platform = $platform "
    "QUALIFY row_number() OVER (PARTITION BY message_id ORDER BY rank) = 1) AS fact"
)


def _messages(query: str) -> Units:
    return Units(query=query, entity=("message_id",), fact=FACT_INTERACTION, rows=f"FROM {_MESSAGES} WHERE {{is_given}}")


UNITS = {
    "near": _messages(f"SELECT * FROM near WHERE is_in_month AND {_OF_ROW}"),
    "judged": _messages(f"SELECT * FROM judged WHERE is_in_month AND {_OF_ROW}"),
    "told_apart": _messages(f"SELECT * FROM told_apart WHERE {_OF_ROW}"),
    # The message, and what answered it first.
    "timed": replace(
        _messages(f"SELECT * FROM timed WHERE {_OF_ROW}"),
        rows=f"FROM {_MESSAGES} JOIN (SELECT * FROM timed WHERE {_OF_ROW}) AS asked ON fact.message_id = asked.message_id "
        "OR (fact.direction = 'outbound' AND epoch_us(fact.sent_at) = asked.answered_us "
        "AND (fact.answers = asked.message_id OR fact.thread_id = asked.talk)) WHERE {is_given}",
        named={"message_id": "asked.message_id"},
    ),
    "talks": Units(
        query=f"SELECT * FROM talks WHERE {_OF_ROW}",
        entity=("thread_id",),
        fact=FACT_INTERACTION,
        rows=f"FROM {_MESSAGES} SEMI JOIN (SELECT * FROM near WHERE is_in_month) AS near USING (brand, platform, message_id) "
        "WHERE account = $account AND {is_given}",
    ),
    "posts": replace(POST, query=f"SELECT * FROM near_posts WHERE is_in_month AND {_OF_ROW}"),
}
_DUE, _FIRST = "NOT is_censored", "NOT is_censored AND is_first"
_IN, _OUT = "direction = 'inbound'", "direction = 'outbound'"


def _count(where: str, units: str) -> Added:
    return Added("1", where, how="count", units=units)


_ORIGINS: dict[str, Origin] = {
    "response_window_days": Given("care in strategy/<brand>.yaml"),
    "n": _count("true", "near"),
    "n_inbound": _count(_IN, "near"),
    "n_outbound": _count(_OUT, "near"),
    "n_automated": _count(f"{_OUT} AND is_automated", "near"),
    "automation_n_missing": _count(f"{_OUT} AND is_automated IS NULL", "near"),
    "needs_reply_n_missing": _count(f"{_IN} AND needs_reply IS NULL", "near"),
    "n_needing_reply": _count("true", "judged"),
    "n_answered": _count(f"{_DUE} AND is_answered", "judged"),
    "n_unanswered": _count(f"{_DUE} AND NOT is_answered", "judged"),
    "n_censored": _count("is_censored", "judged"),
    "n_response_due": Made(("n_answered", "n_unanswered"), "n_answered + n_unanswered", "n_answered + n_unanswered"),
    "response_rate": Made.ratio("n_answered", "n_response_due"),
    "n_conversations": _count(_FIRST, "judged"),
    "n_conversations_answered": _count(f"{_FIRST} AND is_answered", "judged"),
    "n_conversations_unanswered": _count(f"{_FIRST} AND NOT is_answered", "judged"),
    "first_response_mean_s": Made.ratio("first_response_sum_s", "n_conversations_answered"),
    "first_response_bh_n": _count("is_in_hours", "timed"),
    "first_response_off_hours_n": _count("NOT is_in_hours", "timed"),
    "first_response_bh_mean_s": Made.ratio("first_response_bh_sum_s", "first_response_bh_n"),
    "n_reactive": _count("NOT is_of_our_accord", "told_apart"),
    "n_proactive": _count("is_of_our_accord", "told_apart"),
    "engagement_mode_n_missing": _count("is_of_our_accord IS NULL", "told_apart"),
    "n_told_apart": Made(("n_reactive", "n_proactive"), "n_reactive + n_proactive", "n_reactive + n_proactive"),
    "reactive_share": Made.ratio("n_reactive", "n_told_apart"),
    "proactive_share": Made.ratio("n_proactive", "n_told_apart"),
    "n_replies": _count(
        "interaction_kind IS DISTINCT FROM 'reaction' AND (answers IS NOT NULL OR interaction_kind = 'reply' OR is_in_talk)",
        "told_apart",
    ),
    "n_posts_original": _count("is_original", "posts"),
    "conversation_ratio_denominator": Made(
        ("n_replies", "n_posts_original"), "n_replies + n_posts_original", "n_replies + n_posts_original"
    ),
    "conversation_ratio": Made.ratio("n_replies", "conversation_ratio_denominator"),
    "soapbox_index": Made.ratio("n_posts_original", "conversation_ratio_denominator"),
    "n_threads": _count("true", "talks"),
    "n_two_way_threads": _count("is_two_way", "talks"),
}
# How long the first answer took: by the clock, and of those in business hours by open hours.
for _name, _waited, _where in (("first_response", "waited_s", "true"), ("first_response_bh", "waited_open_s", "is_in_hours")):
    _ORIGINS |= {
        f"{_name}_sum_s": Added(_waited, _where, units="timed"),
        f"{_name}_median_s": Added(_waited, _where, how="median", units="timed"),
        f"{_name}_p90_s": Added(_waited, _where, how="p90", units="timed"),
    }

TRAIL = Trail(RPT_CONVERSATION, lambda _: "near", UNITS, _ORIGINS.__getitem__, lambda: query_of(RPT_CONVERSATION.name))
