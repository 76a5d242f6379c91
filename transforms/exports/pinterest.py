"""Pinterest Analytics, overview: the account by day. Documented by programs that read it; no real file has proven it."""

from transforms.exports.model import Field, Format

_DOCUMENTED = "programs that read such files"
REMARK = (
    f"read as documented ({_DOCUMENTED}); no real export has proven it yet: hold a few numbers against the platform. Filters "
    "that were set for the download stand above the days, and are not read"
)
_METRICS = {
    "impressions": Field("impressions", ("Impressions",), exposure="impressions"),
    "engagements": Field("engagements_native", ("Engagements", "Engagement")),
    "pin_clicks": Field("clicks", ("Pin clicks",)),
    "outbound_clicks": Field("link_clicks", ("Outbound clicks",)),
    "saves": Field("saves", ("Saves",)),
}


def _overview(name: str, fields: tuple[Field, ...], absent: tuple[str, ...]) -> Format:
    return Format(
        id=f"pinterest_overview{name}",
        platform="pinterest",
        title="Pinterest overview: account by day",
        version=1,
        fields=(Field("activity_date", ("Date",)), *fields),
        required=("activity_date",),
        signature=(frozenset({"activity_date"}), frozenset(field.name for field in fields)),
        table="staging_account_daily",
        days=("YYYY-MM-DD", "MM/DD/YYYY"),
        above=("Claimed accounts", "Curated content"),
        absent=absent,
        remark=REMARK,
    )


# A download holds one metric, mostly: each has a format of its own, so that the files of one day never meet in one row.
FORMATS = (
    *(
        _overview(f"_{name}", (field,), tuple(word for other, each in _METRICS.items() if other != name for word in each.aliases))
        for name, field in _METRICS.items()
    ),
    _overview("", tuple(_METRICS.values()), ()),
)
