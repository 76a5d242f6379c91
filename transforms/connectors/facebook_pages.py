"""Fivetran's Facebook Pages schema: lifetime figures of each post by day, and the page by day.

Tables and columns: fivetran/dbt_facebook_pages, models/staging/src_facebook_pages.yml and macros/staging/get_*_columns.sql; the
ids with the page before the post and the days at 07:00 UTC are from the seeds of fivetran/dbt_facebook_pages_source. No landed
schema of a real page was at hand. `date` is taken as the day that it names in UTC, as those models do.

Meta filled post_impressions until November 2025 and fills post_media_view since: the two count different things, so rows with the
one and rows with the other are two formats.
"""

from transforms.connectors.model import (
    Connector,
    Lookup,
    SourceTable,
    columns_of,
    not_carried,
    read_last_part,
    source_format,
)
from transforms.exports.model import Field

_POSTS, _PAGES = "lifetime_post_metrics_total", "daily_page_metrics_total"
_POST_ACCOUNT = ("page.name", "post_history.page_id")
_PAGE_ACCOUNT = ("page.name", f"{_PAGES}.page_id")
_MOODS = ("like", "love", "haha", "wow", "sorry", "anger")
_POST_MOODS = tuple(f"post_reactions_{mood}_total" for mood in _MOODS)
_PAGE_MOODS = tuple(f"page_actions_post_reactions_{mood}_total" for mood in _MOODS)
MEDIA_TYPES = {
    "added_video": "video",
    "added_photos": "image",
    "wall_post": "text",
    "mobile_status_update": "text",
}

_PART = "a part of a figure that is carried whole; it stays in raw"
_PEOPLE = "people, beside the actions that are carried; it stays in raw"
_OTHER = "impressions and views count different things: rows that have views are another format"
_PLACES = not_carried(
    _POSTS, _PART, *_POST_MOODS, "post_impressions_fan", "post_impressions_fan_paid", "post_impressions_nonviral",
    "post_impressions_viral", "post_video_complete_views_30_s_autoplayed", "post_video_complete_views_30_s_clicked_to_play",
    "post_video_complete_views_30_s_organic", "post_video_complete_views_30_s_paid", "post_video_complete_views_organic",
    "post_video_complete_views_paid", "post_video_view_time_organic", "post_video_views_10_s", "post_video_views_10_s_autoplayed",
    "post_video_views_10_s_clicked_to_play", "post_video_views_10_s_organic", "post_video_views_10_s_paid",
    "post_video_views_10_s_sound_on", "post_video_views_15_s", "post_video_views_autoplayed", "post_video_views_clicked_to_play",
    "post_video_views_sound_on", "post_activity",
) | not_carried(_POSTS, _PEOPLE, "post_engaged_fan", "post_engaged_users")  # fmt: skip
_PAGE_PARTS = not_carried(
    _PAGES, _PART, *_PAGE_MOODS, "page_fans_online_per_day", "page_impressions_nonviral", "page_impressions_organic",
    "page_impressions_viral", "page_places_checkin_total", "page_posts_impressions", "page_posts_impressions_nonviral",
    "page_posts_impressions_organic", "page_posts_impressions_paid", "page_posts_impressions_viral", "page_total_actions",
    "page_video_complete_views_30_s", "page_video_complete_views_30_s_autoplayed", "page_video_complete_views_30_s_click_to_play",
    "page_video_complete_views_30_s_organic", "page_video_complete_views_30_s_paid",
    "page_video_complete_views_30_s_repeat_views", "page_video_repeat_views", "page_video_views_10_s",
    "page_video_views_10_s_autoplayed", "page_video_views_10_s_click_to_play", "page_video_views_10_s_organic",
    "page_video_views_10_s_paid", "page_video_views_10_s_repeat", "page_video_views_autoplayed", "page_video_views_click_to_play",
    "page_video_views_organic", "page_video_views_paid",
)  # fmt: skip

