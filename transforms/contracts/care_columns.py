"""Columns of the reports about conversation and share of voice (METRICS 1.3)."""

from transforms.contracts.column import Column, counts, dates, flags, ratios, texts

CONVERSATION_REPORT = (
    *dates(
        inbox_seen_on="latest day on which an inbox export told of a message of the account in the month or its neighbours; what "
        "is younger than the response window then is censored",
    ),
    *counts("days", "-", response_window_days="days within which a message that wants an answer should have one"),
    *counts(
        "messages",
        "A",
        n_inbound="messages, comments, mentions and reactions to us that were sent in the month",
        n_outbound="the same from us, those of machines among them",
        n_automated="outbound ones that a machine sent: they are no answer",
        automation_n_missing="outbound ones of which nobody said whether a machine sent them; they count as sent by people",
        needs_reply_n_missing="inbound ones of which nobody said whether they want an answer; they are in no response rate",
        n_needing_reply="inbound ones that want an answer",
        n_answered="of those whose window is over, those with an answer of a person within the window",
        n_unanswered="of those whose window is over, those without",
        n_censored="inbound ones that want an answer and were younger than the window when the inbox was seen last",
        n_response_due="n_answered + n_unanswered: the window is over",
        n_reactive="outbound ones of people that answer an inbound one or stand under our own post",
        n_proactive="outbound ones of people of their own accord: in answer to nobody and not under our own post",
        engagement_mode_n_missing="outbound ones of people that neither the file nor their thread tells apart",
        n_told_apart="n_reactive + n_proactive",
        n_replies="outbound ones of people that answer somebody, likes apart",
        conversation_ratio_denominator="n_replies + n_posts_original",
    ),
    *counts(
        "posts",
        "A",
        n_posts_original="our own posts of the month; on X without replies and reposts (texts that begin with @ or RT @). NULL "
        "where no export tells of a post in the month or its neighbours",
    ),
    *counts(
        "conversations",
        "A",
        n_conversations="messages of n_response_due that begin a conversation: in a private thread the first one until we "
        "answer, elsewhere every one",
        n_conversations_answered="conversations with an answer of a person within the window",
        n_conversations_unanswered="conversations without",
        first_response_bh_n="answered conversations whose answer was sent in business hours; NULL without business hours",
        first_response_off_hours_n="answered conversations whose answer was sent outside business hours; NULL without any",
    ),
    *counts(
        "threads",
        "A",
        n_threads="conversations and posts in which somebody wrote in the month, where thread_id is told",
        n_two_way_threads="of those, the ones in which both sides wrote in the month",
    ),
    *counts(
        "seconds",
        "A",
        first_response_sum_s="time to the first answer, over all answered conversations",
        first_response_bh_sum_s="open time to the first answer, over all answers within business hours",
    ),
    *counts(
        "seconds",
        "N",
        first_response_median_s="median time to the first answer: the shortest that half of the answered conversations do not "
        "exceed, a time that really was (nearest rank, not interpolated)",
        first_response_p90_s="time to the first answer that 9 of 10 answered conversations do not exceed, by nearest rank too",
        first_response_bh_median_s="median open time to the first answer, over answers within business hours, by nearest rank",
        first_response_bh_p90_s="open time to the first answer that 9 of 10 of these do not exceed, by nearest rank",
    ),
    Column("first_response_mean_s", "double", "first_response_sum_s / n_conversations_answered", "seconds", "R"),
    Column("first_response_bh_mean_s", "double", "first_response_bh_sum_s / first_response_bh_n", "seconds", "R"),
    *ratios(
        response_rate="n_answered / n_response_due (METRICS 1.3)",
        reactive_share="n_reactive / n_told_apart",
        proactive_share="n_proactive / n_told_apart",
        conversation_ratio="n_replies / conversation_ratio_denominator: the dinner party",
        soapbox_index="n_posts_original / conversation_ratio_denominator, 1 - conversation_ratio: the soapbox",
    ),
)

VOICE_REPORT = (
    *flags(is_us="the subject is our brand, not a competitor"),
    *texts(
        query_set="listening tool whose hits are compared, as its format: hits of two tools are never put together",
        sentiment_classifier="who judged the hits: the tool whose format this is, or the team in its template; NULL where "
        "nobody did",
    ),
    *counts(
        "mentions",
        "A",
        mentions="hits for the subject in the month; 0 where the tool tracks it, NULL where it never told of it around the month",
        engagements_mentions_n_missing="hits without engagements: they are in no share by engagements",
        impressions_mentions_n_missing="hits without impressions: they are in no share by impressions",
        n_positive="hits that were judged positive; NULL where no hit was judged",
        n_neutral="hits that were judged neutral",
        n_negative="hits that were judged negative",
        sentiment_n_missing="hits that nobody judged, or in a word that means none of the three",
        net_sentiment_denominator="n_positive + n_negative",
    ),
    Column("net_sentiment_numerator", "int64", "n_positive - n_negative", "mentions", "A", signed=True),
    *counts(
        "mentions",
        "-",
        share_of_voice_denominator="hits for us and all tracked competitors of the query set; NULL unless it tracks us "
        "and one of them",
    ),
    *counts("actions", "A", engagements_voice="engagements of the subject's hits that have them"),
    *counts("times", "A", impressions_voice="impressions of the subject's hits that have them, as the tool reckons them"),
    *counts(
        "actions",
        "-",
        engagements_voice_denominator="engagements of the whole set; NULL where a subject with hits has none supplied",
    ),
    *counts(
        "times",
        "-",
        impressions_voice_denominator="impressions of the whole set; NULL where a subject with hits has none supplied, or hits "
        "count different things",
    ),
    *ratios(
        share_of_voice="mentions / share_of_voice_denominator; sums to 1 over the query set (METRICS 1.3)",
        engagements_share_of_voice="engagements_voice / engagements_voice_denominator; sums to 1 over the query set",
        impressions_share_of_voice="impressions_voice / impressions_voice_denominator; sums to 1 over the query set",
    ),
    Column("net_sentiment", "double", "net_sentiment_numerator / net_sentiment_denominator, from -1 to 1", "fraction", "R"),
)
