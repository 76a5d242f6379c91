"""What every figure of rpt_influencer_performance is made of.

`creator_posts` and `creator_days` are what the report saw of the creator: of each column the value that was supplied last.
"""

from transforms.contracts.creator_tables import FACT_CREATOR_POST, FACT_CREATOR_SNAPSHOT, RPT_INFLUENCER_PERFORMANCE
from transforms.reports.tracing import Added, Given, Made, Origin, Trail, Units

_LATEST = "fact.observed_at DESC, fact.source_sha DESC, fact.source_line DESC"
_OF_CREATOR = "WHERE fact.brand = $brand AND fact.platform = $platform AND fact.account_handle = $account_handle AND {is_given}"
_IN_MONTH = "day BETWEEN $month_start AND $month_end"
_IN_WINDOW = "day BETWEEN $window_start AND $as_of_date"


def _posts(which: str) -> Units:
    return Units(
        query=f"SELECT * FROM creator_posts WHERE {which}",
        entity=("post_id",),
        fact=FACT_CREATOR_POST,
        rows=f"FROM fact_creator_post AS fact {_OF_CREATOR}",
        believed=_LATEST,
    )


def _days(which: str) -> Units:
    return Units(
        query=f"SELECT * FROM creator_days WHERE {which}",
        entity=("activity_date",),
        fact=FACT_CREATOR_SNAPSHOT,
        rows=f"FROM fact_creator_snapshot AS fact {_OF_CREATOR}",
        believed=_LATEST,
    )


UNITS = {
    "month": _posts(_IN_MONTH),
    "about_us": _posts(f"{_IN_MONTH} AND is_told_of_us"),
    "recent": _posts(_IN_WINDOW),
    "days": _days(_IN_MONTH),
    "followers": _days(f"{_IN_WINDOW} AND followers > 0"),
}
# Two currencies are never added.
_PAID = "NOT is_mixed AND cost <> 0 AND engagements IS NOT NULL"
_TOLD, _EARNED = "activation_kind IS NOT NULL", "activation_kind = 'earned'"
_ORIGINS: dict[str, Origin] = {
    "n": Added("1", how="count", units="recent"),
    "followers": Added("followers", how="last", units="followers"),
    "score": Made(("reach_factor", "leadership_factor", "engagement_factor"), "formula of its three factors (METRICS 1.5)"),
    "creator_score": Made(("score",), "the best score of the creator over all platforms"),
    "reach_factor": Made(("followers",), "logarithm of followers between 100 and 10 million"),
    "leadership_factor": Made(("amplification", "typical_amplification", "topic_share"), "half amplification, half topic_share"),
    "engagement_factor": Made(("creator_engagement_rate", "typical_rate"), "the rate against the typical one"),
    **{
        f"pts_lost_{name}": Made((f"{name}_factor", "score"), f"the part of 100 - score that {name}_factor costs")
        for name in ("reach", "leadership", "engagement")
    },
    "creator_engagement_rate": Added("engagements", how="shown", units="recent"),
    "amplification": Added("coalesce(shares, quotes, mentions_received)", how="shown", units="recent"),
    "topic_share_numerator": Added("caption IS NOT NULL", how="shown", units="recent"),
    "topic_share_denominator": Added("caption IS NOT NULL", how="shown", units="recent"),
    "typical_rate": Given("influence in strategy/<brand>.yaml"),
    "typical_amplification": Given("influence in strategy/<brand>.yaml"),
    "n_posts": Added("1", how="count", units="month"),
    "n_posts_about_us": Added("1", how="count", units="about_us"),
    "engagements_about_us": Added("engagements", units="about_us"),
    "engagements_about_us_n_missing": Added("engagements", "engagements IS NULL", how="count", units="about_us"),
    "our_interactions": Added("our_interactions", units="month"),
    "creator_interactions": Added("creator_interactions", units="days"),
    "give_ratio": Made.ratio("our_interactions", "creator_interactions"),
    "cost": Added("cost", "NOT is_mixed", units="about_us"),
    "cost_n_missing": Added("cost", "cost IS NULL AND activation_kind IN ('paid', 'gifted')", how="count", units="about_us"),
    "cpe_numerator": Added("cost", _PAID, units="about_us"),
    "cpe_denominator": Added("engagements", _PAID, units="about_us"),
    "earned_share_numerator": Added("1", _EARNED, how="count", units="about_us"),
    "earned_share_denominator": Added("1", _TOLD, how="count", units="about_us"),
    "earned_engagements_share_numerator": Added("engagements", _EARNED, units="about_us"),
    "earned_engagements_share_denominator": Added("engagements", _TOLD, units="about_us"),
    **{
        name: Made.ratio(f"{name}_numerator", f"{name}_denominator")
        for name in ("topic_share", "cpe", "earned_share", "earned_engagements_share")
    },
}

TRAIL = Trail(RPT_INFLUENCER_PERFORMANCE, lambda _: "month", UNITS, _ORIGINS.__getitem__)
