"""Facebook's "Insights Data Export" of 2012 to 2021: the page by day, posts, and videos as posts.

Its second line describes the columns. Columns come by the thousand: every measure once per window (Daily, Weekly, 28 Days) and
once per slice (country, city, age ...). Some files name the columns by the keys of the Graph API (`post_impressions:lifetime`).
"""

from transforms.exports.facebook import MEDIA_TYPES
from transforms.exports.meta import META_DAYS, META_ZONE
from transforms.exports.model import Field, Format, Split

_PEOPLE = "people, beside the actions that are carried; it stays in raw"
_PART = "a part of a measure that is carried whole; it stays in raw"
_ROLLING = "a rolling window: neighbouring days count the same people and actions again"
_BREAKDOWN = "one slice of a measure by country, city, age, hour or kind; it stays in raw"
_LONGER = "views that lasted longer, or were started in one way: a part of the video views, which are carried"
_ABOUT = "a remark about the post; it stays in raw"
_KEY = "a key of the Graph API without a column of ours; it stays in raw"
_FANS = "the part of it that people who like the page caused; it stays in raw"
_TWICE = "written twice, for actions and for people, and the line that told which is which is gone"
_PLACE = "visits to a place, not to the profile; it stays in raw"
_CLICKS = "clicks of every kind; of the page by day only those on links are carried"

_GENDERS = {"F": "female", "M": "male", "U": "unknown"}
_AGES = ("13-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+")


def _likes_by(dimension: str, family: str, audience: str = "followers") -> Split:
    says = {"audience": audience, "dimension": dimension}
    return Split("staging_audience", "audience_count", says, starts=(f"{family} - ",))


# Who likes the page, day by day: people, so never added. Of hours, the platform's own.
_AUDIENCES = (
    _likes_by("country", "Lifetime Likes by Country"),
    _likes_by("city", "Lifetime Likes by City"),
    _likes_by("language", "Lifetime Likes by Language"),
    _likes_by("hour", "Daily Liked and online", "active_followers"),
    Split(
        "staging_audience",
        "audience_count",
        {"audience": "followers", "dimension": "age_gender"},
        headers={
            f"Lifetime Likes by Gender and Age - {letter}.{age}": f"{age} {gender}"
            for letter, gender in _GENDERS.items()
            for age in _AGES
        },
    ),
)


def _watching(curve: str, who: str) -> Split:
    start = f"Lifetime Percentage of {who} at each interval (video post) - "
    return Split("staging_retention", "retention_share", {"retention_curve": curve}, starts=(start,), into="position")


_CURVES = (
    _watching("total", "viewers"),
    _watching("auto_played", "auto-played viewers"),
    _watching("clicked_to_play", "viewers clicked-to-play"),
)

_ZONE = "times are read as US Pacific: these exports do not name their zone, but what is known of them agrees"

