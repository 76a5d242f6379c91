"""Files of Meta Business Suite that hold several tables below titles: the audience of an account, and its kinds of content.

Below such a title headers are values: countries, cities, kinds of content. No title names the network.
"""

from transforms.exports.model import Field, Format, Split

_FOLLOWERS = "followers"
_SHARE = "audience_share"
_LISTS = {
    "country": ("Top countries", "Principais países"),
    "city": ("Top cities", "Top towns/cities", "Principais cidades"),
    "page": ("Top Pages",),  # which other pages they follow
}
_AGES = ("Age & gender", "Faixa etária e gênero")
_GENDERS = {"Women": "female", "Mulheres": "female", "Men": "male", "Homens": "male"}
_KINDS = ("Reels", "Multi-photo", "Links", "Photos", "Videos", "Stories", "Text", "Live", "Others")
# What a list of kinds of content counts: title, measure, and of impressions what they are.
_COUNTED = {
    "views": ("Views", "impressions", "views"),
    "interactions": ("Content interactions", "engagements_native", None),
    "published": ("Published content", "posts_published", None),
}


def audiences(network: tuple[str, str]) -> tuple[Format, ...]:
    """The audience of one network, (platform, its name): one format per table, for a file need not have all of them."""
    return (_ages(network), *(_list(network, dimension, titles) for dimension, titles in _LISTS.items()))


def kinds_of_content(network: tuple[str, str]) -> tuple[Format, ...]:
    """How each kind of content did, for one network: one format per figure, so that none displaces another."""
    return tuple(_kinds(network, figure, *told) for figure, told in _COUNTED.items())


def _ages(network: tuple[str, str]) -> Format:
    platform, name = network
    says = {"audience": _FOLLOWERS, "dimension": "age_gender"}
    return Format(
        id=f"{platform}_audience_age_gender",
        platform=platform,
        title=f"{name} followers by age and gender (Meta Business Suite)",
        version=1,
        fields=(Field("dimension_value", ("",)),),
        required=("dimension_value",),
        signature=(),
        table="staging_audience",
        key_column="dimension_value",
        titles=_AGES,
        shared_titles=_AGES,
        says={"audience": _FOLLOWERS, "dimension": "age"},
        splits=(Split("staging_audience", _SHARE, says, headers=_GENDERS, template="{header} {record}", unit="percent"),),
        block=True,
    )


def _list(network: tuple[str, str], dimension: str, titles: tuple[str, ...]) -> Format:
    platform, name = network
    says = {"audience": _FOLLOWERS, "dimension": dimension}
    return Format(
        id=f"{platform}_audience_{dimension}",
        platform=platform,
        title=f"{name} followers by {dimension} (Meta Business Suite)",
        version=1,
        fields=(),
        required=(),
        signature=(),
        table="staging_audience",
        titles=titles,
        shared_titles=titles,
        splits=(Split("staging_audience", _SHARE, says, any_header=True, unit="percent"),),
        block=True,
    )


def _kinds(network: tuple[str, str], figure: str, title: str, measure: str, exposure: str | None) -> Format:
    platform, name = network
    says = {"audience": "content", "dimension": "content_format"}
    return Format(
        id=f"{platform}_formats_{figure}",
        platform=platform,
        title=f"{name} {figure} by kind of content (Meta Business Suite)",
        version=1,
        fields=(),
        required=(),
        signature=(),
        table="staging_audience",
        titles=(title,),
        shared_titles=(title,),
        splits=(Split("staging_audience", measure, says, headers={kind: kind for kind in _KINDS}, exposure=exposure),),
        windowed=True,
        block=True,
    )
