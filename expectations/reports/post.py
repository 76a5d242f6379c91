"""`rpt_post`: one row per own post published in the month. The report keeps these identities with itself."""

from expectations.model import BETWEEN, Expect
from expectations.reports.common import confidence_known, is_its_parts, month_is_its_start
from transforms.contracts.post_report_columns import AGES, at_age

# Rates are rounded to 12 significant digits: at 1 and above that costs up to 5e-12.
TOLERANCE = 1e-11
RATES = {
    **{rate: (f"{rate}_numerator", f"{rate}_denominator") for rate in ("eri", "err", "erf", "ctr", "percentile")},
    **{at_age("eri", age): (at_age("engagements", age), at_age("impressions", age)) for age in AGES},
}
_LIFETIMES = ("impressions", "reach", "likes", "comments", "shares", "saves", "engagements", "link_clicks", "video_views")


def _components(suffix: str) -> Expect:
    names = [f'"{name}{suffix}"' for name in ("likes", "comments", "shares", "saves")]
    total = " + ".join(f"coalesce({name}, 0)" for name in names)
    missing = f'("engagements{suffix}" IS NULL) <> (coalesce({", ".join(names)}) IS NULL)'
    return Expect(
        f"engagements{suffix}_is_its_components",
        BETWEEN,
        f"engagements{suffix}_beyond_components",
        "engagements is likes + comments + shares + saves as far as supplied, NULL only without all of them (METRICS 1.1, R1)",
        {"min_value": 0, "max_value": 0},
        value=f'CASE WHEN {missing} THEN 1 ELSE "engagements{suffix}" - ({total}) END',
    )


_VALUE_AT_COMPARED_AGE = (
    "CASE " + " ".join(f'WHEN "compared_age_days" = {age} THEN ("eri_d{age}" IS NULL)::INT' for age in AGES) + " END"
)

EXPECTATIONS = (
    *(is_its_parts(rate, *parts, TOLERANCE) for rate, parts in RATES.items()),
    *(_components(suffix) for suffix in ("", *(f"_d{age}" for age in AGES))),
    Expect(
        "lifetimes_not_negative",
        BETWEEN,
        "smallest_lifetime",
        "lifetime counts cannot fall below 0",
        {"min_value": 0},
        value="least(" + ", ".join(f'"{name}"' for name in _LIFETIMES) + ")",
    ),
    Expect(
        "compared_at_an_age",
        "ExpectColumnValuesToBeInSet",
        "compared_age_days",
        "posts are compared at equal ages, and these are the ones that are told (METRICS R6)",
        {"value_set": list(AGES)},
    ),
    Expect(
        "rank_has_its_value",
        BETWEEN,
        "rank_without_value",
        "a post is ranked by its rate at the age that stands beside the rank",
        {"max_value": 0},
        value=_VALUE_AT_COMPARED_AGE,
    ),
    Expect(
        "age_was_reached",
        BETWEEN,
        "days_beyond_age",
        "a post has no value at an age that it had not reached when it was seen last (METRICS R6)",
        {"max_value": 0},
        value=f"""greatest({", ".join(f'CASE WHEN "components_present_d{age}" IS NOT NULL THEN {age} END' for age in AGES)})
        - coalesce("age_days", -1)""",
    ),
    Expect(
        "rank_within_compared",
        BETWEEN,
        "rank_beyond_compared",
        "a rank lies among the posts that are compared, with nobody both above and below it",
        {"min_value": 0, "max_value": 0},
        value="""CASE WHEN "post_rank" >= 1 AND "percentile_numerator" >= 0
            THEN greatest("post_rank" + "percentile_numerator" - "compared_posts", 0) ELSE "post_rank" - 1 END""",
    ),
    Expect(
        "ranked_or_explained",
        BETWEEN,
        "rank_and_reason",
        "a post has a rank or a reason why it has none",
        {"min_value": 1, "max_value": 1},
        value='("post_rank" IS NOT NULL)::INT + ("reason" IS NOT NULL)::INT',
    ),
    Expect(
        "followers_counted_before",
        BETWEEN,
        "days_followers_after_publication",
        "followers are those of the publication, at most 3 days old; the platform's day and that in UTC differ by one at most",
        {"min_value": -4, "max_value": 1},
        value='"followers_counted_on" - "published_at"::DATE',
    ),
    Expect(
        "deleted_after_it_was_seen",
        BETWEEN,
        "days_deleted_before_seen",
        "a post is deleted when a later export lacks it; the day of an export and that in UTC differ by one at most",
        {"max_value": 1},
        value='"observed_on" - "deleted_seen_at"::DATE',
    ),
    month_is_its_start(),
    confidence_known(),
)