_POST_FIELDS = (
    columns_of("post_id", _POSTS, "post_id"),
    columns_of("observed_on", _POSTS, "date"),
    columns_of("account_id", "post_history", "page_id"),
    columns_of("account_name", "page", "name"),
    columns_of("published_at", "post_history", "created_time"),
    columns_of("caption", "post_history", "message"),
    columns_of("native_post_type", "post_history", "status_type"),
    Field("likes", ("sum.reactions",)),
    columns_of("shares", "post_history", "share_count"),
    columns_of("clicks", _POSTS, "post_clicks"),
    columns_of("negative_feedback", _POSTS, "post_negative_feedback"),
    columns_of("impressions_organic", _POSTS, "post_impressions_organic"),
    columns_of("impressions_promoted", _POSTS, "post_impressions_paid"),
    columns_of("video_views", _POSTS, "post_video_views"),
    columns_of("video_views_organic", _POSTS, "post_video_views_organic"),
    columns_of("video_views_promoted", _POSTS, "post_video_views_paid"),
    columns_of("watch_time_s", _POSTS, "post_video_view_time", unit="ms"),
    columns_of("avg_watch_time_s", _POSTS, "post_video_avg_time_watched", unit="ms"),
    columns_of("duration_s", _POSTS, "post_video_length", unit="ms"),
)
_PAGE_FIELDS = (
    columns_of("activity_date", _PAGES, "date"),
    columns_of("account_id", _PAGES, "page_id"),
    columns_of("account_name", "page", "name"),
    Field("likes", ("sum.reactions",)),
    columns_of("engagements_native", _PAGES, "page_post_engagements"),
    columns_of("profile_visits", _PAGES, "page_views_total"),
    columns_of("follows", _PAGES, "page_fan_adds"),
    columns_of("unfollows", _PAGES, "page_fan_removes"),
    columns_of("followers", _PAGES, "page_fans"),
    columns_of("negative_feedback", _PAGES, "page_negative_feedback"),
    columns_of("impressions_promoted", _PAGES, "page_impressions_paid"),
    columns_of("video_views", _PAGES, "page_video_views"),
    columns_of("watch_time_s", _PAGES, "page_video_view_time", unit="ms"),
)


def _posts(exposure: str, counted: str, other: str) -> SourceTable:
    id_ = f"fivetran_facebook_posts_{exposure}"
    told = source_format(
        name=id_,
        title=f"Facebook posts by day, {exposure} (Fivetran facebook_pages, {_POSTS})",
        platform="facebook",
        source=_POSTS,
        table="staging_post",
        account=_POST_ACCOUNT,
        fields=(*_POST_FIELDS, columns_of("impressions", _POSTS, counted, exposure=exposure)),
        not_carried=_PLACES | not_carried(_POSTS, _OTHER, other),
        identity=read_last_part,
        media_types=MEDIA_TYPES,
    )
    views = (f"{_POSTS}.post_media_view",)
    return SourceTable(
        format=told,
        table=_POSTS,
        key=("post_id", "date"),
        account=_POST_ACCOUNT,
        lookups=(
            Lookup(
                "post_history",
                (("id", f"{_POSTS}.post_id"),),
                ("page_id", "created_time", "message", "status_type", "share_count"),
                wakes=True,
            ),
            Lookup("page", (("id", "post_history.page_id"),), ("name",)),
        ),
        sums={"reactions": _POST_MOODS},
        present=views if exposure == "views" else (),
        absent=views if exposure != "views" else (),
    )


def _pages(exposure: str, counted: str, other: str) -> SourceTable:
    id_ = f"fivetran_facebook_page_{exposure}"
    told = source_format(
        name=id_,
        title=f"Facebook page by day, {exposure} (Fivetran facebook_pages, {_PAGES})",
        platform="facebook",
        source=_PAGES,
        table="staging_account_daily",
        account=_PAGE_ACCOUNT,
        fields=(*_PAGE_FIELDS, columns_of("impressions", _PAGES, counted, exposure=exposure)),
        not_carried=_PAGE_PARTS
        | not_carried(_PAGES, _OTHER, other)
        | not_carried(_PAGES, "the sum of the reactions by kind is carried", "page_actions_post_reactions_total"),
    )
    views = (f"{_PAGES}.page_media_view",)
    return SourceTable(
        format=told,
        table=_PAGES,
        key=("page_id", "date"),
        account=_PAGE_ACCOUNT,
        lookups=(Lookup("page", (("id", f"{_PAGES}.page_id"),), ("name",)),),
        sums={"reactions": _PAGE_MOODS},
        present=views if exposure == "views" else (),
        absent=views if exposure != "views" else (),
    )


FACEBOOK_PAGES = Connector(
    id="facebook_pages",
    title="Facebook Pages (Fivetran)",
    schema="facebook_pages",
    tables=(
        _posts("views", "post_media_view", "post_impressions"),
        _posts("impressions", "post_impressions", "post_media_view"),
        _pages("views", "page_media_view", "page_impressions"),
        _pages("impressions", "page_impressions", "page_media_view"),
    ),
)