PAGE = Format(
    id="facebook_insights_page",
    platform="facebook",
    title="Facebook page by day (Insights Data Export, 2012 to 2021)",
    version=1,
    fields=(
        Field("activity_date", ("Date",)),
        Field("followers", ("Lifetime Total Likes", "page_fans:lifetime")),
        Field("follows", ("Daily New Likes", "page_fan_adds_unique:day")),
        Field("unfollows", ("Daily Unlikes", "page_fan_removes_unique:day")),
        Field("reach", ("Daily Total Reach", "page_impressions_unique:day")),
        Field("impressions", ("Daily Total Impressions", "page_impressions:day"), exposure="impressions"),
        Field("impressions_promoted", ("Daily Paid Impressions", "page_impressions_paid:day")),
        Field("profile_visits", ("Daily Logged-in Page Views (Total Count)",)),
        Field("link_clicks", ("Daily Page consumptions by type - link clicks",)),
        Field("likes", ("Daily Positive Feedback from Users - like (Total Count)",)),
        Field("comments", ("Daily Positive Feedback from Users - comment (Total Count)",)),
        Field("negative_feedback", ("Daily Negative Feedback from Users", "page_negative_feedback:day")),
        Field("video_views", ("Daily Total Video Views", "page_video_views:day")),
    ),
    required=("activity_date",),
    signature=(
        frozenset({"activity_date"}),
        frozenset({"followers", "follows", "unfollows", "reach", "impressions", "profile_visits", "link_clicks", "video_views"}),
    ),
    table="staging_account_daily",
    days=META_DAYS,
    described=True,
    splits=_AUDIENCES,
    not_carried={
        **dict.fromkeys(("Daily Page Engaged Users", "Daily Total Consumers", "Daily People Talking About This"), _PEOPLE),
        **dict.fromkeys(("Daily Negative feedback", "Daily Total Unique Video Views"), _PEOPLE),
        "Daily Logged-in Page Views (Unique Users)": _PEOPLE,
        "Daily Positive Feedback from Users - like (Unique Users)": _PEOPLE,
        "Daily Positive Feedback from Users - comment (Unique Users)": _PEOPLE,
        "Daily Logged-in Page Views": _TWICE,
        "Daily Positive Feedback from Users - like": _TWICE,
        "Daily Positive Feedback from Users - comment": _TWICE,
        **dict.fromkeys(("Daily Organic Reach", "Daily Paid Reach", "Daily Viral Reach"), _PART),
        **dict.fromkeys(("Daily Organic impressions", "Daily Viral impressions"), _PART),
        "Daily Page consumptions": _CLICKS,
        "Daily Daily count of fans online": "people who may see something, not people who did; it stays in raw",
        "Daily Total number of time a video has seen again": _LONGER,
    },
    not_carried_families={
        "Weekly ": _ROLLING,
        "28 Days ": _ROLLING,
        "Lifetime Likes by ": _BREAKDOWN,
        "Daily Like Sources": _BREAKDOWN,
        "Daily Unlike Sources": _BREAKDOWN,
        "Daily External Referrers": _BREAKDOWN,
        "Daily Logged-in Tab Views": _BREAKDOWN,
        "Daily Page consumptions by type": _BREAKDOWN,
        "Daily People who interacted with your Page content by content type": _PEOPLE,
        "Daily Positive Feedback from Users": _BREAKDOWN,
        "Daily Negative feedback": _BREAKDOWN,
        "Daily Talking About This by": _PEOPLE,
        "Daily Page Stories": "what users published about the page, mentions and events among it; it stays in raw",
        **dict.fromkeys((f"Daily {by}:" for by in ("Demographics", "Country", "City", "Language")), _PEOPLE),
        **dict.fromkeys((f"Daily Reach by {by}" for by in ("Gender and Age", "Country", "City", "Language")), _BREAKDOWN),
        "Daily Total frequency distribution": _BREAKDOWN,
        "Daily Page posts frequency distribution": _BREAKDOWN,
        **dict.fromkeys((f"Daily {of} of page posts" for of in ("Reach", "Organic Reach", "Paid Reach", "Viral Reach")), _PART),
        **dict.fromkeys((f"Daily {of} impressions of your posts" for of in ("Total", "Organic", "Paid", "Viral")), _PART),
        "Daily Check-ins by": _PLACE,
        "Daily Total check-ins": _PLACE,
        **dict.fromkeys(
            (
                *("Daily Total organic video views", "Daily Total promoted video views", "Daily Total autoplayed video views"),
                *("Daily Total video views after clicking", "Daily Video views for 30s", "Daily Number of time a video has seen"),
                *(f"Daily {of} 30-Second Views" for of in ("Total", "Total Unique", "Paid", "Auto-Played")),
            ),
            _LONGER,
        ),
        "page_": _KEY,
    },
)

