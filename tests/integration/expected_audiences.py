"""What must become of every file of ../shared/exports that tells of audiences; written down from the files, before any code.

Counts were taken by eye and with plain csv: records below the header; totals, blank lines and sentences are structural.
"""

from typing import NamedTuple

from tests.integration.expected_outcomes import Held


class Told(NamedTuple):
    """A file that is staged: its format, records, other lines, and the rows that its records give in fact_audience."""

    format: str
    n_records: int
    n_structural: int
    n_rows: int


# Folder and the first word of the name → the account that the team's strategy names.
ACCOUNTS = {
    ("youtube", "dangertv"): "dangertv",
    ("youtube", "ufscar"): "ufscar",
    ("tiktok", "creator"): "creator",
    ("facebook", "oigetit"): "oigetit",
    ("facebook", "vintage"): "vintage",
}

EXPECTED: dict[str, Told | Held] = {
    "youtube/dangertv_Subscription status_Chart data.csv": Told("youtube_subscription_status_chart_views", 730, 0, 730),
    "youtube/dangertv_Subscription_status.csv": Told("youtube_subscription_status", 2, 1, 2),
    # Its user has removed the total; "Showing top 500 results" stands below.
    "youtube/dangertv_Viewer_Cities.csv": Told("youtube_city", 500, 1, 500),
    "youtube/dangertv_Viewer_gender.csv": Told("youtube_gender", 3, 0, 3),
    "youtube/dangertv_viewer_age.csv": Told("youtube_age", 7, 0, 7),
    # 44 cities below the total, the last of them with 0 views.
    "youtube/ufscar_cidades_Dados da tabela.csv": Told("youtube_city", 44, 1, 44),
    "youtube/ufscar_genero_Dados da tabela.csv": Told("youtube_gender", 2, 0, 2),
    "youtube/ufscar_idade_Dados da tabela.csv": Told("youtube_age", 6, 0, 6),
    "youtube/ufscar_trafego_Dados da tabela.csv": Told("youtube_traffic_source", 13, 1, 13),
    # Seven days of 24 hours.
    "tiktok/creator_FollowerActivity.csv": Told("tiktok_follower_activity", 168, 0, 168),
    "tiktok/creator_FollowerGender.csv": Told("tiktok_follower_gender", 3, 0, 3),
    "tiktok/creator_FollowerTopTerritories.csv": Told("tiktok_follower_country", 11, 0, 11),
    # Six ages of two genders, ten countries, ten cities: a record per age, one per list.
    "facebook/oigetit_Audience.csv": Told("facebook_audience_age_gender", 8, 0, 32),
    # 3.8 was saved as 3 August by a Bulgarian Excel: the figures are gone, and nothing may guess them.
    "facebook/vintage_Audience.csv": Held("mangled_numbers"),
    # Three lists of six kinds; the third has five, for its list is shorter.
    "facebook/vintage_Top content formats.csv": Told("facebook_formats_views", 3, 0, 17),
}
TOLD = {name: expected for name, expected in EXPECTED.items() if isinstance(expected, Told)}
HELD = {name: expected for name, expected in EXPECTED.items() if isinstance(expected, Held)}
