"""Columns about what others say: mentions that a listening tool found, messages in our inboxes, and who follows us."""

from transforms.contracts.column import Column, counts, dates, flags, texts

CONVERSATION = (
    *texts(
        subject="what the hit is for: query, brand or competitor, as the tool or its folder names it",
        mention_id="the tool's id of the hit, else its address, author and time; with subject and format it names the row",
        url="address of the hit",
        network="where the hit was found, in the tool's own words; platform says it in ours",
        source="site, page or channel of the hit, as the tool names it",
        language="language of the text, in the tool's own words",
        country="country of the author or site, in the tool's own words",
        text="text of the hit or message, as the tool gives it; never the text of our own posts",
        author_handle="who published the hit, exactly as the tool says it but lower case and without @",
        author_name="display name of the author, where a tool tells it",
        sentiment="positive, neutral or negative; NULL where nobody judged it",
        sentiment_native="the judgement in the tool's own word or number; which classifier it was, format says",
        message_id="id of the message, as the platform or the tool gives it; with platform and format it names the row",
        thread_id="id of the conversation or of the post that the message belongs to",
        answers="message_id of the message that this one answers",
        direction="inbound: to us; outbound: from us",
        interaction_kind="message, comment, mention, reply, reaction, review or other",
        topic="topic, tag or label that the team or its tool gave the message",
        author_key="keyed hash of who wrote the message; equals member_key of the same person on the same platform",
        member_key="keyed hash of a follower's id or handle; no table holds the id itself",
    ),
    Column("sent_at", "timestamp", "moment at which the message was sent", "UTC"),
    *dates(seen_on="day on which the member was seen in the list; of several days of a month, the one that was told last"),
    *flags(
        is_proactive="sent of our own accord: in answer to nobody and not under our own post; NULL where nobody said",
        is_automated="sent by a machine: an automatic reply is no answer (METRICS 1.3); NULL where nobody said",
        needs_reply="an inbound message that wants an answer; NULL where nobody said",
    ),
    *counts(
        "accounts",
        "N",
        author_followers="followers of the author when the tool looked; the same author counts in every hit, so never add it",
        member_followers="followers of the member, as far as the list tells it; never add it",
    ),
)
