"""The monthly reports, one after the other, and the lines that open the Parquet elsewhere."""

from pathlib import Path
from typing import Any

from flows.showing import conversation, engagement, influencers, partners, pillars, posts, restatements, videos, voice
from flows.showing.console import console
from flows.showing.tables import rows
from transforms.contracts.care_tables import RPT_CONVERSATION, RPT_SHARE_OF_VOICE
from transforms.contracts.creator_tables import RPT_INFLUENCER_PERFORMANCE
from transforms.contracts.engagement_tables import RPT_ENGAGEMENT
from transforms.contracts.engagement_tables import TABLES as ENGAGEMENT
from transforms.contracts.overlap_table import RPT_PARTNER_OVERLAP
from transforms.contracts.post_report_tables import RPT_BEST_TIME, RPT_BOOST_CANDIDATES, RPT_POST
from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.contracts.tables import RPT_PILLAR_BALANCE
from transforms.contracts.video_table import RPT_VIDEO

_REPORTS = {
    RPT_ENGAGEMENT: engagement.show,
    RPT_PILLAR_BALANCE: pillars.show,
    RPT_POST: posts.show_posts,
    RPT_BEST_TIME: posts.show_hours,
    RPT_BOOST_CANDIDATES: posts.show_candidates,
    RPT_VIDEO: videos.show,
    RPT_CONVERSATION: conversation.show,
    RPT_SHARE_OF_VOICE: voice.show,
    RPT_INFLUENCER_PERFORMANCE: influencers.show,
    RPT_PARTNER_OVERLAP: partners.show,
    RPT_RESTATEMENTS: restatements.show,
}


def show(root: Path, month: str | None = None) -> None:
    """Print every report."""
    for show_one in _REPORTS.values():
        show_one(root, month)
    place = root / "warehouse" / RPT_ENGAGEMENT.name
    console().print(f"DuckDB: duckdb -c \"FROM '{place}/*.parquet'\"", soft_wrap=True)
    console().print(f'pandas: pandas.read_parquet("{place}")', soft_wrap=True)


def as_json(root: Path, month: str | None = None) -> dict[str, list[dict[str, Any]]]:
    """Rows of every report, by table."""
    return {report.name: rows(root, report, month) for report in dict.fromkeys((*_REPORTS, *ENGAGEMENT))}
