"""YouTube Studio: the table of videos, the chart of the most seen ones by day, and the totals of the channel by day.

All of them count the period that was chosen when they were made, and none names its channel.
"""

from transforms.exports.model import Field, Format

# A day has no hour: it stands at noon UTC, the same day for nearly every brand. Twelve hours behind UTC, that is midnight.
_NOON = "Etc/GMT+12"

_VIDEO = (
    Field("post_id", ("Content", "Video"), ("Conteúdo", "Vídeo"), de=("Inhalt", "Inhalte")),
    Field("title", ("Video title",), ("Título do vídeo",), de=("Videotitel",)),
    Field(
        "published_at",
        ("Video publish time",),
        ("Horário de publicação do vídeo",),
        de=("Veröffentlichungszeitpunkt des Videos",),
    ),
    Field("duration_s", ("Duration",), ("Duração",), de=("Dauer",)),
)
_VIEWS = Field("impressions", ("Views",), ("Visualizações",), exposure="video_views", de=("Aufrufe",))
_WATCH_TIME = Field(
    "watch_time_s", ("Watch time (hours)",), ("Tempo de exibição (horas)",), de=("Wiedergabezeit (Stunden)",), unit="hours"
)
# Won minus lost, so it may lie below 0: another quantity than `follows`.
_SUBSCRIBERS = Field("followers_net", ("Subscribers",), ("Inscritos",), de=("Abonnenten",))
# How often the thumbnail was shown. That is no view, and what YouTube calls its click-through rate is none of ours.
_THUMBNAILS = Field("thumbnail_impressions", ("Impressions",), ("Impressões",), de=("Impressionen",))
THUMBNAIL_CTR = Field(
    "thumbnail_ctr",
    ("Impressions click-through rate (%)",),
    ("Taxa de cliques de impressões (%)",),
    de=("Klickrate der Impressionen (%)",),
    unit="percent",
)
WATCHED_MEAN = Field(
    "avg_watch_time_s",
    ("Average view duration",),
    ("Duração média da visualização",),
    de=("Durchschnittliche Wiedergabedauer",),
    unit="clock",
)
WATCHED_SHARE = Field(
    "avg_view_share",
    ("Average percentage viewed (%)",),
    ("Porcentagem visualizada média (%)",),
    de=("Durchschnittliche Wiedergabedauer in Prozent (%)",),
    unit="percent",
)

_PEOPLE = "people; it stays in raw"
_RATE = "a ratio of things that are not in the file; it stays in raw"
_NOT_CARRIED = {
    **dict.fromkeys(("New viewers", "Novos espectadores", "Neue Zuschauer"), _PEOPLE),
    **dict.fromkeys(("Returning viewers", "Espectadores recorrentes", "Wiederkehrende Zuschauer", "Unique viewers"), _PEOPLE),
    **dict.fromkeys(("Stayed to watch (%)", "Continuaram assistindo (%)"), _RATE),
    **dict.fromkeys(("Average views per viewer", "Média de visualizações por espectador"), _RATE),
}

TABLE = Format(
    id="youtube_table",
    platform="youtube",
    title="YouTube videos (YouTube Studio, table)",
    version=1,
    fields=(
        *_VIDEO,
        _VIEWS,
        Field("engaged_views", ("Engaged views",), ("Visualizações intencionais",)),
        _WATCH_TIME,
        _SUBSCRIBERS,
        Field(
            "estimated_earnings_usd", ("Estimated revenue (USD)",), ("Receita estimada (USD)",), de=("Geschätzter Umsatz (USD)",)
        ),
        WATCHED_MEAN,
        WATCHED_SHARE,
        _THUMBNAILS,
        THUMBNAIL_CTR,
        Field("likes", ("Likes",), ('Marcações "Gostei"',)),
        Field("comments", ("Comments added", "Comments"), ("Comentários adicionados", "Comentários")),
        Field("shares", ("Shares",), ("Compartilhamentos",)),
    ),
    required=("post_id", "published_at"),
    signature=(
        frozenset({"post_id"}),
        frozenset({"published_at"}),
        frozenset({"impressions"}),
        frozenset({"watch_time_s", "followers_net", "thumbnail_impressions"}),
    ),
    absent=("Date", "Data", "Datum"),
    table="staging_post",
    moments=("Mmm D, YYYY",),
    stated="date",
    time_zone=_NOON,
    video_ids=True,
    media_type="video",
    not_carried=_NOT_CARRIED,
    windowed=True,
)

# What a chart or the totals may show: one metric at a time, so each has an id of its own and none displaces another.
CHART_METRICS = {"views": _VIEWS, "watch_time": _WATCH_TIME, "subscribers": _SUBSCRIBERS, "impressions": _THUMBNAILS}
DAY = Field("activity_date", ("Date",), ("Data",), de=("Datum",))


def _chart(metric: str, field: Field) -> Format:
    """Videos by day. Only the most seen five are in it: they are no month of the channel."""
    return Format(
        id=f"youtube_chart_{metric}",
        platform="youtube",
        title=f"YouTube videos by day: {metric.replace('_', ' ')} (YouTube Studio, chart)",
        version=1,
        fields=(DAY, *_VIDEO, field),
        required=("activity_date", "post_id", field.name),
        signature=(frozenset({"activity_date"}), frozenset({"post_id"}), frozenset({field.name})),
        exact=True,
        table="staging_post_daily",
        days=("YYYY-MM-DD",),
        moments=("Mmm D, YYYY",),
        stated="date",
        time_zone=_NOON,
        video_ids=True,
        media_type="video",
        partial=True,
    )


def _totals(metric: str, field: Field) -> Format:
    """The whole channel by day."""
    return Format(
        id=f"youtube_totals_{metric}",
        platform="youtube",
        title=f"YouTube channel by day: {metric.replace('_', ' ')} (YouTube Studio, totals)",
        version=1,
        fields=(DAY, field),
        required=("activity_date", field.name),
        signature=(frozenset({"activity_date"}), frozenset({field.name})),
        exact=True,
        table="staging_account_daily",
        days=("YYYY-MM-DD",),
    )


CHARTS = tuple(_chart(metric, field) for metric, field in CHART_METRICS.items())
TOTALS = tuple(_totals(metric, field) for metric, field in CHART_METRICS.items())
