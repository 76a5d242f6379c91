"""Instagram through Meta Business Suite: posts and reels, stories, and the overview of the account."""

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
from transforms.exports.model import Field, Format

MEDIA_TYPES = {
    "ig image": "image",
    "ig photo": "image",
    "ig reel": "reel",
    "ig carousel": "carousel",
    "ig video": "video",
    "ig story": "story",
    "imagem do instagram": "image",
    "foto do instagram": "image",
    "reel do instagram": "reel",
    "carrossel do instagram": "carousel",
    "video do instagram": "video",
    "story do instagram": "story",
}

# Collab posts of other accounts are in the same file, so each record names its own account.
_ACCOUNT = (
    Field("account_id", ("Account ID",), ("Identificação da conta",)),
    Field("account_handle", ("Account username",), ("Nome de usuário da conta",)),
    Field("account_name", ("Account name",), ("Nome da conta",)),
)
_LIKES_AND_FOLLOWS = (
    Field("likes", ("Likes",), ("Curtidas",)),
    Field("follows", ("Follows",), ("Seguimentos",)),
)

CONTENT = Format(
    id="instagram_content",
    platform="instagram",
    ends_early=True,
    title="Instagram posts and reels (Meta Business Suite, content export)",
    version=1,
    fields=(
        *POST_FIELDS,
        *_ACCOUNT,
        *_LIKES_AND_FOLLOWS,
        Field("comments", ("Comments",), ("Comentários",)),
        Field("saves", ("Saves",), ("Salvamentos",)),
    ),
    required=("post_id", "account_handle", "published_at", "activity_date"),
    signature=(
        frozenset({"account_handle", "account_id"}),
        frozenset({"post_id", "permalink"}),
        frozenset({"published_at", "activity_date"}),
    ),
    table="staging_post",
    daily_table="staging_post_daily",
    days=META_DAYS,
    moments=META_MOMENTS,
    stated="zoned",
    time_zone=META_ZONE,
    ids="instagram",
    lifetime=LIFETIME,
    # Real downloads list what was published from the first day of their name to the last.
    lists_all=True,
    media_types=MEDIA_TYPES,
    not_carried=POST_NOT_CARRIED,
)

STORIES = replace(
    CONTENT,
    id="instagram_stories",
    title="Instagram stories (Meta Business Suite, content export)",
    fields=(
        *POST_FIELDS,
        *_ACCOUNT,
        *_LIKES_AND_FOLLOWS,
        Field("comments", ("Replies",), ("Respostas",)),
        Field("profile_visits", ("Profile visits",), ("Visitas ao perfil",)),
        Field("navigation", ("Navigation",), ("Navegação",)),
        Field("link_clicks", ("Link clicks",), ("Cliques no link",)),
        Field("sticker_taps", ("Sticker taps",), ("Toques em figurinhas",)),
    ),
    signature=(*CONTENT.signature, frozenset({"comments", "navigation", "sticker_taps"})),
    media_type="story",
    # A story is gone after a day, and how long it is listed nobody says.
    lists_all=False,
)

_INSTAGRAM = ("instagram", "Instagram")

OVERVIEWS = (
    overview(
        network=_INSTAGRAM,
        metric="reach",
        column="reach",
        own=("Instagram reach", "Alcance do Instagram"),
        shared=SHARED_TITLES["reach"],
    ),
    overview(
        network=_INSTAGRAM,
        metric="views",
        column="impressions",
        own=("Instagram views", "Visualizações do Instagram"),
        shared=SHARED_TITLES["views"],
    ),
    overview(
        network=_INSTAGRAM,
        metric="viewers",
        column="viewers",
        own=("Instagram viewers", "Visualizadores do Instagram"),
        shared=SHARED_TITLES["viewers"],
    ),
    overview(
        network=_INSTAGRAM,
        metric="profile_visits",
        column="profile_visits",
        own=("Instagram profile visits", "Visitas ao perfil do Instagram"),
    ),
    overview(
        network=_INSTAGRAM,
        metric="follows",
        column="follows",
        own=("Instagram follows", "Seguidores no Instagram", "Seguidores do Instagram"),
        shared=SHARED_TITLES["follows"],
    ),
    overview(
        network=_INSTAGRAM,
        metric="link_clicks",
        column="link_clicks",
        own=("Instagram link clicks", "Cliques no link do Instagram"),
    ),
    overview(
        network=_INSTAGRAM,
        metric="interactions",
        column="engagements_native",
        own=("Instagram content interactions",),
        shared=SHARED_TITLES["interactions"],
    ),
)

BLOCKS = (*audiences(_INSTAGRAM), *kinds_of_content(_INSTAGRAM))
