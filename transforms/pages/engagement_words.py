"""What the columns of the engagement reports are called on a page, in which order they stand, and what would supply them."""

from transforms.contracts.columns import ENGAGEMENT_COMPONENTS

PLATFORMS = {
    "facebook": "Facebook", "instagram": "Instagram", "linkedin": "LinkedIn", "pinterest": "Pinterest", "snapchat": "Snapchat",
    "tiktok": "TikTok", "vine": "Vine", "x": "X", "youtube": "YouTube",
}  # fmt: skip
SOURCES = {
    "dim_post": "the latest state of each post",
    "fact_post_daily": "daily rows of posts",
    "fact_account_daily": "daily rows of the account",
    "fact_post_change": "changes between exports",
}
EXPOSURES = {
    "impressions": "impressions",
    "views": "views",
    "video_views": "video views",
    "mixed": "impressions and views of several kinds",
}
# Sums, in the order of a table: column, word.
SUMS = (
    ("impressions", "times shown"), ("likes", "likes and reactions"), ("comments", "comments and replies"),
    ("shares", "shares and reposts"), ("saves", "saves"), ("engagements", "engagements"),
    ("engagements_native", "engagements as the platform counts them"),
    ("engagements_native_difference", "theirs less ours"), ("link_clicks", "link clicks"),
    ("engagements_plus_clicks", "engagements and link clicks"), ("clicks", "clicks of every kind"),
    ("profile_visits", "profile visits"), ("follows", "follows"), ("followers_net", "followers gained less lost"),
    ("negative_feedback", "hidden or reported"), ("video_views", "video views"), ("watch_time_s", "watch time"),
    ("thumbnail_impressions", "thumbnails shown"),
)  # fmt: skip
PARTED = (
    ("impressions_organic", "times shown, organic"), ("impressions_promoted", "times shown, promoted"),
    ("video_views_organic", "video views, organic"), ("video_views_promoted", "video views, promoted"),
    ("engagements_promoted", "engagements, promoted"),
)  # fmt: skip
# Rates that stand beside both of their parts: column, word, parts, and how the value is written.
RATES = (
    ("eri", "engagement rate", "engagements / times shown", "share"),
    ("erf", "engagement rate by followers", "engagements / followers at publication", "share"),
    ("ctr", "link click rate", "link clicks / times shown", "share"),
    ("virality_rate", "virality", "shares / times shown", "share"),
    ("save_rate", "save rate", "saves / times shown", "share"),
    ("hide_rate", "hide rate", "hidden or reported / times shown", "share"),
    ("amplification_per_1000_followers", "shares per 1,000 followers", "1,000 × shares / followers at publication", "times"),
    ("yt_thumbnail_ctr", "thumbnail click rate", "views that came of thumbnails / thumbnails shown", "share"),
    ("mean_view_share", "mean share watched", "whole views / views", "share"),
)  # fmt: skip
PER_POST = (
    ("amplification_rate", "shares per post", "shares"), ("conversation_rate", "comments per post", "comments"),
    ("applause_rate", "likes per post", "likes"),
)  # fmt: skip
POST_MEANS = (
    ("err_post_mean", "engagement rate by reach, mean of posts"), ("save_rate_post_mean", "save rate by reach, mean of posts"),
)  # fmt: skip
COMPARED = (
    ("n_posts", "posts"), ("impressions", "times shown"), ("likes", "likes"), ("comments", "comments"), ("shares", "shares"),
    ("saves", "saves"), ("engagements", "engagements"), ("eri", "engagement rate"), ("link_clicks", "link clicks"),
    ("ctr", "link click rate"), ("video_views", "video views"), ("followers_end", "followers"),
)  # fmt: skip
BASIS_WORDS = {
    "published": "published in the month",
    "activity": "within the month",
    "activity_unplaced": "in no month for certain",
}
# Sections in the order of the page, by their id.
SECTIONS = (
    ("published", "published"), ("activity", "within the month"), ("months", "month by month"), ("accounts", "each account"),
    ("reach", "reach"), ("parted", "organic and promoted"), ("followers", "followers"), ("native", "the platforms' own"),
    ("posts", "best posts"), ("times", "best times"), ("boost", "worth paying for"), ("conversation", "conversation"),
    ("voice", "share of voice"), ("missing", "what was missing"),
)  # fmt: skip

# Section → what it is called where there is nothing of it, and what would bring it.
WANTING = {
    "activity": "What happened within the month: an export of the account or its posts by day, or a second export of the same "
    "posts, would bring it.",
    "reach": "Reach: an export of the account by day with its reach would bring it.",
    "parted": "Organic and promoted: an export that tells them apart would bring them (page content of LinkedIn, "
    "Facebook's Insights Data Export, Sprout Social).",
    "followers": "Followers: an export of the account by day with its followers would bring them.",
    "native": "The platforms' own engagements, to hold ours against: an export with such a column would bring them.",
    "posts": "Single posts: an export with a row per post would bring them.",
    "times": "Best times: exports of posts with the hour of publication, engagements and impressions would bring them.",
    "boost": "Posts worth paying for: none stood out. It takes 1.25 times the rate of the account's others of their kind at the "
    "same age; exports taken 1, 7 or 28 days after publication tell it.",
    "conversation": "Conversation: an export of the inbox, or a filled copy of templates/messages.csv, would bring it.",
    "voice": "Share of voice: hits of a listening tool (Brandwatch, Meltwater, Talkwalker), or a filled copy of "
    "templates/mentions.csv, would bring it.",
    "quality": "What was missing: no export is known for this month.",
}


def platform_name(platform: str) -> str:
    """A network as people write it; one of a format of their own stays as they named it."""
    return PLATFORMS.get(platform, platform)


def source_words(told: str | None) -> str:
    """What the rows of a basis are."""
    return ", ".join(SOURCES.get(name, name) for name in told.split(", ")) if told else ""


def exposure_word(told: str | None) -> str:
    """What impressions count here."""
    return EXPOSURES.get(told, told) if told else "impressions"


def parts_words(mask: int | None) -> str:
    """The components that engagements are made of."""
    return " + ".join(name for at, name in enumerate(ENGAGEMENT_COMPONENTS) if mask and mask >> at & 1)
