"""What the formats can supply: the measures of a post, lifetime or per day, and of an account per day."""

_TOLD_OF_BOTH = (
    "share_clicks", "detail_expands", "hashtag_clicks", "permalink_clicks", "media_views", "media_engagements", "app_opens",
    "app_installs", "email_shares", "phone_calls",
)  # fmt: skip
_VIDEO = (
    "video_views", "engaged_views", "watch_time_s", "avg_watch_time_s", "avg_view_share", "thumbnail_impressions",
    "thumbnail_ctr", "followers_net", "estimated_earnings_usd", "ad_impressions",
)  # fmt: skip

POST_MEASURES = (
    "impressions", "reach", "likes", "comments", "shares", "saves", "engagements_native", "link_clicks", "clicks",
    "profile_visits", "follows", *_TOLD_OF_BOTH, "navigation", "sticker_taps", "negative_feedback", *_VIDEO, "video_views_1min",
    "impressions_organic", "impressions_promoted", "reach_organic", "reach_promoted", "video_views_organic",
    "video_views_promoted", "engagements_promoted", "screenshots",
)  # fmt: skip
ACCOUNT_MEASURES = (
    "impressions", "reach", "viewers", "likes", "comments", "shares", "saves", "engagements_native", "link_clicks",
    "clicks", "profile_visits", "follows", "unfollows", "followers", "posts_published", *_TOLD_OF_BOTH, "negative_feedback",
    *_VIDEO, "impressions_promoted", "engagements_promoted", "screenshots",
)  # fmt: skip


def with_engagements(measures: tuple[str, ...]) -> tuple[str, ...]:
    """The measures with our own engagements right before the platform's."""
    at = measures.index("engagements_native")
    return (*measures[:at], "engagements", "components_present", *measures[at:])
