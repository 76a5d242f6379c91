"""Every format that Pilaster reads."""

from transforms.connectors import register as connectors
from transforms.exports import (
    brandwatch,
    conversation,
    creators,
    facebook,
    facebook_insights,
    facebook_insights_sheets,
    influencer_lists,
    instagram,
    instagram_download,
    linkedin,
    linkedin_audiences,
    meltwater,
    neutral,
    pinterest,
    sprout,
    talkwalker,
    tiktok,
    tiktok_audiences,
    x,
    youtube,
    youtube_audiences,
)
from transforms.exports.asides import Aside
from transforms.exports.model import Format

FORMATS: dict[str, Format] = {
    "instagram_content": instagram.CONTENT,
    "instagram_stories": instagram.STORIES,
    **{overview.id: overview for overview in instagram.OVERVIEWS},
    "facebook_content": facebook.CONTENT,
    "facebook_videos": facebook.VIDEOS,
    "facebook_page": facebook.PAGE,
    **{overview.id: overview for overview in facebook.OVERVIEWS},
    **{each.id: each for each in (*facebook_insights.FORMATS, *facebook_insights_sheets.FORMATS)},
    "x_content": x.CONTENT,
    "x_overview": x.OVERVIEW,
    "x_tweet_activity": x.TWEET_ACTIVITY,
    "x_tweet_activity_daily": x.TWEET_ACTIVITY_DAILY,
    "youtube_table": youtube.TABLE,
    **{each.id: each for each in (*youtube.CHARTS, *youtube.TOTALS)},
    **{each.id: each for each in (*youtube_audiences.TABLES, *youtube_audiences.CHARTS)},
    **{each.id: each for each in tiktok_audiences.FORMATS},
    **{each.id: each for each in (*facebook.BLOCKS, *instagram.BLOCKS)},
    **{each.id: each for each in tiktok.FORMATS},
    **{each.id: each for each in (*linkedin.FORMATS, *linkedin_audiences.FORMATS)},
    **{each.id: each for each in connectors.FORMATS},
    "creators": creators.CREATORS,
    "creator_posts": creators.CREATOR_POSTS,
    **{each.id: each for each in (*sprout.FORMATS, *neutral.FORMATS)},
    **{each.MENTIONS.id: each.MENTIONS for each in (brandwatch, meltwater, talkwalker)},
    **{each.id: each for each in conversation.FORMATS},
    **{each.id: each for each in instagram_download.FORMATS},
    **{each.id: each for each in pinterest.FORMATS},
    **{each.id: each for each in influencer_lists.FORMATS},
}
# Tables that come along and are not carried.
ASIDES: tuple[Aside, ...] = (*linkedin.ASIDES, *facebook_insights_sheets.ASIDES)
# The files that `pilaster init` offers, in the order in which people read of them.
TEMPLATES = (*creators.TEMPLATES, *neutral.TEMPLATES, *conversation.TEMPLATES)
