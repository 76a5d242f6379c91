"""What must happen to every Instagram and X file of ../shared/exports; written down from the files alone, before any code.

Counts were taken by eye and with plain csv: records below the header, blank lines apart.
"""

from typing import NamedTuple


class Taken(NamedTuple):
    """A file that is staged: n records, n other lines (blank, total or sentence), n records with a cell that cannot be read."""

    format: str
    n_records: int
    n_structural: int = 0
    n_unparsed: int = 0


class Held(NamedTuple):
    """A file that is held, with the stable code of its error."""

    code: str


# Which brand each file belongs to, by the first word of its name; accounts are what the exports themselves say.
BRANDS = {
    "oigetit": {"instagram": ("oigetit_sa",)},
    "ufscar": {"instagram": ("ufscaroficial",)},
    "vintage": {"instagram": ("vintagerest.bg",)},
    "shorthills": {"instagram": ("shorthills",)},
    "wormhole": {"x": ("wormhole_br",)},
    "ropensci": {"x": ("ropensci",)},
}

EXPECTED: dict[str, Taken | Held] = {
    "instagram/oigetit_Mar-18-2025_Apr-14-2025_1019826952924933.csv": Taken("instagram_content", 78),
    # Byte for byte the file above: one identity, one outcome.
    "instagram/oigetit_Mar-18-2025_Apr-14-2025_578982927868853.csv": Taken("instagram_content", 78),
    "instagram/oigetit_Visits (1).csv": Taken("instagram_overview_profile_visits", 105, 1),
    "instagram/ufscar_Apr-01-2025_Jun-30-2025_983340097073313.csv": Taken("instagram_content", 171),
    "instagram/ufscar_Alcance.csv": Taken("instagram_overview_reach", 28, 1),
    "instagram/ufscar_Cliques no link.csv": Taken("instagram_overview_link_clicks", 28, 1),
    "instagram/ufscar_Interações.csv": Taken("instagram_overview_interactions", 28, 1),
    "instagram/ufscar_Seguidores.csv": Taken("instagram_overview_follows", 26, 1),
    "instagram/ufscar_Visitas.csv": Taken("instagram_overview_profile_visits", 28, 1),
    "instagram/ufscar_Visualizações.csv": Taken("instagram_overview_views", 28, 1),
    "instagram/vintage_IG VIEWS.csv": Taken("instagram_overview_views", 62, 1),
    "instagram/vintage_IG_FOLLOWS.csv": Taken("instagram_overview_follows", 40, 1),
    "instagram/vintage_IG_INTERACTIONS.csv": Taken("instagram_overview_interactions", 62, 1),
    "instagram/vintage_IG_LINK_CLICKS.csv": Taken("instagram_overview_link_clicks", 62, 1),
    "instagram/vintage_IG_REACH.csv": Taken("instagram_overview_reach", 62, 1),
    "instagram/vintage_IG_VISITS.csv": Taken("instagram_overview_profile_visits", 62, 1),
    # One record has neither post nor account: Meta says "An error occurred while computing metadata for content with ID ...".
    "instagram/vintage_INSTAGRAM_RAW.csv": Taken("instagram_content", 58, 0, 1),
    "x/account_analytics_content_2024-11-21_2025-02-19.csv": Taken("x_content", 141),
    "x/tweet_activity_metrics_rOpenSci_20161201_20170101_en.csv": Taken("x_tweet_activity", 37),
    "x/tweet_activity_metrics_rOpenSci_20180901_20181001_en.csv": Taken("x_tweet_activity", 46),
    "x/tweet_activity_metrics_rOpenSci_20210101_20210201_en.csv": Taken("x_tweet_activity", 40),
    "x/tweet_activity_metrics_rOpenSci_20211101_20211201_en.csv": Taken("x_tweet_activity", 33),
    "x/wormhole_account_overview_analytics.csv": Taken("x_overview", 50),
}


def brand_of(name: str) -> str:
    """The brand in whose landing folder the test lays the file."""
    stem = name.partition("/")[2].lower()
    if "ropensci" in stem:
        return "ropensci"
    return "wormhole" if stem.startswith("account_analytics") else stem.partition("_")[0]
