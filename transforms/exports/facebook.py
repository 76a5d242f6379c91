"""Facebook through Meta Business Suite: posts, videos, the page by day, and the overview of the page."""

from dataclasses import replace

from transforms.exports.meta import (
    LIFETIME,
    META_DAYS,
    META_MOMENTS,
    META_ZONE,
    POST_FIELDS,
    POST_NOT_CARRIED,
    SHARED_TITLES,
    overview,
)
from transforms.exports.meta_blocks import audiences, kinds_of_content
from transforms.exports.model import Field, Format, Split

MEDIA_TYPES = {
    "photo": "image",
    "photos": "image",
    "fotos": "image",
    "foto": "image",
    "multi-photo": "carousel",
    "video": "video",
    "videos": "video",
    "reel": "reel",
    "reels": "reel",
    "links": "other",
    "link": "other",
    "text": "text",
    "texto": "text",
}

# A page has no handle in its exports: its id, or its folded name as handle or alias in the strategy, says whose it is.
_PAGE = (
    Field("account_id", ("Page ID",), ("Identificação da Página",)),
    Field("account_name", ("Page name",), ("Nome da Página",)),
)
_ACTIONS = (
    Field("engagements_native", ("Reactions, Comments and Shares",), ("Reações, comentários e compartilhamentos",)),
    Field("likes", ("Reactions",), ("Reações",)),
    Field("comments", ("Comments",), ("Comentários",)),
)
# 3 seconds or more, or nearly all of a shorter video: that is what Facebook has always called a video view.
_WATCHED = (
    Field("video_views", ("3-second video views",), ("Visualizações de 3 segundos do vídeo",)),
    Field("video_views_1min", ("1-minute video views",), ("Visualizações de 1 minuto do vídeo",)),
    Field("video_views_organic", ("3-second video views from Organic posts",)),
    Field("video_views_promoted", ("3-second video views from Boosted posts",)),
    Field("watch_time_s", ("Seconds viewed",), ("Segundos de visualização",)),
    Field("avg_watch_time_s", ("Average Seconds viewed",), ("Média de Segundos de visualização",)),
)
_EARNED = (
    Field("estimated_earnings_usd", ("Estimated earnings (USD)",), ("Ganhos estimados (USD)",)),
    Field("ad_impressions", ("Ad impressions",), ("Impressões do anúncio",)),
)
_FEEDBACK = (Field("negative_feedback", ("Negative feedback from users",), ("Feedback negativo dos usuários",)),)
_ORGANIC = (
    Field("impressions_organic", ("Views from Organic posts", "Impressions from Organic posts")),
    Field("impressions_promoted", ("Views from Boosted posts", "Impressions from Boosted posts")),
    Field("reach_organic", ("Reach from Organic posts",)),
    Field("reach_promoted", ("Reach from Boosted posts",)),
)

_PEOPLE = "people, beside the actions that are carried; it stays in raw"
_CLICKS = "a part of the total clicks, which are carried"
_ABOUT = "a remark about the post; it stays in raw"
_RATE = "a ratio or mean; it is computed anew from its parts"
_NOT_CARRIED = POST_NOT_CARRIED | {
    # Next to Reach and Impressions, and nobody knows what it counts.
    "IMPRESSION:UNIQUE_USERS": "a raw key of Meta that looks like unique viewers; its meaning is not documented",
    "3-second viewers": _PEOPLE,
    "1-minute viewers": _PEOPLE,
    "Unique negative feedback from users": _PEOPLE,
    "Unique engagements": _PEOPLE,
    "Other Clicks": _CLICKS,
    "Outros cliques": _CLICKS,
    "Ad CPM (USD)": _RATE,
    "CPM (USD)": _RATE,
    **dict.fromkeys(
        ("Caption type", "Is crosspost", "Is share", "Languages", "Funded content status", "Universal video ID"), _ABOUT
    ),
    **dict.fromkeys(("Tipo de legenda", "É um post cruzado", "É compartilhado", "Idiomas"), _ABOUT),
    **dict.fromkeys(("Status do conteúdo financiado", "Identificação do vídeo universal"), _ABOUT),
}
_BREAKDOWN = "one slice of a measure that is carried whole; it stays in raw"
_FAMILIES = {
    "Matched Audience Targeting Consumption": _CLICKS,
    "3-second video views by": _BREAKDOWN,
    "1-minute video views by": _BREAKDOWN,
    "Seconds viewed by": _BREAKDOWN,
    "Seconds viewed from": _BREAKDOWN,
    "Average Seconds viewed by": _BREAKDOWN,
    "Average Seconds viewed from": _BREAKDOWN,
    "Views by": _BREAKDOWN,
    "Reach by": _BREAKDOWN,
}

