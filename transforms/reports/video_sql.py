"""What rpt_video's query leaves open: rates, whose rule makes a view, and what would supply what is missing."""

from transforms.contracts.series_breaks import REMARKS

# Rates of their own two parts, by name; a platform's own mean is kept beside the one that is weighted by views.
RATES = ("mean_watch_share", "mean_view_share", "completion_rate", "screenshots_rate")
# Of fewer views a rate says nothing, of fewer than these little.
LEAST_VIEWS = 30
ENOUGH_VIEWS = 300
_SUPPLIED_BY = {
    "facebook": "no export of videos told of it: Meta Business Suite, content export, videos",
    "youtube": "no table of videos told of it whose period began with the video: YouTube Studio, table",
    "instagram": "no export of Instagram tells how long something was watched",
    "snapchat": "the template snapchat_posts.csv has columns for it, and they are empty",
    "tiktok": "no export of TikTok tells how long something was watched",
}


def holes() -> dict[str, str]:
    """What fills the holes of video.sql."""
    return {
        "view_rule": _by_platform(_view_rules(), "NULL"),
        "reason": _by_platform(_SUPPLIED_BY, "'no export tells how long it was watched'"),
        "rates": ",\n    ".join(f"ratio({name}_numerator, {name}_denominator) AS {name}" for name in RATES),
        "least": str(LEAST_VIEWS),
        "enough": str(ENOUGH_VIEWS),
    }


def _view_rules() -> dict[str, str]:
    return {each.platform: each.view_rule for each in REMARKS if each.view_rule and "video_views" in each.metrics}


def _by_platform(words: dict[str, str], otherwise: str) -> str:
    cases = " ".join(f"WHEN '{platform}' THEN '{text}'" for platform, text in sorted(words.items()))
    return f"CASE platform {cases} ELSE {otherwise} END"
