"""Which table keeps which promises: every table that is validated, and nothing found by magic."""

from expectations.facts import post_change
from expectations.model import Expect
from expectations.reports import (
    best_time,
    boost_candidates,
    conversation,
    engagement,
    engagement_trend,
    influencer_performance,
    partner_overlap,
    pillar_balance,
    quality,
    restatements,
    share_of_voice,
    video,
)
from expectations.reports import post as post_report
from expectations.staging import (
    account_daily,
    audience,
    audience_member,
    creator,
    creator_post,
    file_profile,
    interaction,
    mention,
    post,
    post_daily,
    retention,
)
from expectations.structural import structural
from transforms.contracts.audience_tables import STAGING_AUDIENCE, STAGING_RETENTION
from transforms.contracts.care_tables import RPT_CONVERSATION, RPT_SHARE_OF_VOICE
from transforms.contracts.change_table import FACT_POST_CHANGE
from transforms.contracts.conversation_tables import STAGING_AUDIENCE_MEMBER, STAGING_INTERACTION, STAGING_MENTION
from transforms.contracts.creator_tables import RPT_INFLUENCER_PERFORMANCE, STAGING_CREATOR, STAGING_CREATOR_POST
from transforms.contracts.engagement_tables import RPT_ENGAGEMENT_BRAND, RPT_ENGAGEMENT_PLATFORM, TREND_OF
from transforms.contracts.overlap_table import RPT_PARTNER_OVERLAP
from transforms.contracts.post_report_tables import RPT_BEST_TIME, RPT_BOOST_CANDIDATES, RPT_POST
from transforms.contracts.quality_tables import RPT_QUALITY
from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.contracts.tables import (
    RPT_ENGAGEMENT,
    RPT_PILLAR_BALANCE,
    STAGING_ACCOUNT_DAILY,
    STAGING_FILE_PROFILE,
    STAGING_POST,
    STAGING_POST_DAILY,
)
from transforms.contracts.video_table import RPT_VIDEO

# What the contract implies first, then what the table's own file says.
EXPECTATIONS: dict[str, tuple[Expect, ...]] = {
    table.name: (*structural(table), *own)
    for table, own in (
        (STAGING_POST, post.EXPECTATIONS),
        (STAGING_POST_DAILY, post_daily.EXPECTATIONS),
        (STAGING_ACCOUNT_DAILY, account_daily.EXPECTATIONS),
        (STAGING_CREATOR, creator.EXPECTATIONS),
        (STAGING_CREATOR_POST, creator_post.EXPECTATIONS),
        (STAGING_AUDIENCE, audience.EXPECTATIONS),
        (STAGING_RETENTION, retention.EXPECTATIONS),
        (STAGING_MENTION, mention.EXPECTATIONS),
        (STAGING_INTERACTION, interaction.EXPECTATIONS),
        (STAGING_AUDIENCE_MEMBER, audience_member.EXPECTATIONS),
        (STAGING_FILE_PROFILE, file_profile.EXPECTATIONS),
        (FACT_POST_CHANGE, post_change.EXPECTATIONS),
        (RPT_ENGAGEMENT, engagement.EXPECTATIONS),
        (RPT_ENGAGEMENT_PLATFORM, engagement.PLATFORM_EXPECTATIONS),
        (RPT_ENGAGEMENT_BRAND, engagement.BRAND_EXPECTATIONS),
        *((trend, engagement_trend.EXPECTATIONS) for trend in TREND_OF.values()),
        (RPT_PILLAR_BALANCE, pillar_balance.EXPECTATIONS),
        (RPT_QUALITY, quality.EXPECTATIONS),
        (RPT_RESTATEMENTS, restatements.EXPECTATIONS),
        (RPT_INFLUENCER_PERFORMANCE, influencer_performance.EXPECTATIONS),
        (RPT_POST, post_report.EXPECTATIONS),
        (RPT_BEST_TIME, best_time.EXPECTATIONS),
        (RPT_BOOST_CANDIDATES, boost_candidates.EXPECTATIONS),
        (RPT_CONVERSATION, conversation.EXPECTATIONS),
        (RPT_SHARE_OF_VOICE, share_of_voice.EXPECTATIONS),
        (RPT_PARTNER_OVERLAP, partner_overlap.EXPECTATIONS),
        (RPT_VIDEO, video.EXPECTATIONS),
    )
}
