"""What every figure of rpt_boost_candidates is made of: rows of rpt_post, followed as that report's are."""

from transforms.contracts.post_report_tables import RPT_BOOST_CANDIDATES, RPT_POST
from transforms.reports.register import query_of
from transforms.reports.tracing import Added, Made, Origin, Trail, Units

_ALIKE = ("brand", "month", "platform", "account", "media_type", "exposure_metric", "components", "age")
_SAME = " AND ".join(f"told.{name} IS NOT DISTINCT FROM mine.{name}" for name in _ALIKE)
# The candidate, and every post with which it is compared, at the age at which they are.
_COMPARED = (
    "SELECT rpt_post.month, told.platform, told.post_id, told.age, told.e AS engagements, told.i AS impressions, "
    "ratio(told.e, told.i) AS own_eri, ratio(mine.e, mine.i) AS candidate_eri FROM compared AS told "
    "JOIN rpt_post USING (brand, platform, post_id) "
    f"JOIN compared AS mine ON {_SAME} AND mine.post_id = $post_id AND mine.age = $compared_age_days"
)


def _posts(query: str) -> Units:
    return Units(
        query=query,
        entity=("month", *RPT_POST.key),
        fact=RPT_POST,
        figure="{name}_d{compared_age_days}",
        counted="engagements_d{compared_age_days}",
    )


UNITS = {
    "post": _posts(f"{_COMPARED} WHERE told.post_id = mine.post_id"),
    "others": _posts(f"{_COMPARED} WHERE told.post_id <> mine.post_id"),
    "candidates": Units(
        query="SELECT * FROM rpt_boost_candidates "
        "WHERE brand = $brand AND month = $month AND platform = $platform AND account = $account",
        entity=("month", *RPT_BOOST_CANDIDATES.key),
        fact=RPT_BOOST_CANDIDATES,
        counted="eri_numerator",
    ),
}
_LIFT = (
    "(n * eri_numerator + others_engagements)::HUGEINT * others_impressions",
    "(n * eri_denominator + others_impressions)::HUGEINT * others_engagements",
)
_ORIGINS: dict[str, Origin] = {
    "boost_rank": Added(
        "boost_lift", "boost_lift > $boost_lift OR (boost_lift = $boost_lift AND post_id <= $post_id)", "count", "candidates"
    ),
    "compared_age_days": Added("age"),
    "n": Added("1", how="count", units="others"),
    "eri_numerator": Added("engagements"),
    "eri_denominator": Added("impressions"),
    "eri": Made.ratio("eri_numerator", "eri_denominator"),
    "others_engagements": Added("engagements", units="others"),
    "others_impressions": Added("impressions", units="others"),
    "others_eri": Made.ratio("others_engagements", "others_impressions"),
    "boost_lift": Made(
        ("n", "eri_numerator", "eri_denominator", "others_engagements", "others_impressions"),
        "the rate of the post per others_eri, drawn to 1 as by one post more",
        f"ratio({', '.join(_LIFT)})",
    ),
    "percentile_numerator": Added("own_eri", "own_eri < candidate_eri", how="count", units="others"),
    "percentile_denominator": Made(("n",), "n", "n"),
    "percentile": Made.ratio("percentile_numerator", "percentile_denominator"),
}

TRAIL = Trail(RPT_BOOST_CANDIDATES, lambda _: "post", UNITS, _ORIGINS.__getitem__, lambda: query_of(RPT_BOOST_CANDIDATES.name))
