"""What the exports of Meta Business Suite have in common, whatever the network."""

from transforms.exports.model import Field, Format

# Content exports tell publish times in US Pacific time for every page, country and language (decoded from media ids).
META_ZONE = "America/Los_Angeles"
# Month first in every locale.
META_DAYS = ("MM/DD/YYYY",)
META_MOMENTS = ("MM/DD/YYYY hh:mm",)
LIFETIME = ("Lifetime", "Total", "Vitalício")

# Portuguese exports come in two vocabularies; both stand side by side here.
POST_FIELDS = (
    Field("post_id", ("Post ID",), ("Identificação do post", "Identificação da publicação")),
    Field("caption", ("Description",), ("Descrição",)),
    Field("duration_s", ("Duration (sec)", "Duration (secs)", "Duration (s)"), ("Duração (s)", "Duração (segundos)")),
    Field("published_at", ("Publish time",), ("Horário de publicação",)),
    Field("permalink", ("Permalink",), ("Link permanente",)),
    Field("native_post_type", ("Post type",), ("Tipo de post", "Tipo de publicação")),
    Field("activity_date", ("Date",), ("Data",)),
    Field("impressions", ("Views",), ("Visualizações",), exposure="views"),
    Field("impressions", ("Impressions",), ("Impressões",), exposure="impressions"),
    Field("reach", ("Reach",), ("Alcance",)),
    Field("shares", ("Shares",), ("Compartilhamentos",)),
)
POST_NOT_CARRIED = {
    "Data comment": "a remark of Meta about the record; it stays in raw",
    "Comentário de dados": "a remark of Meta about the record; it stays in raw",
}

# Titles under which Facebook and Instagram write the same metric without saying whose it is.
SHARED_TITLES = {
    "reach": ("Reach", "Alcance"),
    "views": ("Views", "Visualizações"),
    "viewers": ("Viewers", "Visualizadores"),
    "follows": ("Follows",),
    "interactions": ("Content interactions", "Interações com o conteúdo"),
}

# Overview files: one metric of one account by day. The time in the date is no time: it moves with US daylight saving.
OVERVIEW_HEADERS = (frozenset({"date", "data"}), frozenset({"primary", "principal"}))
OVERVIEW_DAYS = ("YYYY-MM-DDThh:mm:ss", "YYYY-MM-DD")


def overview(*, network: tuple[str, str], metric: str, column: str, own: tuple[str, ...], shared: tuple[str, ...] = ()) -> Format:
    """Overview format of one metric: each has an id of its own, so that the files of one day never meet in one row.

    `network` is (platform, its name); `own` titles name the network, `shared` ones are used by another network of Meta too.
    """
    platform, name = network
    exposure = "views" if column == "impressions" else None
    return Format(
        id=f"{platform}_overview_{metric}",
        platform=platform,
        title=f"{name} overview: {metric.replace('_', ' ')} by day",
        version=1,
        fields=(
            Field("activity_date", ("Date",), ("Data",)),
            Field(column, ("Primary",), ("Principal",), exposure=exposure),
        ),
        required=("activity_date", column),
        signature=(frozenset({"activity_date"}), frozenset({column})),
        table="staging_account_daily",
        days=OVERVIEW_DAYS,
        titles=own + shared,
        shared_titles=shared,
    )
