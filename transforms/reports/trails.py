"""Every report whose figures can be followed."""

from transforms.reports import engagement_trace, influencer_trace, pillar_trace, quality_trace
from transforms.reports.tracing import Trail

TRAILS: dict[str, Trail] = {
    each.TRAIL.table.name: each.TRAIL for each in (engagement_trace, pillar_trace, influencer_trace, quality_trace)
}
