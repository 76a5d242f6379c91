"""Every report whose figures can be followed: the place to add the trail of a new one."""

from transforms.reports import (
    best_time_trace,
    boost_trace,
    conversation_trace,
    engagement_trace,
    influencer_trace,
    level_trace,
    partner_trace,
    pillar_trace,
    post_trace,
    quality_trace,
    restatement_trace,
    share_of_voice_trace,
    video_trace,
)
from transforms.reports.tracing import Trail

TRAILS: dict[str, Trail] = {
    trail.table.name: trail
    for trail in (
        engagement_trace.TRAIL,
        *level_trace.TRAILS,
        pillar_trace.TRAIL,
        post_trace.TRAIL,
        best_time_trace.TRAIL,
        boost_trace.TRAIL,
        conversation_trace.TRAIL,
        share_of_voice_trace.TRAIL,
        partner_trace.TRAIL,
        video_trace.TRAIL,
        quality_trace.TRAIL,
        influencer_trace.TRAIL,
        restatement_trace.TRAIL,
    )
}
