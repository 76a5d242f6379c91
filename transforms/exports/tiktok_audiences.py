"""TikTok Studio: the followers by gender and country, and how many of them are there in each hour of a day."""

from transforms.exports.model import Field, Format
from transforms.exports.tiktok import STUDIO_DAYS

# Written as fractions, of the followers on the day of the export.
_SHARE = Field("audience_share", ("Distribution",))


def _followers(dimension: str, header: str) -> Format:
    return Format(
        id=f"tiktok_follower_{dimension}",
        platform="tiktok",
        open_end=True,
        title=f"TikTok followers by {dimension} (TikTok Studio)",
        version=1,
        fields=(Field("dimension_value", (header,)), _SHARE),
        required=("dimension_value", "audience_share"),
        signature=(frozenset({"dimension_value"}), frozenset({"audience_share"})),
        exact=True,
        table="staging_audience",
        key_column="dimension_value",
        says={"audience": "followers", "dimension": dimension},
    )


ACTIVITY = Format(
    id="tiktok_follower_activity",
    platform="tiktok",
    open_end=True,
    title="TikTok followers by hour (TikTok Studio, FollowerActivity)",
    version=1,
    fields=(
        Field("activity_date", ("Date",)),
        Field("dimension_value", ("Hour",)),
        Field("audience_count", ("Active followers",)),
    ),
    required=("activity_date", "dimension_value", "audience_count"),
    signature=(frozenset({"activity_date"}), frozenset({"dimension_value"}), frozenset({"audience_count"})),
    table="staging_audience",
    key_column="dimension_value",
    days=STUDIO_DAYS,
    yearless=True,
    streamable=False,
    says={"audience": "active_followers", "dimension": "hour"},
)

FORMATS = (ACTIVITY, _followers("gender", "Gender"), _followers("country", "Top territories"))
