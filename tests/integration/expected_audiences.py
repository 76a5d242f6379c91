"""What must become of every file of ../shared/exports that tells of audiences; written down from the files, before any code.

Counts were taken by eye and with plain csv: records below the header; totals, blank lines and sentences are structural.
"""

import csv
import io
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
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
_CENT = Decimal("0.01")
# Title of a table → its format, the column of its figures and their factor.
BLOCKS: dict[str, tuple[str, str, Decimal | int]] = {
    "Age & gender": ("facebook_audience_age_gender", "audience_share", _CENT),
    "Top countries": ("facebook_audience_country", "audience_share", _CENT),
    "Top cities": ("facebook_audience_city", "audience_share", _CENT),
    "Views": ("facebook_formats_views", "impressions", 1),
    "Content interactions": ("facebook_formats_interactions", "engagements_native", 1),
    "Published content": ("facebook_formats_published", "posts_published", 1),
}
# Header, as far as it goes, to canonical column and factor; told apart from the code's own tables on purpose.
HEADERS: dict[str, tuple[str, Decimal | int]] = {
    r"(views|visualizações) \(%\)": ("audience_share", Decimal("0.01")),
    r"views|visualizações": ("impressions", 1),
    r"(watch time \(hours\)|tempo de exibição \(horas\)) \(%\)": ("watch_time_share", Decimal("0.01")),
    r"watch time \(hours\)|tempo de exibição \(horas\)": ("watch_time_s", 3600),
    r"impressions|impressões": ("thumbnail_impressions", 1),
    r"active followers": ("audience_count", 1),
    r"distribution": ("audience_share", 1),
}


def plain_sums(path: Path) -> dict[str, Decimal]:
    """The exact sum of each of our columns that a plain table supplies; totals and sentences are no part of it."""
    table = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    below = [row for row in table[1:] if row and row[0] != "Total" and not row[0].startswith("Showing top")]
    found = {}
    for at, header in enumerate(table[0]):
        known = next((told for pattern, told in HEADERS.items() if re.fullmatch(pattern, header.lower())), None)
        if known:
            column, factor = known
            found[column] = sum((Decimal(row[at]) * factor for row in below if row[at]), Decimal(0))
    return found


def block_sums(path: Path) -> dict[tuple[str, str], Decimal]:
    """(format, column) → the exact sum of each table of a file of several; every cell below a title that is a number counts."""
    data = path.read_bytes()
    text = data.decode("utf-16") if data[:2] == b"\xff\xfe" else data.decode("utf-8-sig")
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    told = None
    for line in text.splitlines():
        told = BLOCKS.get(line.strip(';"'), told)
        cells = (cell.strip('"') for cell in re.split(r"[;,]", line))
        if told:
            format_, column, factor = told
            found[format_, column] += sum(Decimal(cell) * factor for cell in cells if re.fullmatch(r"[0-9.]+", cell))
    return dict(found)
