"""`rpt_conversation`: one row per account and month. The report keeps these identities with itself (METRICS 1.3)."""

from expectations.model import BETWEEN, Expect
from expectations.reports.common import confidence_known, is_its_parts

# Rounding to 12 significant digits costs up to 5e-12 of the value; a mean is in seconds, and its error is relative.
TOLERANCE = 1e-11
RATIOS = {
    "response_rate": ("n_answered", "n_response_due"),
    "first_response_mean_s": ("first_response_sum_s", "n_conversations_answered"),
    "first_response_bh_mean_s": ("first_response_bh_sum_s", "first_response_bh_n"),
    "reactive_share": ("n_reactive", "n_told_apart"),
    "proactive_share": ("n_proactive", "n_told_apart"),
    "conversation_ratio": ("n_replies", "conversation_ratio_denominator"),
    "soapbox_index": ("n_posts_original", "conversation_ratio_denominator"),
}
SHARES = ("response_rate", "reactive_share", "proactive_share", "conversation_ratio", "soapbox_index")
COUNTS = (
    "n", "n_inbound", "n_outbound", "n_automated", "automation_n_missing", "needs_reply_n_missing", "n_needing_reply",
    "n_answered", "n_unanswered", "n_censored", "n_conversations", "n_conversations_answered", "n_conversations_unanswered",
    "first_response_median_s", "first_response_bh_median_s", "first_response_bh_n", "first_response_off_hours_n", "n_reactive",
    "n_proactive", "engagement_mode_n_missing", "n_replies", "n_posts_original", "n_threads", "n_two_way_threads",
)  # fmt: skip


def _adds_up(name: str, value: str, why: str) -> Expect:
    return Expect(name, BETWEEN, f"{name}_left_over", why, {"min_value": 0, "max_value": 0}, value=value)


def _within(name: str, value: str, why: str) -> Expect:
    return Expect(name, BETWEEN, f"{name}_beyond", why, {"max_value": 0}, value=value)


EXPECTATIONS = (
    *(
        Expect(f"{share}_is_a_fraction", BETWEEN, share, "a part is no more than the whole", {"min_value": 0, "max_value": 1})
        for share in SHARES
    ),
    *(is_its_parts(ratio, *parts, TOLERANCE) for ratio, parts in RATIOS.items()),
    _adds_up(
        "every_message_has_an_outcome",
        '"n_answered" + "n_unanswered" + "n_censored" - "n_needing_reply"',
        "a message that wants an answer has one, has none, or is too young to tell: none is dropped in silence",
    ),
    _adds_up(
        "due_is_answered_or_not",
        '"n_answered" + "n_unanswered" - "n_response_due"',
        "the rate is over messages whose window is over, and over all of them",
    ),
    _adds_up("messages_go_in_or_out", 'coalesce("n_inbound" + "n_outbound", 0) - "n"', "a message is to us or from us"),
    _adds_up(
        "outbound_is_told_apart",
        '"n_reactive" + "n_proactive" + "engagement_mode_n_missing" + coalesce("n_automated", 0) - "n_outbound"',
        "what we send is in answer, of our own accord, unknown, or sent by a machine",
    ),
    _adds_up(
        "conversations_are_answered_or_not",
        '"n_conversations_answered" + "n_conversations_unanswered" - "n_conversations"',
        "the unanswered stand beside the times of the answered",
    ),
    _adds_up(
        "answers_are_in_or_off_hours",
        '"first_response_bh_n" + "first_response_off_hours_n" - "n_conversations_answered"',
        "an answer was sent in business hours or outside of them",
    ),
    _adds_up(
        "dinner_and_soapbox_are_all",
        '"n_replies" + "n_posts_original" - "conversation_ratio_denominator"',
        "conversation_ratio and soapbox_index sum to 1",
    ),
    _within("conversations_within_due", '"n_conversations" - "n_response_due"', "each conversation begins with one message"),
    _within("two_way_within_threads", '"n_two_way_threads" - "n_threads"', "threads of two sides are some of the threads"),
    _within("replies_within_outbound", '"n_replies" - "n_outbound"', "replies are some of what we send"),
    _within(
        "median_within_p90",
        'greatest("first_response_median_s" - "first_response_p90_s", "first_response_bh_median_s" - "first_response_bh_p90_s")',
        "half of the answers take no longer than nine of ten",
    ),
    _within(
        "answers_within_the_window",
        '"first_response_p90_s" - 86400 * "response_window_days"',
        "an answer after the window counts as none",
    ),
    _within(
        "times_have_answers",
        """(("first_response_median_s" IS NULL) <> (coalesce("n_conversations_answered", 0) = 0))::INT""",
        "there is a time exactly where there is an answer",
    ),
    Expect(
        "counts_not_negative",
        BETWEEN,
        "smallest_count",
        "messages and seconds are counted, and counting starts at 0",
        {"min_value": 0},
        value=f"least({', '.join(COUNTS)})",
    ),
    _within(
        "no_rate_has_a_reason",
        """("response_rate" IS NULL AND "n_needing_reply" IS DISTINCT FROM 0 AND "reason" IS NULL)::INT""",
        "a rate that is missing says why, and which file would supply it",
    ),
    confidence_known(),
)
