"""What every figure of rpt_partner_overlap is made of: people, each by the lists in which somebody saw them."""

from transforms.contracts.conversation_tables import FACT_AUDIENCE_MEMBER
from transforms.contracts.overlap_table import RPT_PARTNER_OVERLAP
from transforms.reports.register import query_of
from transforms.reports.tracing import Added, Made, Origin, Trail, Units

_OURS, _THEIRS = "(account = $account AND is_own)", "(account = $partner AND NOT is_own)"


def _people(lists: str) -> Units:
    return Units(
        # Without a list of our own there is nothing to compare with.
        query="SELECT *, bool_or(is_ours) OVER () AS has_list, bool_or(follows_us) OVER () AS has_any_list FROM ("
        "SELECT member_key, bool_or(is_own AND account = $account) AS is_ours, "
        "bool_or(NOT is_own AND account = $partner) AS is_theirs, bool_or(is_own) AS follows_us FROM members "
        "WHERE brand = $brand AND month = $month AND platform = $platform GROUP BY member_key)",
        entity=("member_key",),
        fact=FACT_AUDIENCE_MEMBER,
        rows="FROM fact_audience_member AS fact WHERE {is_given} AND brand = $brand AND month = $month AND platform = $platform "
        f"AND {lists}",
    )


# Who follows one of the two is told by its own lists alone.
UNITS = {"person": _people(f"({_OURS} OR {_THEIRS})"), "ours": _people(_OURS), "theirs": _people(_THEIRS)}
_ORIGINS: dict[str, Origin] = {
    "n": Added("1", "is_ours OR is_theirs", how="count"),
    "n_union": Added("1", "has_list AND (is_ours OR is_theirs)", how="count"),
    "n_own": Added("1", "is_ours", how="count", units="ours"),
    "n_partner": Added("1", "is_theirs", how="count", units="theirs"),
    "n_shared": Added("1", "is_ours AND is_theirs", how="count"),
    "n_own_only": Added("1", "is_ours AND NOT is_theirs", how="count"),
    "n_partner_only": Added("1", "has_list AND is_theirs AND NOT is_ours", how="count"),
    "incremental_reach": Added("1", "has_any_list AND is_theirs AND NOT follows_us", how="count"),
    "n_smaller": Made(
        ("n_own", "n_partner"), "the lesser of the two", "CASE WHEN n_own IS NOT NULL THEN least(n_own, n_partner) END"
    ),
    "jaccard": Made.ratio("n_shared", "n_union"),
    "containment": Made.ratio("n_shared", "n_smaller"),
    "own_unique_ratio": Made.ratio("n_own_only", "n_own"),
    "own_contribution": Made.ratio("n_own_only", "n_union"),
    "partner_unique_ratio": Made.ratio("n_partner_only", "n_partner"),
    "partner_contribution": Made.ratio("n_partner_only", "n_union"),
}

TRAIL = Trail(RPT_PARTNER_OVERLAP, lambda _: "person", UNITS, _ORIGINS.__getitem__, lambda: query_of(RPT_PARTNER_OVERLAP.name))
