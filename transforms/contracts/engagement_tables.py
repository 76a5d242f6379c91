"""The engagement reports. One table per level, so that nobody adds accounts to the platform that already holds them."""

from transforms.contracts.engagement_columns import COMPARED, FOLLOWERS, PER_POST, POST_MEANS, RATES, SUMMED, compared
from transforms.contracts.table import Table

_MONTH = ("month_start", "month", "as_of_date")
# The mask stands beside the sum that it explains.
_SUMS = tuple(
    each for name in SUMMED for each in (name, f"{name}_n_missing", *(("components_present",) if name == "engagements" else ()))
)
_RATES = (*(part for rate in RATES for part in (rate.numerator, rate.denominator, rate.name)), *PER_POST)
_MEANS = tuple(part for name in POST_MEANS for part in (name, f"{name}_n"))
# What was published, what of it is still there, and what is not.
_POSTS = ("n_posts", "n_posts_live", "n_posts_deleted")
_GROWTH = ("net_follower_growth", "follower_growth_rate")
# Level → what names one of its rows within a brand.
LEVELS: dict[str, tuple[str, ...]] = {
    "rpt_engagement": ("platform", "account"),
    "rpt_engagement_platform": ("platform",),
    "rpt_engagement_brand": (),
}
TRENDS: dict[str, str] = {level: f"{level}_trend" for level in LEVELS}


def _named(level: str, rest: tuple[str, ...], grain: str) -> Table:
    names = LEVELS[level]
    return Table(
        name=level,
        layer="report",
        grain=grain,
        partition="report",
        key=(*names, "basis"),
        columns=(*_MONTH, "brand", *names, "basis", "basis_source", "exposure_metric", *rest),
        required=(*_MONTH, "brand", *names, "basis", "basis_source", "n", "confidence"),
        order=(*names, "basis"),
    )


RPT_ENGAGEMENT = _named(
    "rpt_engagement",
    (
        *_POSTS, "n", *_SUMS, *_RATES, *_MEANS, "avg_daily_reach", "max_daily_reach", "reach_days",
        *(part for name in FOLLOWERS for part in (name, f"{name}_carried_days")), *_GROWTH, "confidence",
    ),
    "one row per account x month x basis",
)  # fmt: skip
_OF_SEVERAL = (
    "n_accounts", *_POSTS, "n", *_SUMS, *_RATES, *(part for name in FOLLOWERS for part in (name, f"{name}_n_missing")),
    "net_follower_growth", "net_follower_growth_n_missing", "growing_from", "follower_growth_rate", "confidence",
)  # fmt: skip
RPT_ENGAGEMENT_PLATFORM = _named(
    "rpt_engagement_platform",
    _OF_SEVERAL,
    "one row per platform x month x basis: the brand's accounts there together; sums of rpt_engagement, never to be added to it",
)
RPT_ENGAGEMENT_BRAND = _named(
    "rpt_engagement_brand",
    _OF_SEVERAL,
    "one row per brand x month x basis: all accounts together; sums of rpt_engagement, never to be added to it",
)


def _trend(table: Table) -> Table:
    names = LEVELS[table.name]
    return Table(
        name=TRENDS[table.name],
        layer="report",
        grain=f"one row per {' x '.join((names or ('brand',))[-1:])} x month x basis: each figure of {table.name} beside "
        "the month before and the same month a year before, where they count the same",
        partition="report",
        key=(*names, "basis"),
        columns=(
            *_MONTH, "is_complete", "brand", *names, "basis", "basis_source", "exposure_metric", "components_present", "n",
            "mom_series_break", "yoy_series_break", *(part for name in COMPARED for part in compared(name)), "confidence",
        ),
        required=(*_MONTH, "is_complete", "brand", *names, "basis", "basis_source", "n", "confidence"),
        order=(*names, "basis"),
    )  # fmt: skip


TREND_OF: dict[str, Table] = {
    table.name: _trend(table) for table in (RPT_ENGAGEMENT, RPT_ENGAGEMENT_PLATFORM, RPT_ENGAGEMENT_BRAND)
}
TABLES = (RPT_ENGAGEMENT, RPT_ENGAGEMENT_PLATFORM, RPT_ENGAGEMENT_BRAND, *TREND_OF.values())