CONTENT = Format(
    id="facebook_content",
    platform="facebook",
    ends_early=True,
    title="Facebook posts (Meta Business Suite, content export)",
    version=1,
    fields=(
        *POST_FIELDS,
        *_PAGE,
        Field("title", ("Title",), ("Título",)),
        Field("custom_labels", ("Custom labels",), ("Rótulos personalizados",)),
        *_ACTIONS,
        Field("clicks", ("Total clicks",), ("Total de cliques",)),
        Field("link_clicks", ("Link Clicks",), ("Cliques no link",)),
        *_WATCHED,
        *_FEEDBACK,
        *_ORGANIC,
        *_EARNED,
    ),
    required=("post_id", "account_id", "account_name", "published_at", "activity_date"),
    signature=(
        frozenset({"account_id", "account_name"}),
        frozenset({"post_id"}),
        frozenset({"permalink", "native_post_type"}),
        frozenset({"published_at", "activity_date"}),
    ),
    table="staging_post",
    daily_table="staging_post_daily",
    days=META_DAYS,
    moments=META_MOMENTS,
    stated="zoned",
    time_zone=META_ZONE,
    name_is_handle=True,
    lifetime=LIFETIME,
    # Two real downloads of overlapping periods list the same posts where they overlap.
    lists_all=True,
    media_types=MEDIA_TYPES,
    not_carried=_NOT_CARRIED,
    not_carried_families=_FAMILIES,
)


# Up to 41 places on each curve, not in order; those that a short video does not have are empty.
def _retention(curve: str, *starts: str) -> Split:
    says = {"retention_curve": curve}
    return Split("staging_retention", "retention_share", says, starts, into="position")


_RETENTION = (
    _retention("total", "Percentage of total views at interval", "Porcentagem do total de visualizações no intervalo"),
    _retention(
        "first_15_s",
        "Percentage of 15-second views at interval",
        "Porcentagem de visualizações de 15 segundos no intervalo",
    ),
)

# The same uploads once more, under ids of their own and with figures that the posts' export lacks.
VIDEOS = replace(
    CONTENT,
    id="facebook_videos",
    title="Facebook videos (Meta Business Suite, content export)",
    fields=(
        Field("post_id", ("Video asset ID",), ("Número de identificação do ativo de vídeo",)),
        *(field for field in CONTENT.fields if field.name not in {"post_id", "permalink", "native_post_type", "clicks"}),
    ),
    signature=(frozenset({"post_id"}), frozenset({"account_id", "account_name"}), frozenset({"published_at", "activity_date"})),
    media_type="video",
    same_post_as="facebook_content",
    splits=_RETENTION,
    version=2,
)

PAGE = Format(
    id="facebook_page",
    platform="facebook",
    ends_early=True,
    title="Facebook page by day (Meta Business Suite, content export)",
    version=1,
    fields=(
        Field("activity_date", ("Date",), ("Data",)),
        *_PAGE,
        *_FEEDBACK,
        *_EARNED,
        *(field for field in _WATCHED if field.name in {"video_views", "watch_time_s"}),
        Field("engagements_native", ("Reactions, Comments and Shares", "Engagements"), ("Engajamentos",)),
    ),
    required=("activity_date", "account_id", "account_name"),
    signature=(frozenset({"activity_date"}), frozenset({"account_id"}), frozenset({"account_name"})),
    absent=("Publish time", "Horário de publicação", "Post ID", "Video asset ID", "Permalink", "Link permanente"),
    table="staging_account_daily",
    days=META_DAYS,
    name_is_handle=True,
    not_carried=_NOT_CARRIED | {"CPM": _RATE, "Engajamentos únicos": _PEOPLE, "Unique engagement": _PEOPLE},
    not_carried_families=_FAMILIES,
)

_FACEBOOK = ("facebook", "Facebook")

OVERVIEWS = (
    overview(
        network=_FACEBOOK,
        metric="reach",
        column="reach",
        own=("Facebook reach", "Alcance do Facebook"),
        shared=SHARED_TITLES["reach"],
    ),
    overview(
        network=_FACEBOOK,
        metric="views",
        column="impressions",
        own=("Facebook views", "Visualizações do Facebook"),
        shared=SHARED_TITLES["views"],
    ),
    overview(
        network=_FACEBOOK,
        metric="viewers",
        column="viewers",
        own=("Facebook viewers", "Visualizadores do Facebook"),
        shared=SHARED_TITLES["viewers"],
    ),
    overview(
        network=_FACEBOOK,
        metric="profile_visits",
        column="profile_visits",
        own=("Facebook visits", "Facebook Page visits", "Visitas ao Facebook"),
    ),
    overview(
        network=_FACEBOOK,
        metric="follows",
        column="follows",
        own=("Facebook follows", "Seguidores do Facebook", "Seguidores no Facebook"),
        shared=SHARED_TITLES["follows"],
    ),
    overview(
        network=_FACEBOOK,
        metric="link_clicks",
        column="link_clicks",
        own=("Facebook link clicks", "Cliques no link do Facebook"),
    ),
    overview(
        network=_FACEBOOK,
        metric="interactions",
        column="engagements_native",
        own=("Facebook content interactions",),
        shared=SHARED_TITLES["interactions"],
    ),
)

BLOCKS = (*audiences(_FACEBOOK), *kinds_of_content(_FACEBOOK))
