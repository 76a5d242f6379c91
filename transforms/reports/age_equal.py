"""Age-equal values of posts, for reports that rank or compare posts of different age (METRICS R6)."""

from transforms import sql

# Age in days → how many days later an observation still speaks for it. Weekly exports meet the older ages, daily ones all.
AGES = {1: 1, 7: 2, 28: 5}
MEASURES = (
    "impressions", "likes", "comments", "shares", "saves", "engagements", "link_clicks", "video_views", "watch_time_s",
)  # fmt: skip
# What the counts of one age need to be compared: what impressions count, and what engagements are made of.
ABOUT = ("exposure_metric", "components_present")


def column(name: str, age: int) -> str:
    """The column of a count at an age: impressions_d7."""
    return f"{name}_d{age}"


def query() -> str:
    """Rows of posts over `fact_post_snapshot` and `formats`; a post without any observation of these ages has no row."""
    at_ages = [
        f"any_value({name}) FILTER (age_days = {age}) AS {column(name, age)}" for age in AGES for name in (*MEASURES, *ABOUT)
    ]
    return sql.load(
        "transforms.reports",
        "age_equal",
        ages=", ".join(map(str, AGES)),
        measures=", ".join(MEASURES),
        wanted=", ".join(f"({age}, {slack})" for age, slack in AGES.items()),
        at_ages=",\n    ".join(at_ages),
    )
