"""LinkedIn: what a page exports (content, followers, visitors, competitors), and what a person does.

They come as workbooks with a sentence above most headers. Days and times are UTC. No file names its page: its name does, or the
strategy. Header words of 2020 and of today stand side by side; Portuguese ones are documented, not proved by real files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.exports.asides import Aside
from transforms.exports.headers import fold
from transforms.exports.model import Field, Format

if TYPE_CHECKING:
    from transforms.exports.normalise import Work


def _read_identity(work: Work) -> None:
    from transforms.exports.linkedin_identity import read_identity  # `inspect` needs no dataframe library

    read_identity(work)


# Whatever the language; what Excel has made of it is undone in typed_times.py.
_DAYS = ("MM/DD/YYYY",)
_DAY = Field("activity_date", ("Date",), ("Data",))

_RATE = "a ratio; it is computed anew from its numerator and denominator"
_PART = "a part of the total, which is carried"
_SPONSORED = "the advertised part; it is told apart for impressions only"
_PEOPLE = "people; it stays in raw"
_CAMPAIGN = "advertising; it stays in raw"


def _parts(*words: tuple[str, str]) -> dict[str, str]:
    """`Clicks (organic)` and `Clicks (sponsored)`: organic is total less sponsored."""
    return {
        **{f"{word} ({part})": _PART for word, gender in words for part in ("organic", f"orgânic{gender}s")},
        **{f"{word} ({part})": _SPONSORED for word, gender in words for part in ("sponsored", f"patrocinad{gender}s")},
    }


METRICS = Format(
    id="linkedin_page_metrics",
    platform="linkedin",
    title="LinkedIn page by day (content, Metrics)",
    version=1,
    fields=(
        _DAY,
        Field("impressions", ("Impressions (total)",), ("Impressões (total)",), exposure="impressions"),
        Field("impressions_promoted", ("Impressions (sponsored)",), ("Impressões (patrocinadas)",)),
        Field("reach", ("Unique impressions (organic)",), ("Impressões únicas (orgânicas)",)),
        Field("clicks", ("Clicks (total)",), ("Cliques (total)",)),
        Field("likes", ("Reactions (total)",), ("Reações (total)",)),
        Field("comments", ("Comments (total)",), ("Comentários (total)",)),
        Field("shares", ("Reposts (total)", "Shares (total)"), ("Compartilhamentos (total)",)),
    ),
    required=("activity_date", "impressions"),
    signature=(frozenset({"activity_date"}), frozenset({"impressions"}), frozenset({"clicks", "likes"})),
    table="staging_account_daily",
    days=_DAYS,
    not_carried={
        "Impressions (organic)": _PART,
        "Impressões (orgânicas)": _PART,
        **_parts(("Clicks", "o"), ("Reactions", "a"), ("Comments", "o"), ("Reposts", "o"), ("Shares", "o")),
        **_parts(("Cliques", "o"), ("Reações", "a"), ("Comentários", "o"), ("Compartilhamentos", "o")),
    },
    not_carried_families={"Engagement rate": _RATE, "Taxa de engajamento": _RATE},
)

POSTS = Format(
    id="linkedin_posts",
    platform="linkedin",
    title="LinkedIn posts (content, All posts)",
    version=1,
    fields=(
        Field("permalink", ("Post link", "Update link"), ("Link da publicação",)),
        Field("caption", ("Post title", "Update title"), ("Título da publicação",)),
        Field("published_at", ("Created date",), ("Criação", "Data de criação")),
        Field("native_post_type", ("Content Type",), ("Tipo de conteúdo",)),
        Field("impressions", ("Impressions",), ("Impressões",), exposure="impressions"),
        Field("video_views", ("Views", "Video views"), ("Visualizações",)),
        Field("clicks", ("Clicks",), ("Cliques",)),
        Field("likes", ("Likes",), ("Gostaram",)),
        Field("comments", ("Comments",), ("Comentários",)),
        Field("shares", ("Reposts", "Shares"), ("Compartilhamentos",)),
        Field("follows", ("Follows",), ("Seguidores",)),
    ),
    required=("permalink", "impressions"),
    signature=(frozenset({"permalink"}), frozenset({"impressions"}), frozenset({"published_at"}), frozenset({"clicks"})),
    table="staging_post",
    moments=_DAYS,
    stated="date",
    ids="linkedin",
    key_column="permalink",
    identity=_read_identity,
    media_types={
        fold(word): kind
        for kind, words in {
            "video": ("Video", "Vídeo"),
            "image": ("Image", "Imagem"),
            "carousel": ("Multi image", "Carousel"),
            "text": ("Text", "Texto"),
        }.items()
        for word in words
    },
    not_carried={
        **dict.fromkeys(("Click through rate (CTR)", "Taxa de cliques (CTR)", "Engagement rate", "Taxa de engajamento"), _RATE),
        **dict.fromkeys(("Campaign name", "Campaign start date", "Campaign end date"), _CAMPAIGN),
        **dict.fromkeys(("Nome da campanha", "Data de início da campanha", "Data de término da campanha"), _CAMPAIGN),
        **dict.fromkeys(
            ("Post type", "Update type", "Tipo de publicação"), "organic or sponsored, no kind of post; it stays in raw"
        ),
        **dict.fromkeys(("Posted by", "Publicada por"), "the name of an employee; it stays in raw"),
        **dict.fromkeys(("Audience", "Público"), "whom the post was shown to, in words; it stays in raw"),
        **dict.fromkeys(
            ("Offsite Views", "Visualizações fora do site"), "views outside LinkedIn, counted by another rule; they stay in raw"
        ),
    },
)

FOLLOWERS = Format(
    id="linkedin_followers",
    platform="linkedin",
    title="LinkedIn followers by day (followers, New followers)",
    version=1,
    # What LinkedIn calls total is the sum of the three beside it: the day's gain, which may be a loss. It is no stock.
    fields=(_DAY, Field("followers_net", ("Total followers",), ("Total de seguidores",))),
    required=("activity_date", "followers_net"),
    signature=(frozenset({"activity_date"}), frozenset({"followers_net"})),
    exact=True,
    table="staging_account_daily",
    days=_DAYS,
    not_carried=dict.fromkeys(
        (
            *("Sponsored followers", "Organic followers", "Auto-invited followers"),
            *("Seguidores patrocinados", "Seguidores orgânicos", "Seguidores convidados automaticamente"),
        ),
        _PART,
    ),
)

VISITORS = Format(
    id="linkedin_visitors",
    platform="linkedin",
    title="LinkedIn page visits by day (visitors, Visitor metrics)",
    version=1,
    fields=(_DAY, Field("profile_visits", ("Total page views (total)",), ("Total de visualizações da página (total)",))),
    required=("activity_date", "profile_visits"),
    signature=(frozenset({"activity_date"}), frozenset({"profile_visits"})),
    table="staging_account_daily",
    days=_DAYS,
    not_carried_families={
        **{f"{tab} page views": f"visits of one tab of the page; {_PART}" for tab in ("Overview", "Life", "Jobs", "Total")},
        **{f"{tab} unique visitors": _PEOPLE for tab in ("Overview", "Life", "Jobs", "Total")},
        "Visualizações da página": f"visits of one tab of the page; {_PART}",
        "Total de visualizações da página": _PART,
        "Visitantes únicos": _PEOPLE,
        "Total de visitantes únicos": _PEOPLE,
    },
)

PERSON_DAYS = Format(
    id="linkedin_person",
    platform="linkedin",
    title="LinkedIn person by day (ENGAGEMENT)",
    version=1,
    fields=(
        _DAY,
        Field("impressions", ("Impressions",), exposure="impressions"),
        Field("engagements_native", ("Engagements",)),
    ),
    required=("activity_date", "impressions"),
    signature=(frozenset({"activity_date"}), frozenset({"impressions"}), frozenset({"engagements_native"})),
    exact=True,
    table="staging_account_daily",
    days=_DAYS,
)

PERSON_FOLLOWERS = Format(
    id="linkedin_person_followers",
    platform="linkedin",
    title="LinkedIn followers of a person by day (FOLLOWERS)",
    version=1,
    fields=(_DAY, Field("follows", ("New followers",))),
    required=("activity_date", "follows"),
    signature=(frozenset({"activity_date"}), frozenset({"follows"})),
    exact=True,
    table="staging_account_daily",
    days=_DAYS,
)


def _person_posts(metric: str, field: Field) -> Format:
    """One of the two rankings of TOP POSTS: at most fifty posts, and what they brought in the period of the file's name."""
    return Format(
        id=f"linkedin_person_posts_{metric}",
        platform="linkedin",
        title=f"LinkedIn posts of a person: the best by {metric} (TOP POSTS)",
        version=1,
        fields=(
            Field("permalink", ("Post URL",)),
            Field("published_at", ("Post publish date",)),
            field,
        ),
        required=("permalink", field.name),
        signature=(frozenset({"permalink"}), frozenset({"published_at"}), frozenset({field.name})),
        exact=True,
        table="staging_post",
        moments=_DAYS,
        stated="date",
        ids="linkedin",
        key_column="permalink",
        identity=_read_identity,
        windowed=True,
        partial=True,
    )


PERSON_POSTS = (
    _person_posts("impressions", Field("impressions", ("Impressions",), exposure="impressions")),
    _person_posts("engagements", Field("engagements_native", ("Engagements",))),
)

FORMATS = (METRICS, POSTS, FOLLOWERS, VISITORS, PERSON_DAYS, PERSON_FOLLOWERS, *PERSON_POSTS)

ASIDES = (
    Aside(
        "LinkedIn competitors",
        (
            ("Page", "Total Followers", "New Followers", "Total post engagements", "Total posts"),
            ("Page", "Total de seguidores", "Novos seguidores", "Total de engajamentos da publicação", "Total de publicações"),
        ),
        "pages of others, counted over a period: no days and no accounts of ours",
    ),
    Aside(
        "LinkedIn person, totals of the period (DISCOVERY)",
        (("Overall Performance", "*"), ("Impressions", "*"), ("Unique views", "*"), ("Members reached", "*")),
        "one total for the whole period; the days are on ENGAGEMENT",
    ),
    Aside(
        "LinkedIn person, who the followers are (DEMOGRAPHICS)",
        (("Top Demographics", "Value", "Percentage"),),
        "who the followers are, the largest parts of several lists in one; they stay in raw",
    ),
)
