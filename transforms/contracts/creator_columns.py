"""Columns about creators: followers, posts, cost, and the parts of the influencer score (METRICS 1.5)."""

from transforms.contracts.column import Column, counts, dates, flags, ratios, texts

CREATORS = (
    *texts(
        creator="name of the creator in the strategy; the handle, where the strategy does not name the creator",
        activation_kind="why the creator posted about us: earned, paid or gifted",
        currency="code of the money in cost, such as EUR; mixed where a month has several: then nothing is added",
        reason="what is missing, and which export would supply it; NULL where nothing is",
    ),
    *flags(
        is_about_us="the creator's post or the mention is about our brand; NULL where nobody said",
        is_in_strategy="the strategy names this creator",
    ),
    *dates(followers_on="day of the figure in followers: the last one that is known as of as_of_date"),
    *counts(
        "actions",
        "A",
        quotes="quotes that the platform counts apart from shares",
        mentions_received="posts of others that mention this one or its author for it",
        our_interactions="how often we interacted with the creator on the creator's posts",
        creator_interactions="how often the creator interacted with our posts",
        engagements_about_us="engagements of the creator's posts about us",
        cpe_denominator="engagements of the posts about us that cost something and whose engagements are known",
        earned_engagements_share_numerator="engagements of the earned posts about us",
        earned_engagements_share_denominator="engagements of the posts about us whose kind is known",
    ),
    Column(
        "klout_score", "decimal", "Klout score of the creator, 1 to 100; kept for the record (Klout ended in 2018)", "points", "N"
    ),
    *counts("accounts", "N", reach_median="median reach of the creator's posts, as a tool or a media kit says it"),
    *counts(
        "posts",
        "A",
        n_posts_about_us="the creator's posts about us in the month",
        engagements_about_us_n_missing="posts about us without engagements",
        cost_n_missing="paid or gifted posts about us without a cost",
        earned_share_numerator="earned posts about us",
        earned_share_denominator="posts about us whose kind is known",
    ),
    *counts(
        "posts",
        "-",
        topic_share_numerator="posts behind the score on one of the brand's pillars",
        topic_share_denominator="posts behind the score that have a text",
    ),
    Column("cost", "decimal", "what the post cost us, value in kind included; 0 for earned ones", "money in currency", "A"),
    Column("cpe_numerator", "decimal", "cost of the posts in cpe_denominator", "money in currency", "A"),
    Column("cpe", "double", "cost per engagement: cpe_numerator / cpe_denominator; NULL where nothing was paid", "money", "R"),
    Column("score", "double", "influence on this platform, 0 to 100 (METRICS 1.5)", "points", "N"),
    Column("creator_score", "double", "largest score of the creator over all platforms", "points", "N"),
    Column(
        "creator_engagement_rate", "double", "decayed engagements per follower and post, shrunk to typical_rate", "fraction", "N"
    ),
    Column(
        "typical_rate", "double", "engagements per follower and post that count as typical, from the strategy", "fraction", "-"
    ),
    Column("amplification", "double", "decayed shares, quotes and mentions per post and 1,000 followers", "actions", "N"),
    Column("typical_amplification", "double", "amplification that counts as typical, from the strategy", "actions", "-"),
    *ratios(
        reach_factor="place of followers between 100 (0) and 10 million (1), by their logarithm",
        leadership_factor="half amplification against the typical one, half topic_share",
        engagement_factor="creator_engagement_rate against the typical one: 0.5 is typical",
        pts_lost_reach="part of the points below 100 that reach costs",
        pts_lost_leadership="part of the points below 100 that leadership costs",
        pts_lost_engagement="part of the points below 100 that engagement costs",
        topic_share="topic_share_numerator / topic_share_denominator",
        earned_share="earned_share_numerator / earned_share_denominator",
        earned_engagements_share="earned_engagements_share_numerator / earned_engagements_share_denominator",
        give_ratio="our_interactions / creator_interactions",
    ),
)
