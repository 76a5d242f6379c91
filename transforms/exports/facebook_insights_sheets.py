"""Facebook's "Insights Data Export" as a workbook: "Key Metrics" is the CSV without its families of columns; each has a sheet.

What is done on posts and who likes the page are read; the sheets of other slices, and of the people behind the actions, are set
aside by name.
"""

from dataclasses import replace

from transforms.exports.asides import Aside
from transforms.exports.facebook_insights import PAGE, POST_FIELDS, POSTS
from transforms.exports.model import Format

# The same posts on each sheet; formats of their own, so that none displaces another.
_ON_EVERY_SHEET = {"post_id", "permalink", "caption", "native_post_type", "published_at"}


def _sheet(name: str, title: str, measures: set[str]) -> Format:
    return replace(
        POSTS,
        id=f"facebook_insights_{name}",
        title=f"Facebook posts, {title} (Insights Data Export, sheet of a workbook)",
        fields=tuple(field for field in POST_FIELDS if field.name in _ON_EVERY_SHEET | measures),
        signature=(frozenset({"post_id"}), frozenset({"published_at"}), frozenset(measures)),
        absent=tuple(each for field in POST_FIELDS if field.name in {"impressions", "reach", "clicks"} for each in field.en),
        splits=(),
    )


ACTIONS = _sheet("actions", "likes, comments and shares", {"likes", "comments", "shares"})
CLICKS = _sheet("clicks", "clicks on links", {"link_clicks"})

# Who likes the page, day by day: nothing but slices.
LIKES = Format(
    id="facebook_insights_likes",
    platform="facebook",
    title="Who likes a Facebook page, by day (Insights Data Export, sheet of a workbook)",
    version=1,
    fields=tuple(field for field in PAGE.fields if field.name == "activity_date"),
    required=("activity_date",),
    signature=(frozenset({"activity_date"}),),
    exact=True,
    table="staging_audience",
    days=PAGE.days,
    splits=PAGE.splits,
)

FORMATS = (ACTIONS, CLICKS, LIKES)

# Their headers say too little: the tab alone tells what they are.
ASIDES: tuple[Aside, ...] = (
    Aside(
        title="one family of columns of Facebook's old Insights",
        headers=(("Date",), ("Post ID", "Permalink")),
        why="slices of measures, or people behind them; they stay in raw",
        tabs=(
            "Weekly ",
            "28 Days ",
            "page_",
            "post_",
            "Lifetime Talking About This",
            "Lifetime Post consumers by",
            "Lifetime Negative feedback",
            "Lifetime Percentage of ",
            "Daily Like Sources",
            "Daily Unlike Sources",
            "Daily Talking About This by",
            "Daily Page Stories by",
            "Daily Page consumptions by",
            "Daily People who interacted with",
            "Daily Total frequency distribution",
            "Daily Page posts frequency distribution",
            "Daily Reach by ",
            "Daily Logged-in Tab Views",
            "Daily External Referrers",
            "Daily Check-ins by",
            "Daily Positive Feedback from Users",
            "Daily Negative feedback",
            "Daily Demographics: ",
            "Daily Country: ",
            "Daily City: ",
            "Daily Language: ",
        ),
    ),
)
