"""X, before that Twitter: posts and account by day, as exported since 2025 and as they were exported to 2023."""

from transforms.exports.model import Field, Format

# Written as days of the exporter's own zone; the id of a post carries the exact moment.
X_DAYS = ("Www Mmm D YYYY",)

# `Share` and `Shares` count uses of the share button; what is passed on to others is `Reposts`.
_SINCE_2025 = (
    Field("impressions", ("Impressions",), ("Impressões",), exposure="impressions"),
    Field("likes", ("Likes",), ("Curtidas",)),
    Field("engagements_native", ("Engagements",), ("Engajamentos",)),
    Field("saves", ("Bookmarks",), ("Itens salvos",)),
    Field("share_clicks", ("Share", "Shares"), ("Compartilhamentos",)),
    Field("follows", ("New follows",), ("Novos seguidores",)),
    Field("comments", ("Replies",), ("Respostas",)),
    Field("shares", ("Reposts",), ("Reposts",)),
    Field("profile_visits", ("Profile visits",), ("Visitas ao perfil",)),
)

CONTENT = Format(
    id="x_content",
    platform="x",
    title="X posts (account analytics, content)",
    version=1,
    fields=(
        Field("post_id", ("Post id",), ("ID do post", "ID")),
        Field("published_at", ("Date",), ("Data",)),
        Field("caption", ("Post text",), ("Texto do post",)),
        Field("permalink", ("Link", "Post Link"), ("Postar link",)),
        *_SINCE_2025,
        Field("detail_expands", ("Detail expands",), ("Expansões de detalhes",)),
        Field("link_clicks", ("Url clicks",), ("Cliques de URL",)),
        Field("hashtag_clicks", ("Hashtag clicks",), ("Cliques de hashtag",)),
        Field("permalink_clicks", ("Permalink clicks",), ("Cliques de link permanente",)),
    ),
    required=("post_id", "permalink"),
    signature=(
        frozenset({"post_id", "permalink"}),
        frozenset({"impressions", "caption"}),
        frozenset({"saves", "share_clicks", "shares"}),
    ),
    table="staging_post",
    moments=X_DAYS,
    stated="date",
    ids="x",
    handle_in_permalink=True,
)

OVERVIEW = Format(
    id="x_overview",
    platform="x",
    title="X account by day (account analytics, overview)",
    version=1,
    fields=(
        Field("activity_date", ("Date",), ("Data",)),
        *_SINCE_2025,
        Field("unfollows", ("Unfollows",), ("Deixar de seguir",)),
        Field("posts_published", ("Create Post",), ("Criar post",)),
        Field("video_views", ("Video views",), ("Visualizações de vídeo",)),
        Field("media_views", ("Media views",), ("Visualizações de mídia",)),
    ),
    required=("activity_date",),
    signature=(frozenset({"activity_date"}), frozenset({"impressions"}), frozenset({"unfollows", "posts_published", "saves"})),
    table="staging_account_daily",
    days=X_DAYS,
)

# To 2023, "tweet" for "post". Promotion is kept for the two measures that organic figures have to be read against.
_TO_2023 = (
    Field("impressions", ("impressions",), exposure="impressions"),
    Field("engagements_native", ("engagements",)),
    Field("shares", ("retweets",)),
    Field("comments", ("replies",)),
    Field("likes", ("likes", "favorites")),
    Field("profile_visits", ("user profile clicks",)),
    Field("link_clicks", ("url clicks",)),
    Field("hashtag_clicks", ("hashtag clicks",)),
    Field("detail_expands", ("detail expands",)),
    Field("permalink_clicks", ("permalink clicks",)),
    Field("app_opens", ("app opens",)),
    Field("app_installs", ("app installs",)),
    Field("follows", ("follows",)),
    Field("email_shares", ("email tweet",)),
    Field("phone_calls", ("dial phone",)),
    Field("media_views", ("media views",)),
    Field("media_engagements", ("media engagements",)),
    Field("impressions_promoted", ("promoted impressions",)),
    Field("engagements_promoted", ("promoted engagements",)),
)
_RATE = "a ratio; it is computed anew from its numerator and denominator"
_NOT_CARRIED = {
    "engagement rate": _RATE,
    "promoted engagement rate": _RATE,
    **{
        f"promoted {what}": "promoted actions are in promoted engagements; single ones stay in raw"
        for what in (
            *("retweets", "replies", "likes", "favorites", "user profile clicks", "url clicks", "hashtag clicks"),
            *("detail expands", "permalink clicks", "app opens", "app installs", "follows", "email tweet", "dial phone"),
            *("media views", "media engagements"),
        )
    },
}

TWEET_ACTIVITY = Format(
    id="x_tweet_activity",
    platform="x",
    title="Twitter activity by tweet (to 2023)",
    version=1,
    fields=(
        Field("post_id", ("Tweet id",)),
        Field("permalink", ("Tweet permalink",)),
        Field("caption", ("Tweet text",)),
        Field("published_at", ("time",)),
        *_TO_2023,
    ),
    required=("post_id", "permalink"),
    signature=(frozenset({"post_id", "permalink"}), frozenset({"published_at", "shares"})),
    table="staging_post",
    moments=("YYYY-MM-DD hh:mm +hhmm",),
    stated="utc",
    ids="x",
    handle_in_permalink=True,
    not_carried=_NOT_CARRIED,
)

TWEET_ACTIVITY_DAILY = Format(
    id="x_tweet_activity_daily",
    platform="x",
    title="Twitter activity of the account by day (to 2023)",
    version=1,
    fields=(Field("activity_date", ("Date",)), Field("posts_published", ("Tweets published",)), *_TO_2023),
    required=("activity_date",),
    signature=(frozenset({"activity_date"}), frozenset({"posts_published"}), frozenset({"impressions", "engagements_native"})),
    table="staging_account_daily",
    days=("YYYY-MM-DD",),
    not_carried=_NOT_CARRIED,
)
