"""What must happen to every Facebook and YouTube file of ../shared/exports; written down from the files before any code read one.

Counts were taken by eye and with plain csv: records below the header; blank lines, totals and sentences are structural.
"""

from tests.integration.expected_old_insights import EXPECTED as OLD_INSIGHTS
from tests.integration.expected_outcomes import Held, Taken

# Which brand each file belongs to, by the first word of its name. A page is known by its id; YouTube files name no channel.
BRANDS = {
    "oigetit": {"instagram": ("oigetit_sa",), "facebook": ("oigetitsouthafricafacebook",)},
    "vintage": {"instagram": ("vintagerest.bg",), "facebook": ("restaurant vintage",)},
    "facebook insights data export": {"facebook": ("visualization studio vic",)},
    "nplf": {"facebook": ("nplf",)},
    "ufscar": {"youtube": ("ufscar",)},
    "dangertv": {"youtube": ("dangertv",)},
    "weima": {"youtube": ("weima",)},
}
PAGE_IDS = {
    "oigetitsouthafricafacebook": "100066300057039",
    "visualization studio vic": "518995791497187",
    "nplf": "97150433029",
}

EXPECTED: dict[str, Taken | Held] = {
    "facebook/oigetit_Jan-14-2025_Apr-14-2025_1396269028466733.csv": Taken("facebook_content", 261),
    # `Views` twice in its header, equal in every row.
    "facebook/oigetit_Mar-18-2025_Apr-14-2025_553302954456165.csv": Taken("facebook_content", 48),
    "facebook/oigetit_Reach.csv": Taken("facebook_overview_reach", 105, 1),
    "facebook/oigetit_Views.csv": Taken("facebook_overview_views", 105, 1),
    "facebook/oigetit_Visits.csv": Taken("facebook_overview_profile_visits", 105, 1),
    "facebook/oigetit_Follows.csv": Taken("facebook_overview_follows", 105, 1),
    "facebook/oigetit_Interactions.csv": Taken("facebook_overview_interactions", 105, 1),
    "facebook/oigetit_Interactions (1).csv": Taken("facebook_overview_interactions", 105, 1),
    # Every line wrapped in quotes once more; 212 columns, most of them slices of others.
    "facebook/vintage_Oct-31-2025_Dec-30-2025_1664278361210560.csv": Taken("facebook_videos", 45),
    "facebook/vintage_Follows.csv": Taken("facebook_overview_follows", 62),
    "facebook/vintage_Views.csv": Taken("facebook_overview_views", 62),
    "facebook/vintage_Viewers.csv": Taken("facebook_overview_viewers", 62),
    "facebook/vintage_Visits.csv": Taken("facebook_overview_profile_visits", 62),
    "facebook/vintage_Link clicks.csv": Taken("facebook_overview_link_clicks", 62),
    "facebook/vintage_Interactions.csv": Taken("facebook_overview_interactions", 62),
    **OLD_INSIGHTS,
    # 500 videos and "Showing top 500 results"; its user has removed the total.
    "youtube/dangertv_DangerTV_Content.csv": Taken("youtube_table", 500, 1),
    # 499 videos below the total.
    "youtube/ufscar_Dados da tabela youtube 30-06.csv": Taken("youtube_table", 499, 1),
    "youtube/ufscar_conteudo_Dados da tabela.csv": Taken("youtube_table", 499, 1),
    "youtube/ufscar_conteudo_Dados do gráfico.csv": Taken("youtube_chart_views", 1825),
    # Three names for the same bytes: one identity, one outcome.
    "youtube/ufscar_conteudo_Total.csv": Taken("youtube_totals_views", 365),
    "youtube/ufscar_cidades_Total.csv": Taken("youtube_totals_views", 365),
    "youtube/ufscar_trafego_Total.csv": Taken("youtube_totals_views", 365),
    # Below the total 500 videos and a sentence, words broken by soft hyphens.
    "youtube/weima_Tabellendaten.csv": Taken("youtube_table", 500, 2),
    "youtube/weima_Diagrammdaten.csv": Taken("youtube_chart_views", 2928),
    "youtube/weima_Gesamtwerte.csv": Taken("youtube_totals_views", 366),
}


def brand_of(name: str) -> str:
    """The brand in whose landing folder the test lays the file."""
    stem = name.partition("/")[2].lower()
    return next(brand for brand in BRANDS if stem.startswith(brand))
