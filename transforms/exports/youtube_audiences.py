"""YouTube Studio: who watches, by city, country, age, gender ...: the tables of a chosen period, and their charts by day.

Tables by age and gender hold nothing but percentages. Languages stand where real files prove them: English and Portuguese.
"""

from dataclasses import dataclass

from transforms.exports.model import Field, Format
from transforms.exports.youtube import CHART_METRICS, DAY, THUMBNAIL_CTR, WATCHED_MEAN, WATCHED_SHARE

_VIEWS_SHARE = Field("audience_share", ("Views (%)",), ("Visualizações (%)",), de=("Aufrufe (%)",), unit="percent")
_WATCH_SHARE = Field(
    "watch_time_share",
    ("Watch time (hours) (%)",),
    ("Tempo de exibição (horas) (%)",),
    de=("Wiedergabezeit (Stunden) (%)",),
    unit="percent",
)
_EARNINGS = Field(
    "estimated_earnings_usd", ("Estimated revenue (USD)",), ("Receita estimada (USD)",), de=("Geschätzter Umsatz (USD)",)
)


@dataclass(frozen=True)
class _Dimension:
    """What the audience is told apart by, and the headers of its value; `ids` are those of a column with ids beside names."""

    name: str
    en: tuple[str, ...]
    pt: tuple[str, ...] = ()
    id_en: tuple[str, ...] = ()
    id_pt: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns of the value."""
        value = Field("dimension_value", self.en, self.pt)
        return (Field("value_id", self.id_en, self.id_pt), value) if self.id_en else (value,)

    @property
    def key(self) -> str:
        """The first column: the total stands there."""
        return self.fields[0].name


_DIMENSIONS = (
    _Dimension("city", ("City name",), ("Nome da cidade",), ("Cities",), ("Cidades",)),
    _Dimension("country", ("Geography", "Country"), ("País", "Região geográfica")),
    _Dimension("age", ("Viewer age",), ("Idade do espectador",)),
    _Dimension("gender", ("Viewer gender",), ("Gênero do espectador",)),
    _Dimension("traffic_source", ("Traffic source",), ("Origem do tráfego",)),
    _Dimension("subscription_status", ("Subscription status",), ("Status da inscrição",)),
    _Dimension("subscription_source", ("Subscription source",)),
    _Dimension("device_type", ("Device type",), ("Tipo de dispositivo",)),
    _Dimension("operating_system", ("Operating system",), ("Sistema operacional",)),
)
_VIEWS, _WATCH_TIME, _SUBSCRIBERS, _THUMBNAILS = CHART_METRICS.values()
_FIGURES = (
    _VIEWS,
    _VIEWS_SHARE,
    _WATCH_TIME,
    _WATCH_SHARE,
    _SUBSCRIBERS,
    _EARNINGS,
    WATCHED_MEAN,
    WATCHED_SHARE,
    _THUMBNAILS,
    THUMBNAIL_CTR,
)
_MORE = frozenset({field.name for field in _FIGURES} - {"impressions", "audience_share"})
# One metric at a time, so each has an id of its own and none displaces another.
_CHARTS = CHART_METRICS | {"views_share": _VIEWS_SHARE, "watch_time_share": _WATCH_SHARE}


def _table(dimension: _Dimension) -> Format:
    """The whole period, value by value."""
    name = dimension.name
    return Format(
        id=f"youtube_{name}",
        platform="youtube",
        title=f"YouTube viewers by {name.replace('_', ' ')} (YouTube Studio, table)",
        version=1,
        fields=(*dimension.fields, *_FIGURES),
        required=(dimension.key,),
        # Two figures at least: with one it is a chart that somebody took the days out of.
        signature=(frozenset({dimension.key}), frozenset({"impressions", "audience_share"}), _MORE),
        absent=("Date", "Data", "Datum"),
        table="staging_audience",
        key_column=dimension.key,
        says={"audience": "viewers", "dimension": name},
        windowed=True,
    )


def _chart(dimension: _Dimension, metric: str, figure: Field) -> Format:
    """Some values by day: the five with most views, or those that were chosen."""
    name = dimension.name
    return Format(
        id=f"youtube_{name}_chart_{metric}",
        platform="youtube",
        title=f"YouTube viewers by {name.replace('_', ' ')} and day: {metric.replace('_', ' ')} (YouTube Studio, chart)",
        version=1,
        fields=(DAY, *dimension.fields, figure),
        required=("activity_date", dimension.key, figure.name),
        signature=(frozenset({"activity_date"}), frozenset({dimension.key}), frozenset({figure.name})),
        exact=True,
        table="staging_audience",
        days=("YYYY-MM-DD",),
        key_column=dimension.key,
        says={"audience": "viewers", "dimension": name},
        partial=True,
    )


TABLES = tuple(_table(dimension) for dimension in _DIMENSIONS)
CHARTS = tuple(_chart(dimension, metric, figure) for dimension in _DIMENSIONS for metric, figure in _CHARTS.items())
