"""Fivetran's Twitter (X) organic schema: each post by day.

Tables and columns: fivetran/dbt_twitter_organic, models/staging/src_twitter_organic.yml and models/twitter_organic__tweets.sql,
and the macros of fivetran/dbt_twitter_organic_source. No landed schema of a real account was at hand. The report has a row per
placement; what happened to a post on a day is their sum. `account_id` is the advertising account, not the user: whose post it is,
the tweet says.
"""

from transforms.connectors.model import Connector, Lookup, SourceTable, columns_of, source_format

_TABLE = "organic_tweet_report"
_ACCOUNT = ("twitter_user_history.screen_name", "tweet.user_id")
_COUNTS = {
    "likes": "likes",
    "comments": "replies",
    "shares": "retweets",
    "engagements_native": "engagements",
    "link_clicks": "url_clicks",
    "clicks": "clicks",
    "follows": "follows",
    "app_opens": "app_clicks",
    "video_views": "video_total_views",
}

TWEETS = SourceTable(
    format=source_format(
        name="fivetran_x_posts_daily",
        title=f"X posts by day (Fivetran twitter_organic, {_TABLE})",
        platform="x",
        source=_TABLE,
        table="staging_post_daily",
        account=_ACCOUNT,
        fields=(
            columns_of("post_id", _TABLE, "organic_tweet_id"),
            columns_of("activity_date", _TABLE, "date"),
            columns_of("account_id", "tweet", "user_id"),
            columns_of("account_name", "twitter_user_history", "name"),
            columns_of("published_at", "tweet", "created_at"),
            columns_of("caption", "tweet", "full_text"),
            columns_of("impressions", _TABLE, "impressions", exposure="impressions"),
            *(columns_of(name, _TABLE, column) for name, column in _COUNTS.items()),
        ),
        ids="x",
    ),
    table=_TABLE,
    key=("organic_tweet_id", "date"),
    account=_ACCOUNT,
    lookups=(
        Lookup("tweet", (("id", f"{_TABLE}.organic_tweet_id"),), ("user_id", "created_at", "full_text"), wakes=True),
        Lookup("twitter_user_history", (("id", "tweet.user_id"),), ("screen_name", "name")),
    ),
    added=("impressions", *_COUNTS.values()),
)

TWITTER_ORGANIC = Connector(
    id="twitter_organic", title="X, before that Twitter, organic (Fivetran)", schema="twitter", tables=(TWEETS,)
)