POST_FIELDS = (
    Field("post_id", ("Post ID",)),
    Field("permalink", ("Permalink",)),
    Field("caption", ("Post Message",)),
    Field("native_post_type", ("Type",)),
    # Who cuts the line of descriptions off by hand may rename the column too.
    Field("published_at", ("Posted", "Date")),
    Field("impressions", ("Lifetime Post Total Impressions", "post_impressions:lifetime"), exposure="impressions"),
    Field("impressions_organic", ("Lifetime Post Organic Impressions", "post_impressions_organic:lifetime")),
    Field("impressions_promoted", ("Lifetime Post Paid Impressions", "post_impressions_paid:lifetime")),
    Field("reach", ("Lifetime Post Total Reach", "post_impressions_unique:lifetime")),
    Field("reach_organic", ("Lifetime Post organic reach", "post_impressions_organic_unique:lifetime")),
    Field("reach_promoted", ("Lifetime Post Paid Reach", "post_impressions_paid_unique:lifetime")),
    # "Talking About This ... by action type" are the people behind these stories.
    Field("likes", ("Lifetime Post Stories by action type - like",)),
    Field("comments", ("Lifetime Post Stories by action type - comment",)),
    Field("shares", ("Lifetime Post Stories by action type - share",)),
    Field("clicks", ("Lifetime Post Consumptions", "post_consumptions:lifetime")),
    Field("link_clicks", ("Lifetime Post Consumptions by type - link clicks",)),
    Field("negative_feedback", ("Lifetime Negative Feedback from Users", "post_negative_feedback:lifetime")),
    Field("avg_watch_time_s", ("Lifetime Average time video viewed", "post_video_avg_time_watched:lifetime"), unit="ms"),
    Field("duration_s", ("Lifetime Video length", "post_video_length:lifetime"), unit="ms"),
)
_POST_NOT_CARRIED = {
    **dict.fromkeys(("Countries", "Languages", "Audience Targeting", "Content Tags"), _ABOUT),
    **dict.fromkeys(("Lifetime Engaged Users", "Lifetime Post Consumers", "Lifetime Negative feedback"), _PEOPLE),
    **dict.fromkeys(("Lifetime Organic Video Views (Unique Users)", "Lifetime Paid Video Views (Unique Users)"), _PEOPLE),
    **dict.fromkeys(("Lifetime Unique Video Views", "Lifetime Unique Views to 95%"), _PEOPLE),
}
_POST_FAMILIES = {
    "Lifetime Talking About This (Post) by action type": _PEOPLE,
    "Lifetime Post Stories by action type": _BREAKDOWN,
    "Lifetime Post consumers by type": _PEOPLE,
    "Lifetime Post Consumptions by type": _BREAKDOWN,
    "Lifetime Negative feedback - ": _PEOPLE,
    "Lifetime Negative Feedback from Users by Type": _BREAKDOWN,
    "Lifetime Matched Audience Targeting": _CLICKS,
    "Lifetime Post Impressions by people who": _FANS,
    "Lifetime Post Paid Impressions by people who": _FANS,
    "Lifetime Post reach by people who": _FANS,
    "Lifetime Paid reach of a post by people who": _FANS,
    "Lifetime People who have liked your Page": _FANS,
    **dict.fromkeys((f"Lifetime {of} views to 95%" for of in ("Total", "Organic", "Paid", "Auto-Played")), _LONGER),
    **dict.fromkeys((f"Lifetime {of} 30-Second Views" for of in ("Total", "Organic", "Paid", "Unique")), _LONGER),
    **dict.fromkeys(("Lifetime Auto-Played ", "Lifetime Clicked-to-Play "), _LONGER),
    "post_": _KEY,
}
_ORGANIC, _PAID = "Lifetime Organic Video Views", "Lifetime Paid Video Views"
_MEDIA_TYPES = MEDIA_TYPES | {"status": "text", "sharedvideo": "video"}

POSTS = Format(
    id="facebook_insights_posts",
    platform="facebook",
    title="Facebook posts (Insights Data Export, 2012 to 2021)",
    version=1,
    fields=(
        *POST_FIELDS,
        # Written twice in every file; the order changed over the years.
        Field("video_views_organic", (f"{_ORGANIC} (Total Count)", "post_video_views_organic:lifetime")),
        Field("video_views_promoted", (f"{_PAID} (Total Count)", "post_video_views_paid:lifetime")),
    ),
    required=("post_id", "published_at"),
    signature=(frozenset({"post_id"}), frozenset({"published_at"}), frozenset({"impressions", "reach", "clicks"})),
    absent=("Lifetime Total Video Views",),
    table="staging_post",
    # As exported; as a workbook holds it; and what is left where somebody has cut the time off.
    moments=("MM/DD/YYYY hh:mm:ss AM", "YYYY-MM-DD hh:mm:ss", "YYYY-MM-DD"),
    stated="zoned",
    time_zone=META_ZONE,
    page_in_post_id=True,
    media_types=_MEDIA_TYPES,
    described=True,
    splits=_CURVES,
    remark=_ZONE,
    not_carried=_POST_NOT_CARRIED | dict.fromkeys((_ORGANIC, _PAID), _TWICE),
    not_carried_families=_POST_FAMILIES,
)

# The same posts under the same ids, as far as they are videos, with figures that the other export lacks.
VIDEOS = Format(
    id="facebook_insights_videos",
    platform="facebook",
    title="Facebook videos (Insights Data Export, 2012 to 2021)",
    version=1,
    fields=(
        *POST_FIELDS,
        Field("video_views", ("Lifetime Total Video Views",)),
        Field("video_views_organic", (_ORGANIC,)),
        Field("video_views_promoted", (_PAID,)),
    ),
    required=("post_id", "published_at"),
    signature=(frozenset({"post_id"}), frozenset({"published_at"}), frozenset({"video_views"})),
    table="staging_post",
    moments=POSTS.moments,
    stated="zoned",
    time_zone=META_ZONE,
    page_in_post_id=True,
    media_types=_MEDIA_TYPES,
    described=True,
    splits=_CURVES,
    remark=_ZONE,
    not_carried=_POST_NOT_CARRIED,
    not_carried_families=_POST_FAMILIES,
)

FORMATS = (POSTS, VIDEOS, PAGE)
