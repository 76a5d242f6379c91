"""Tables about creators: what the templates creators.csv and creator_posts.csv supply, and the report that scores them."""

from transforms.contracts.table import Table

_LINEAGE = ("source_sha", "source_line")
_OBSERVED = ("observed_on", "observed_on_source", "observed_at", *_LINEAGE)

CREATOR_MEASURES = ("followers", "reach_median", "creator_interactions", "klout_score")
CREATOR_POST_MEASURES = (
    "impressions", "video_views", "likes", "comments", "shares", "saves", "quotes", "mentions_received", "our_interactions",
    "cost",
)  # fmt: skip
_CREATOR_POST_DIMS = ("is_about_us", "activation_kind", "currency", "permalink", "caption")

STAGING_CREATOR = Table(
    name="staging_creator",
    layer="staging",
    grain="one row per record of creators.csv: one creator on one platform on one day",
    partition="none",
    key=("platform", "account_handle", "activity_date", "format"),
    columns=(
        "activity_date", "brand", "platform", "format", "account_handle", "account_name", *CREATOR_MEASURES, *_OBSERVED,
        "parse_error",
    ),
    required=("activity_date", "brand", "platform", "format", "account_handle", "observed_on", "observed_at", *_LINEAGE),
)  # fmt: skip

STAGING_CREATOR_POST = Table(
    name="staging_creator_post",
    layer="staging",
    grain="one row per record of creator_posts.csv: one post of a creator, as that file shows it",
    partition="none",
    key=("platform", "account_handle", "post_id", "observed_on", "format"),
    columns=(
        "published_at", "published_at_source", "brand", "platform", "format", "account_handle", "post_id", *_CREATOR_POST_DIMS,
        *CREATOR_POST_MEASURES, *_OBSERVED, "parse_error",
    ),
    required=(
        "published_at", "brand", "platform", "format", "account_handle", "post_id", "observed_on", "observed_at", *_LINEAGE,
    ),
)  # fmt: skip

FACT_CREATOR_SNAPSHOT = Table(
    name="fact_creator_snapshot",
    layer="fact",
    grain="one row per creator x day x format: followers on that day",
    partition="activity",
    key=STAGING_CREATOR.key,
    columns=(
        "activity_date", "brand", "platform", "account_handle", "format", "account_name", *CREATOR_MEASURES, *_OBSERVED,
    ),
    required=("activity_date", "brand", "platform", "account_handle", "format", *_LINEAGE),
    order=("platform", "account_handle", "activity_date", "format"),
)  # fmt: skip

FACT_CREATOR_POST = Table(
    name="fact_creator_post",
    layer="fact",
    grain="one row per creator's post x observed_on x format: its figures as that file showed them",
    partition="published",
    key=STAGING_CREATOR_POST.key,
    columns=(
        "observed_on", "published_at", "brand", "platform", "account_handle", "post_id", "format", *_CREATOR_POST_DIMS,
        "impressions", "video_views", "likes", "comments", "shares", "saves", "quotes", "engagements", "components_present",
        "mentions_received", "our_interactions", "cost", "published_at_source", "observed_on_source", "observed_at", *_LINEAGE,
    ),
    required=("observed_on", "brand", "platform", "account_handle", "post_id", "format", "published_at_source", *_LINEAGE),
    order=("platform", "account_handle", "post_id", "observed_on", "format"),
)  # fmt: skip

RPT_INFLUENCER_PERFORMANCE = Table(
    name="rpt_influencer_performance",
    layer="report",
    grain="one row per creator x platform x month; the score looks back 90 days from as_of_date, all else is the month's",
    partition="report",
    key=("platform", "account_handle"),
    columns=(
        "month_start", "month", "as_of_date", "brand", "platform", "creator", "account_handle", "is_in_strategy", "basis_source",
        "n", "followers", "followers_on", "score", "creator_score", "reach_factor", "leadership_factor", "engagement_factor",
        "pts_lost_reach", "pts_lost_leadership", "pts_lost_engagement", "creator_engagement_rate", "typical_rate",
        "amplification", "typical_amplification", "topic_share_numerator", "topic_share_denominator", "topic_share",
        "n_posts", "n_posts_about_us", "engagements_about_us", "engagements_about_us_n_missing", "our_interactions",
        "creator_interactions", "give_ratio", "cost", "currency", "cost_n_missing", "cpe_numerator", "cpe_denominator", "cpe",
        "earned_share_numerator", "earned_share_denominator", "earned_share", "earned_engagements_share_numerator",
        "earned_engagements_share_denominator", "earned_engagements_share", "confidence", "reason",
    ),
    required=(
        "month_start", "month", "as_of_date", "brand", "platform", "creator", "account_handle", "is_in_strategy", "basis_source",
        "n", "n_posts", "n_posts_about_us", "typical_rate", "typical_amplification", "confidence",
    ),
    order=("platform", "account_handle"),
)  # fmt: skip

TABLES = (STAGING_CREATOR, STAGING_CREATOR_POST, FACT_CREATOR_SNAPSHOT, FACT_CREATOR_POST, RPT_INFLUENCER_PERFORMANCE)
# The staging table that each fact is merged from.
STAGING_OF: dict[str, Table] = {
    FACT_CREATOR_SNAPSHOT.name: STAGING_CREATOR,
    FACT_CREATOR_POST.name: STAGING_CREATOR_POST,
}
