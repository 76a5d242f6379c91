"""TikTok: what TikTok Studio gives to creators, and what the Business Suite gives to business accounts.

Videos are known by their address, which names the account and carries the video's id, and that the second of its creation.
"""

from transforms.exports.model import Field, Format

# Studio writes days without a year, in the language of the account; newer downloads may have whole dates.
STUDIO_DAYS = ("YYYY-MM-DD", "YYYY/MM/DD")
_BUSINESS_DAYS = ("YYYY/MM/DD", "YYYY-MM-DD")
_DAY = Field("activity_date", ("Date",))
_LINK = Field("permalink", ("Video link",))
_CAPTION = Field("caption", ("Video title",))
_LIKES, _COMMENTS, _SHARES = Field("likes", ("Likes",)), Field("comments", ("Comments",)), Field("shares", ("Shares",))
_PEOPLE = "people; it stays in raw"
_AUDIENCE = {"Engaged audience": _PEOPLE}


def _views(*headers: str) -> Field:
    return Field("impressions", headers, exposure="video_views")


CONTENT = Format(
    id="tiktok_content",
    platform="tiktok",
    open_end=True,
    title="TikTok videos (TikTok Studio, Content)",
    version=1,
    fields=(
        _LINK,
        _CAPTION,
        _views("Total views"),
        Field("likes", ("Total likes",)),
        Field("comments", ("Total comments",)),
        Field("shares", ("Total shares",)),
    ),
    required=("permalink",),
    signature=(frozenset({"permalink"}), frozenset({"impressions"}), frozenset({"likes", "comments", "shares"})),
    table="staging_post",
    ids="tiktok",
    handle_in_permalink=True,
    key_column="permalink",
    media_type="video",
    not_carried={
        "Time": "a day of the chosen period, without a year; the measures count since publication",
        "Post time": "a day without a year; the video's id carries the second of its creation",
    },
)

BUSINESS_VIDEOS = Format(
    id="tiktok_business_videos",
    platform="tiktok",
    open_end=True,
    title="TikTok videos (Business Suite, Video)",
    version=1,
    fields=(
        _LINK,
        _CAPTION,
        Field("published_at", ("Post time",)),
        _views("Video views"),
        _LIKES,
        _COMMENTS,
        _SHARES,
        Field("saves", ("Add to Favorites",)),
    ),
    required=("permalink",),
    signature=(frozenset({"permalink"}), frozenset({"impressions"}), frozenset({"published_at", "saves"})),
    absent=("Total views",),
    table="staging_post",
    moments=("YYYY/MM/DD hh:mm:ss", "YYYY/MM/DD"),
    stated="utc",
    ids="tiktok",
    handle_in_permalink=True,
    key_column="permalink",
    media_type="video",
)

OVERVIEW = Format(
    id="tiktok_overview",
    platform="tiktok",
    open_end=True,
    title="TikTok account by day (TikTok Studio, Overview)",
    version=1,
    fields=(_DAY, _views("Video Views"), Field("profile_visits", ("Profile Views",)), _LIKES, _COMMENTS, _SHARES),
    required=("activity_date",),
    signature=(frozenset({"activity_date"}), frozenset({"impressions"}), frozenset({"profile_visits"})),
    absent=("Reached audience", "Net growth", "New followers", "Phone number clicks"),
    table="staging_account_daily",
    days=STUDIO_DAYS,
    yearless=True,
    streamable=False,
)

VIEWERS = Format(
    id="tiktok_viewers",
    platform="tiktok",
    open_end=True,
    title="TikTok viewers by day (TikTok Studio, Viewers)",
    version=1,
    fields=(_DAY, Field("viewers", ("Total Viewers",))),
    required=("activity_date", "viewers"),
    signature=(frozenset({"activity_date"}), frozenset({"viewers"})),
    exact=True,
    table="staging_account_daily",
    days=STUDIO_DAYS,
    yearless=True,
    streamable=False,
    not_carried={"New Viewers": _PEOPLE, "Returning Viewers": _PEOPLE},
)

FOLLOWER_HISTORY = Format(
    id="tiktok_followers",
    platform="tiktok",
    open_end=True,
    title="TikTok followers by day (TikTok Studio, FollowerHistory)",
    version=1,
    fields=(
        _DAY,
        Field("followers", ("Followers",)),
        Field("followers_net", ("Difference in followers from previous day",)),
    ),
    required=("activity_date", "followers"),
    signature=(frozenset({"activity_date"}), frozenset({"followers"}), frozenset({"followers_net"})),
    table="staging_account_daily",
    days=STUDIO_DAYS,
    yearless=True,
    streamable=False,
)

BUSINESS_OVERVIEW = Format(
    id="tiktok_business_overview",
    platform="tiktok",
    open_end=True,
    title="TikTok account by day (Business Suite, Overview)",
    version=1,
    fields=(
        _DAY,
        _views("Video views"),
        Field("reach", ("Reached audience",)),
        Field("profile_visits", ("Profile views",)),
        _LIKES,
        _SHARES,
        _COMMENTS,
        Field("phone_calls", ("Phone number clicks",)),
        Field("followers_net", ("Net growth",)),
        Field("follows", ("New followers",)),
        Field("unfollows", ("Lost followers",)),
    ),
    required=("activity_date",),
    signature=(frozenset({"activity_date"}), frozenset({"impressions"}), frozenset({"reach", "followers_net"})),
    table="staging_account_daily",
    days=_BUSINESS_DAYS,
    not_carried={"Leads submission": "leads are no measure of ours yet; they stay in raw"},
)

BUSINESS_AUDIENCE = Format(
    id="tiktok_business_audience",
    platform="tiktok",
    open_end=True,
    title="TikTok audience by day (Business Suite, Audience)",
    version=1,
    fields=(
        _DAY,
        Field("follows", ("New followers",)),
        Field("followers", ("Total followers",)),
        Field("reach", ("Reached audience",)),
    ),
    required=("activity_date",),
    signature=(frozenset({"activity_date"}), frozenset({"followers"}), frozenset({"follows", "reach"})),
    absent=("Video views", "Difference in followers from previous day"),
    table="staging_account_daily",
    days=_BUSINESS_DAYS,
    not_carried=_AUDIENCE,
)

FORMATS = (CONTENT, BUSINESS_VIDEOS, OVERVIEW, VIEWERS, FOLLOWER_HISTORY, BUSINESS_OVERVIEW, BUSINESS_AUDIENCE)
