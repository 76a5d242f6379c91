"""How a generated record is written in each format: headers by measure, cells, files. Data first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.builders import creators, facebook, instagram, x, youtube

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.properties.histories import Record

Cells = dict[str, object]

# (name, id) of an account by what it is to us. The strategy knows ours by its id, whatever its name was.
NAMES: dict[str, dict[str, tuple[str, str | None]]] = {
    "instagram": {
        "own": (instagram.HANDLE, instagram.ACCOUNT_ID),
        "former": ("lumen.before", instagram.ACCOUNT_ID),
        "partner": ("studio.noord", "17841400000000077"),
    },
    "facebook": {
        "own": (facebook.PAGE, facebook.PAGE_ID),
        "former": ("Lumen Before", facebook.PAGE_ID),
        "partner": ("Studio Noord", "100000000000077"),
    },
    "x": {"own": (x.HANDLE, None), "partner": ("StudioNoord", None)},
    "youtube": {"own": (youtube.CHANNEL, None)},
}

HEADERS = {
    "instagram_content": {
        "impressions": "Views", "reach": "Reach", "likes": "Likes", "shares": "Shares", "follows": "Follows",
        "comments": "Comments", "saves": "Saves",
    },
    "facebook_content": {
        "impressions": "Views", "reach": "Reach", "likes": "Reactions", "comments": "Comments", "shares": "Shares",
        "link_clicks": "Link Clicks", "watch_time_s": "Seconds viewed", "video_views": "3-second video views",
    },
    "facebook_videos": {
        "video_views": "3-second video views", "impressions": "Views", "reach": "Reach", "watch_time_s": "Seconds viewed",
        "likes": "Reactions", "comments": "Comments", "shares": "Shares",
    },
    "facebook_page": {
        "engagements_native": "Reactions, Comments and Shares", "watch_time_s": "Seconds viewed",
        "video_views": "3-second video views", "negative_feedback": "Negative feedback from users",
    },
    "x_content": {
        "impressions": "Impressions", "likes": "Likes", "comments": "Replies", "shares": "Reposts", "saves": "Bookmarks",
        "link_clicks": "URL Clicks", "engagements_native": "Engagements",
    },
    "x_overview": {
        "impressions": "Impressions", "likes": "Likes", "comments": "Replies", "saves": "Bookmarks", "follows": "New follows",
        "profile_visits": "Profile visits",
    },
    "x_tweet_activity": {
        "impressions": "impressions", "likes": "likes", "comments": "replies", "shares": "retweets", "link_clicks": "url clicks",
        "engagements_native": "engagements",
    },
    "youtube_table": {
        "impressions": "Views", "followers_net": "Subscribers", "thumbnail_impressions": "Impressions", "likes": "Likes",
        "comments": "Comments added", "shares": "Shares",
    },
    "youtube_chart_views": {"impressions": "Views"},
    "youtube_totals_views": {"impressions": "Views"},
    "youtube_totals_subscribers": {"followers_net": "Subscribers"},
    "creators": {"followers": "followers", "reach_median": "reach_median", "creator_interactions": "their_interactions"},
    "creator_posts": {
        "likes": "likes", "comments": "comments", "shares": "shares", "quotes": "quotes", "impressions": "impressions",
        "cost": "cost", "our_interactions": "our_interactions",
    },
}  # fmt: skip
TITLES = {
    "instagram_overview_follows": ("Instagram follows", "follows"),
    "instagram_overview_reach": ("Instagram reach", "reach"),
    "instagram_overview_views": ("Instagram views", "impressions"),
    "facebook_overview_reach": ("Facebook reach", "reach"),
    "facebook_overview_views": ("Facebook views", "impressions"),
    "facebook_overview_link_clicks": ("Facebook link clicks", "link_clicks"),
}
MEASURES = {format_: tuple(headers) for format_, headers in HEADERS.items()} | {
    format_: (measure,) for format_, (_, measure) in TITLES.items()
}
# Without one of these an export would be another format, or none.
ESSENTIAL = {"impressions", "shares", "saves", "follows", "followers_net", "followers", "video_views", "engagements_native"}
# What a platform's exports are made of; the first one most often.
OF_PLATFORM = {
    "instagram": ("instagram_content", "instagram_content", *(each for each in TITLES if each.startswith("instagram"))),
    "facebook": (
        "facebook_content", "facebook_content", "facebook_content", "facebook_videos", "facebook_videos", "facebook_page",
        *(each for each in TITLES if each.startswith("facebook")),
    ),
    "x": ("x_content", "x_content", "x_overview", "x_tweet_activity"),
    "youtube": (
        "youtube_table", "youtube_table", "youtube_table", "youtube_chart_views", "youtube_totals_views",
        "youtube_totals_subscribers",
    ),
    "creators": ("creators", "creator_posts", "creator_posts"),
}  # fmt: skip
ACCOUNT_DAYS = {*TITLES, "x_overview", "facebook_page", "youtube_totals_views", "youtube_totals_subscribers"}
# Lifetimes by post, or the days of a post.
META_POSTS = ("instagram_content", "facebook_content", "facebook_videos")
X_POSTS = ("x_content", "x_tweet_activity")


def file_of(format_: str, records: tuple[Record, ...], lacks: frozenset[str]) -> bytes:
    """The bytes of an export."""
    if format_ in TITLES:
        title, measure = TITLES[format_]
        days = {each.day: dict(each.values)[measure] for each in records if each.day}
        return instagram.overview(title, {day: "" if value is None else value for day, value in days.items()})
    missing = [header for name, header in HEADERS[format_].items() if name in lacks] + _unused(format_)
    rows = (_CELLS[format_](format_, each, _told(format_, each)) for each in records)
    return _WRITERS[format_](*rows, missing=missing)


def _told(format_: str, record: Record) -> Cells:
    return {HEADERS[format_][name]: "" if value is None else value for name, value in record.values if name in HEADERS[format_]}


def _unused(format_: str) -> list[str]:
    """Measures of the builders that no generated record has. Two columns that make an overview an overview stay, as 0."""
    written = {
        "instagram_content": instagram.HEADER[11:],
        "x_content": x.HEADER[4:],
        "x_tweet_activity": x.TWEET_HEADER[4:],
        "x_overview": x.OVERVIEW_HEADER[1:],
    }.get(format_, ())
    return sorted({*written} - {*HEADERS[format_].values(), "Unfollows", "Create Post"})


def _meta_post(format_: str, record: Record, told: Cells) -> Cells:
    when = instagram.published(record.moment, by_id=record.by_id) if record.moment else {"Publish time": ""}
    day = f"{record.day:%m/%d/%Y}" if record.day else "Lifetime"
    about: dict[str, Any] = {"Description": record.text, "Date": day, **when, **told}
    if format_ == "instagram_content":
        handle, account_id = NAMES["instagram"][record.whose]
        return instagram.post(record.number, **{"Account ID": account_id, "Account username": handle}, **about)
    if not record.by_id:
        about.pop("Permalink", None)
    make = facebook.post if format_ == "facebook_content" else facebook.video
    return make(record.number, **_page(record), **{"Custom labels": record.label}, **about)


def _page(record: Record) -> dict[str, Any]:
    name, page_id = NAMES["facebook"][record.whose]
    return {"Page ID": page_id, "Page name": name}


def _page_day(_: str, record: Record, told: Cells) -> Cells:
    return facebook.page_day(**_page(record), Date=f"{record.day:%m/%d/%Y}", **told)


def _x_post(format_: str, record: Record, told: Cells) -> Cells:
    assert record.moment is not None
    make, text = (x.tweet, "Tweet text") if format_ == "x_tweet_activity" else (x.post, "Post text")
    return make(record.number, record.moment, NAMES["x"][record.whose][0], **{text: record.text}, **told)


def _x_day(_: str, record: Record, told: Cells) -> Cells:
    assert record.day is not None
    return x.account_day(record.day, **told)


def _video(_: str, record: Record, told: Cells) -> Cells:
    published = record.moment.date() if record.moment else None
    return youtube.video(record.number, published, **{"Video title": record.text, "Date": record.day}, **told)


def _channel_day(_: str, record: Record, told: Cells) -> Cells:
    return {"Date": record.day} | told


def _creator(_: str, record: Record, told: Cells) -> Cells:
    assert record.day is not None
    return creators.creator(record.day, record.whose, **told)


def _creator_post(_: str, record: Record, told: Cells) -> Cells:
    assert record.moment is not None
    paid = {"currency": "EUR", "kind": "paid", "about_us": "yes"} if told["cost"] != "" else {}
    return creators.post(record.number, record.moment.date(), record.whose, text=record.text, **paid, **told)


_CELLS: dict[str, Callable[[str, Record, Cells], Cells]] = {
    **dict.fromkeys(META_POSTS, _meta_post),
    **dict.fromkeys(X_POSTS, _x_post),
    "facebook_page": _page_day,
    "x_overview": _x_day,
    "youtube_table": _video,
    "youtube_chart_views": _video,
    "youtube_totals_views": _channel_day,
    "youtube_totals_subscribers": _channel_day,
    "creators": _creator,
    "creator_posts": _creator_post,
}
_WRITERS: dict[str, Callable[..., bytes]] = {
    "instagram_content": instagram.content,
    "facebook_content": facebook.content,
    "facebook_videos": facebook.videos,
    "facebook_page": facebook.page,
    "x_content": x.content,
    "x_overview": x.overview,
    "x_tweet_activity": x.tweet_activity,
    "youtube_table": youtube.table,
    # One metric each, which is never missing.
    "youtube_chart_views": lambda *rows, **_: youtube.chart("Views", *rows),
    "youtube_totals_views": lambda *rows, **_: youtube.totals("Views", *rows),
    "youtube_totals_subscribers": lambda *rows, **_: youtube.totals("Subscribers", *rows),
    "creators": creators.creators,
    "creator_posts": creators.creator_posts,
}
