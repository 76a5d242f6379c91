"""`staging_interaction`: one row per record of messages.csv, one message to us or from us."""

from expectations.model import BETWEEN, Expect
from expectations.staging.common import (
    GRACE_DAYS,
    OLDEST_PLATFORM_S,
    PARSE_ERROR_ABSENT,
    counts_believable,
    counts_not_negative,
)
from transforms.contracts.conversation_tables import STAGING_INTERACTION

EXPECTATIONS = (
    PARSE_ERROR_ABSENT,
    Expect(
        "sent_since_platforms",
        BETWEEN,
        "sent_epoch_s",
        "no platform is older than February 2004: the time was misread and would open a month of its own",
        {"min_value": OLDEST_PLATFORM_S},
        value='epoch("sent_at")',
    ),
    Expect(
        "sent_before_export",
        BETWEEN,
        "days_sent_after_export",
        "a message cannot be younger than the file that tells it: day and month were swapped, or the year is wrong",
        {"max_value": GRACE_DAYS},
        value='(epoch("sent_at") - epoch("observed_at")) / 86400',
    ),
    counts_not_negative(STAGING_INTERACTION, "critical", "a message has no fewer than 0 likes"),
    counts_believable(STAGING_INTERACTION),
    Expect(
        "answers_another_message",
        "ExpectColumnValuesToBeNull",
        "answers_itself",
        "a message that answers itself would be its own first response, after no time at all",
        value='CASE WHEN "answers" = "message_id" THEN "message_id" END',
    ),
    Expect(
        "proactive_answers_nobody",
        "ExpectColumnValuesToBeNull",
        "proactive_answer",
        "what answers a message is reactive (METRICS 1.3): one of the two cells is wrong",
        severity="warning",
        value='CASE WHEN "is_proactive" THEN "answers" END',
    ),
    Expect(
        "only_inbound_needs_reply",
        "ExpectColumnValuesToBeNull",
        "outbound_needing_reply",
        "our own message needs no reply from us: direction or needs_reply is wrong",
        severity="warning",
        value="""CASE WHEN "direction" = 'outbound' AND "needs_reply" THEN "message_id" END""",
    ),
)
