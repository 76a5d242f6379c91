"""Reports about what others say: how we answer, and how much of the talk is about us (METRICS 1.3)."""

from transforms.contracts.table import Table

RPT_CONVERSATION = Table(
    name="rpt_conversation",
    layer="report",
    grain="one row per account x month: messages sent in the month, to us and from us, and their answers within the window",
    partition="report",
    key=("platform", "account"),
    columns=(
        "month_start", "month", "as_of_date", "brand", "platform", "account", "basis_source", "inbox_seen_on",
        "response_window_days", "n", "n_inbound", "n_outbound", "n_automated", "automation_n_missing", "needs_reply_n_missing",
        "n_needing_reply", "n_answered", "n_unanswered", "n_censored", "n_response_due", "response_rate",
        "n_conversations", "n_conversations_answered", "n_conversations_unanswered", "first_response_median_s",
        "first_response_p90_s", "first_response_sum_s", "first_response_mean_s", "first_response_bh_n",
        "first_response_off_hours_n", "first_response_bh_median_s", "first_response_bh_p90_s", "first_response_bh_sum_s",
        "first_response_bh_mean_s", "n_reactive", "n_proactive", "engagement_mode_n_missing", "n_told_apart", "reactive_share",
        "proactive_share", "n_replies", "n_posts_original", "conversation_ratio_denominator", "conversation_ratio",
        "soapbox_index", "n_threads", "n_two_way_threads", "confidence", "reason",
    ),
    required=(
        "month_start", "month", "as_of_date", "brand", "platform", "account", "basis_source", "response_window_days", "n",
        "confidence",
    ),
    order=("platform", "account"),
)  # fmt: skip

RPT_SHARE_OF_VOICE = Table(
    name="rpt_share_of_voice",
    layer="report",
    grain="one row per query set x subject x month: us and each competitor that the strategy names",
    partition="report",
    key=("query_set", "subject"),
    columns=(
        "month_start", "month", "as_of_date", "brand", "query_set", "subject", "is_us", "basis_source", "exposure_metric", "n",
        "mentions", "share_of_voice_denominator", "share_of_voice", "engagements_voice", "engagements_voice_denominator",
        "engagements_share_of_voice", "engagements_mentions_n_missing", "components_present", "impressions_voice",
        "impressions_voice_denominator", "impressions_share_of_voice", "impressions_mentions_n_missing", "n_positive",
        "n_neutral", "n_negative", "sentiment_n_missing", "net_sentiment_numerator", "net_sentiment_denominator",
        "net_sentiment", "sentiment_classifier", "confidence", "reason",
    ),
    required=(
        "month_start", "month", "as_of_date", "brand", "query_set", "subject", "is_us", "basis_source", "n", "confidence",
    ),
    order=("query_set", "subject"),
)  # fmt: skip

TABLES = (RPT_CONVERSATION, RPT_SHARE_OF_VOICE)
