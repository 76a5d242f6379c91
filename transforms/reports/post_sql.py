"""What the reports by post have in common, and their repeating parts: ages, bounds and words, as data."""

from collections.abc import Iterable

from transforms import sql
from transforms.contracts.post_report_columns import AGED, AGES, at_age
from transforms.facts.small_dims import PLATFORMS

# Followers are carried forward this many days (METRICS 1.1).
CARRIED_DAYS = 3
# Best times look at the posts of these days: 90 would hardly fill an hour of a week with 3 posts.
WINDOW_DAYS = 180
# Months of dim_post that these days and both edges of a month can reach into.
WINDOW_MONTHS = tuple(range(-6, 2))
# Rates are drawn to the account's as by so many posts of the account's mean exposure and mean rate (k of METRICS 1.4).
PSEUDO_POSTS = 5
# Below this, an hour tells nothing (METRICS 1.4).
LEAST_POSTS = 3
# A post is compared with the account's posts of its month and of those before.
BOOST_MONTHS = (-2, -1, 0)
LEAST_OTHERS = 5
MOST_CANDIDATES = 10
_CONFIDENCE = "CASE WHEN {n} < 3 THEN 'none' WHEN {n} < 10 THEN 'low' ELSE 'high' END"
_PROMOTED = (
    "impressions_promoted", "reach_promoted", "video_views_promoted", "engagements_promoted",
)  # fmt: skip


def post_holes() -> dict[str, str]:
    """What fills the holes of post.sql."""
    supplied = [name for name in AGED if name not in {"impressions", "engagements"}]
    return {
        "ages": ", ".join(map(str, AGES)),
        "aged_measures": _listed(f"arg_min({name}, rank) AS {name}" for name in supplied),
        "engagements": sql.engagements(),
        "components_present": sql.components_present(),
        "at_ages": _listed(
            f"max({name}) FILTER (age = {age}) AS {at_age(name, age)}"
            for age in AGES
            for name in (*AGED, "components_present", "eri")
        ),
        "aged_columns": ", ".join(at_age(name, age) for age in AGES for name in (*AGED, "components_present", "eri")),
        "rates": _listed(
            _rate(*each)
            for each in (
                ("eri", "engagements", "impressions"),
                ("err", "engagements", "reach"),
                ("erf", "engagements", "followers_at_publish"),
                ("ctr", "link_clicks", "impressions"),
            )
        ),
        "promotion": f"greatest({', '.join(_PROMOTED)})",
        "report_tz": _report_tz(),
        "carried_days": str(CARRIED_DAYS),
        "confidence": _CONFIDENCE.format(n="compared_posts"),
    }


def best_time_holes() -> dict[str, str]:
    """What fills the holes of best_time.sql."""
    return {
        "window_days": str(WINDOW_DAYS),
        "k": str(PSEUDO_POSTS),
        "least": str(LEAST_POSTS),
        "confidence": _CONFIDENCE.format(n="n"),
    }


def boost_holes() -> dict[str, str]:
    """What fills the holes of boost_candidates.sql."""
    told = (
        f"({age}, {at_age('engagements', age)}, {at_age('impressions', age)}, {at_age('components_present', age)})"
        for age in AGES
    )
    return {
        "ages": ", ".join(told),
        "least_others": str(LEAST_OTHERS),
        "most": str(MOST_CANDIDATES),
        "confidence": _CONFIDENCE.format(n="others"),
    }


def _rate(name: str, top: str, bottom: str) -> str:
    """A rate of one post beside its parts, which are there where both are (R2)."""
    both = f"{top} IS NOT NULL AND {bottom} IS NOT NULL"
    return (
        f"CASE WHEN {both} THEN {top} END AS {name}_numerator, CASE WHEN {both} THEN {bottom} END AS {name}_denominator, "
        f"ratio({top}, {bottom}) AS {name}"
    )


def _report_tz() -> str:
    cases = " ".join(f"WHEN '{row['platform']}' THEN '{row['report_tz']}'" for row in PLATFORMS)
    return f"CASE dim_post.platform {cases} ELSE 'UTC' END"


def _listed(parts: Iterable[str]) -> str:
    return ",\n        ".join(parts)
