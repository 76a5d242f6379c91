"""X, before that Twitter: posts and account by day, as exported since 2025 and as they were exported to 2023."""

from transforms.exports.model import Field, Format

# Written as days of the exporter's own zone; the id of a post carries the exact moment.
X_DAYS = ("Www Mmm D YYYY",)

_UNPROVEN_PT = {"pt": "a published account of somebody's own exports, with sums and ranges"}
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
    unproven=_UNPROVEN_PT,
)

OVERVIEW = Format(
    id="x_overview",
    platform="x",
    open_end=True,
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
    unproven=_UNPROVEN_PT,
)

# Japanese, as a public program that renames the columns of such files lists them; no real file has shown them.
_JA = {
    "impressions": "インプレッション",
    "engagements_native": "エンゲージメント",
    "shares": "リツイート",
    "comments": "返信",
    "likes": "いいね",
    "profile_visits": "ユーザープロフィールクリック",
    "link_clicks": "URLクリック数",
    "hashtag_clicks": "ハッシュタグクリック",
    "detail_expands": "詳細クリック",
    "permalink_clicks": "固定リンクのクリック数",
    "app_opens": "アプリ表示",
    "app_installs": "アプリインストール",
    "follows": "フォローしている",
    "email_shares": "ツイートをメール送信",
    "phone_calls": "ダイアル式電話",
    "media_views": "メディアの再生数",
    "media_engagements": "メディアのエンゲージメント数",
    "impressions_promoted": "プロモのインプレッション",
    "engagements_promoted": "プロモのエンゲージメント",
    "activity_date": "日付",
    "post_id": "ツイートID",
    "permalink": "ツイートの固定リンク",
    "caption": "ツイート本文",
    "published_at": "時間",
}
_UNPROVEN = {"ja": "a public program that renames these columns"}


def _told(name: str, *en: str, exposure: str | None = None) -> Field:
    """A field of the exports to 2023 with its headers, language beside language."""
    return Field(name, en, exposure=exposure, others={"ja": (_JA[name],)} if name in _JA else {})


# To 2023, "tweet" for "post". Promotion is kept for the two measures that organic figures have to be read against.
_TO_2023 = (
    _told("impressions", "impressions", exposure="impressions"),
    _told("engagements_native", "engagements"),
    _told("shares", "retweets"),
    _told("comments", "replies"),
    _told("likes", "likes", "favorites"),
    _told("profile_visits", "user profile clicks"),
    _told("link_clicks", "url clicks"),
    _told("hashtag_clicks", "hashtag clicks"),
    _told("detail_expands", "detail expands"),
    _told("permalink_clicks", "permalink clicks"),
    _told("app_opens", "app opens"),
    _told("app_installs", "app installs"),
    _told("follows", "follows"),
    _told("email_shares", "email tweet"),
    _told("phone_calls", "dial phone"),
    _told("media_views", "media views"),
    _told("media_engagements", "media engagements"),
    _told("impressions_promoted", "promoted impressions"),
    _told("engagements_promoted", "promoted engagements"),
)
_RATE = "a ratio; it is computed anew from its numerator and denominator"
_NOT_CARRIED = {
    "engagement rate": _RATE,
    "promoted engagement rate": _RATE,
    "エンゲージメント率": _RATE,
    "プロモのエンゲージメント率": _RATE,
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
        _told("post_id", "Tweet id"),
        _told("permalink", "Tweet permalink"),
        _told("caption", "Tweet text"),
        _told("published_at", "time"),
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
    not_carried_families={"プロモの": "promoted actions are in promoted engagements; single ones stay in raw"},
    unproven=_UNPROVEN,
)

TWEET_ACTIVITY_DAILY = Format(
    id="x_tweet_activity_daily",
    platform="x",
    title="Twitter activity of the account by day (to 2023)",
    version=1,
    fields=(_told("activity_date", "Date"), Field("posts_published", ("Tweets published",)), *_TO_2023),
    required=("activity_date",),
    signature=(frozenset({"activity_date"}), frozenset({"posts_published"}), frozenset({"impressions", "engagements_native"})),
    table="staging_account_daily",
    days=("YYYY-MM-DD",),
    not_carried=_NOT_CARRIED,
    not_carried_families={"プロモの": "promoted actions are in promoted engagements; single ones stay in raw"},
    unproven=_UNPROVEN,
)
