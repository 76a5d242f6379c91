"""Every format that Pilaster reads."""

from transforms.exports import creators, instagram, x
from transforms.exports.model import Format

FORMATS: dict[str, Format] = {
    "instagram_content": instagram.CONTENT,
    "instagram_stories": instagram.STORIES,
    **{overview.id: overview for overview in instagram.OVERVIEWS},
    "x_content": x.CONTENT,
    "x_overview": x.OVERVIEW,
    "x_tweet_activity": x.TWEET_ACTIVITY,
    "x_tweet_activity_daily": x.TWEET_ACTIVITY_DAILY,
    "creators": creators.CREATORS,
    "creator_posts": creators.CREATOR_POSTS,
}
