"""Tables about what others say: hits of listening tools, messages of our inboxes, and who follows us, without their names."""

from transforms.contracts.measures import with_engagements
from transforms.contracts.table import Table

_LINEAGE = ("source_sha", "source_line")
_OBSERVED = ("observed_on", "observed_on_source", "observed_at", *_LINEAGE)

MENTION_MEASURES = (
    "impressions", "reach", "likes", "comments", "shares", "saves", "video_views", "engagements_native", "author_followers",
)  # fmt: skip
_MENTION_DIMS = (
    "url", "author_handle", "author_name", "network", "source", "language", "country", "title", "text", "sentiment",
    "sentiment_native", "is_about_us", "exposure_metric",
)  # fmt: skip
_MESSAGE_DIMS = (
    "direction", "interaction_kind", "thread_id", "answers", "author_key", "is_proactive", "is_automated", "needs_reply",
    "sentiment", "sentiment_native", "topic", "text",
)  # fmt: skip

STAGING_MENTION = Table(
    name="staging_mention",
    layer="staging",
    grain="one row per record of a listening export: one hit for one subject",
    partition="none",
    key=("mention_id", "subject", "format"),
    columns=(
        "published_at", "published_at_source", "brand", "platform", "format", "mention_id", "subject", *_MENTION_DIMS,
        *MENTION_MEASURES, *_OBSERVED, "parse_error",
    ),
    required=(
        "published_at", "brand", "platform", "format", "mention_id", "subject", "observed_on", "observed_at", *_LINEAGE,
    ),
    compared=("sentiment", "text"),
)  # fmt: skip

STAGING_INTERACTION = Table(
    name="staging_interaction",
    layer="staging",
    grain="one row per record of messages.csv: one message, comment, mention or reply, to us or from us",
    partition="none",
    key=("platform", "message_id", "format"),
    columns=(
        "sent_at", "brand", "platform", "format", "message_id", "account_handle", *_MESSAGE_DIMS, "likes", *_OBSERVED,
        "parse_error",
    ),
    required=(
        "sent_at", "brand", "platform", "format", "message_id", "account_handle", "direction", "observed_on", "observed_at",
        *_LINEAGE,
    ),
    compared=("answers", "is_proactive", "is_automated", "needs_reply", "sentiment", "topic", "text"),
)  # fmt: skip

STAGING_AUDIENCE_MEMBER = Table(
    name="staging_audience_member",
    layer="staging",
    grain="one row per record of followers.csv: one member of one account's audience on one day",
    partition="none",
    key=("platform", "account_handle", "member_key", "month", "format"),
    columns=(
        "seen_on", "month", "brand", "platform", "format", "account_handle", "member_key", "member_followers", *_OBSERVED,
        "parse_error",
    ),
    required=(
        "seen_on", "month", "brand", "platform", "format", "account_handle", "member_key", "observed_on", "observed_at",
        *_LINEAGE,
    ),
)  # fmt: skip

FACT_MENTION = Table(
    name="fact_mention",
    layer="fact",
    grain="one row per listening hit x subject x format, as it was seen last",
    partition="published",
    key=STAGING_MENTION.key,
    columns=(
        "published_at", "brand", "platform", "format", "mention_id", "subject", *_MENTION_DIMS,
        *with_engagements(MENTION_MEASURES), "published_at_source", *_OBSERVED,
    ),
    required=("published_at", "brand", "platform", "format", "mention_id", "subject", "observed_on", *_LINEAGE),
    order=("subject", "mention_id", "format"),
)  # fmt: skip

FACT_INTERACTION = Table(
    name="fact_interaction",
    layer="fact",
    grain="one row per message, comment, mention or reply x format, inbound or outbound, as it was seen last",
    partition="sent",
    key=STAGING_INTERACTION.key,
    columns=(
        "sent_at", "brand", "platform", "account", "format", "message_id", "is_own", "account_handle", *_MESSAGE_DIMS, "likes",
        *_OBSERVED,
    ),
    required=("sent_at", "brand", "platform", "account", "format", "message_id", "is_own", "direction", "observed_on", *_LINEAGE),
    order=("platform", "message_id", "format"),
)  # fmt: skip

FACT_AUDIENCE_MEMBER = Table(
    name="fact_audience_member",
    layer="fact",
    grain="one row per account x member (keyed hash) x month of observation x format",
    partition="seen",
    key=("platform", "account", "member_key", "month", "format"),
    columns=(
        "seen_on", "month", "brand", "platform", "account", "format", "member_key", "is_own", "account_handle",
        "member_followers", *_OBSERVED,
    ),
    required=("seen_on", "month", "brand", "platform", "account", "format", "member_key", "is_own", "observed_on", *_LINEAGE),
    order=("platform", "account", "member_key", "month", "format"),
)  # fmt: skip

TABLES = (
    STAGING_MENTION, STAGING_INTERACTION, STAGING_AUDIENCE_MEMBER, FACT_MENTION, FACT_INTERACTION, FACT_AUDIENCE_MEMBER,
)  # fmt: skip
# The staging table that each fact is merged from.
STAGING_OF: dict[str, Table] = {
    FACT_MENTION.name: STAGING_MENTION,
    FACT_INTERACTION.name: STAGING_INTERACTION,
    FACT_AUDIENCE_MEMBER.name: STAGING_AUDIENCE_MEMBER,
}
