"""The sample exports of four platforms: what was written down of them, and what nothing but csv says of them."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.integration import expected_facebook_youtube as facebook_youtube
from tests.integration import expected_old_insights as old_insights
from tests.integration import expected_outcomes as instagram_x
from tests.integration.expected_outcomes import Held, Taken

EXPECTED = instagram_x.EXPECTED | facebook_youtube.EXPECTED
TAKEN = {name: expected for name, expected in EXPECTED.items() if isinstance(expected, Taken)}
HELD = {name: expected for name, expected in EXPECTED.items() if isinstance(expected, Held)}
# brand → platform → handles: some brands are on networks of both lists.
BRANDS = {
    brand: instagram_x.BRANDS.get(brand, {}) | facebook_youtube.BRANDS.get(brand, {})
    for brand in (*instagram_x.BRANDS, *(brand for brand in facebook_youtube.BRANDS if brand not in instagram_x.BRANDS))
}

# Header (lower case, soft hyphens gone) to canonical column, told apart from the code's own tables on purpose.
INSTAGRAM = {
    "views": "impressions", "visualizações": "impressions", "reach": "reach", "alcance": "reach", "likes": "likes",
    "curtidas": "likes", "shares": "shares", "compartilhamentos": "shares", "follows": "follows", "seguimentos": "follows",
    "comments": "comments", "comentários": "comments", "saves": "saves", "salvamentos": "saves",
    "duration (sec)": "duration_s", "duração (segundos)": "duration_s",
}  # fmt: skip
FACEBOOK = {
    "views": "impressions", "reach": "reach", "reactions, comments and shares": "engagements_native", "reactions": "likes",
    "comments": "comments", "shares": "shares", "total clicks": "clicks", "link clicks": "link_clicks",
    "seconds viewed": "watch_time_s", "3-second video views": "video_views", "1-minute video views": "video_views_1min",
    "3-second video views from organic posts": "video_views_organic",
    "3-second video views from boosted posts": "video_views_promoted", "reach from organic posts": "reach_organic",
    "reach from boosted posts": "reach_promoted", "negative feedback from users": "negative_feedback",
    "estimated earnings (usd)": "estimated_earnings_usd", "ad impressions": "ad_impressions",
}  # fmt: skip
X_NEW = {
    "impressions": "impressions", "likes": "likes", "engagements": "engagements_native", "bookmarks": "saves",
    "share": "share_clicks", "shares": "share_clicks", "new follows": "follows", "unfollows": "unfollows", "replies": "comments",
    "reposts": "shares", "profile visits": "profile_visits", "detail expands": "detail_expands", "url clicks": "link_clicks",
    "hashtag clicks": "hashtag_clicks", "permalink clicks": "permalink_clicks", "create post": "posts_published",
    "video views": "video_views", "media views": "media_views",
}  # fmt: skip
X_OLD = {
    "impressions": "impressions", "engagements": "engagements_native", "retweets": "shares", "replies": "comments",
    "likes": "likes", "user profile clicks": "profile_visits", "url clicks": "link_clicks", "hashtag clicks": "hashtag_clicks",
    "detail expands": "detail_expands", "permalink clicks": "permalink_clicks", "app opens": "app_opens",
    "app installs": "app_installs", "follows": "follows", "email tweet": "email_shares", "dial phone": "phone_calls",
    "media views": "media_views", "media engagements": "media_engagements", "promoted impressions": "impressions_promoted",
    "promoted engagements": "engagements_promoted",
}  # fmt: skip
YOUTUBE = {
    "views": "impressions", "visualizações": "impressions", "aufrufe": "impressions",
    "visualizações intencionais": "engaged_views", "watch time (hours)": "watch_time_s",
    "tempo de exibição (horas)": "watch_time_s", "wiedergabezeit (stunden)": "watch_time_s", "subscribers": "followers_net",
    "inscritos": "followers_net", "abonnenten": "followers_net", "impressions": "thumbnail_impressions",
    "impressões": "thumbnail_impressions", "impressionen": "thumbnail_impressions",
    "estimated revenue (usd)": "estimated_earnings_usd",
}  # fmt: skip
OVERVIEW = {
    "reach": "reach", "views": "impressions", "viewers": "viewers", "profile_visits": "profile_visits", "follows": "follows",
    "link_clicks": "link_clicks", "interactions": "engagements_native",
}  # fmt: skip
DAY = ("date", "data", "datum")
POST = (
    "post id", "identificação do post", "identificação da publicação", "tweet id", "video asset id", "content", "conteúdo",
    "inhalte", "vídeo", "video",
)  # fmt: skip


def brand_of(name: str) -> str:
    """The brand in whose landing folder a test lays the file."""
    return instagram_x.brand_of(name) if name in instagram_x.EXPECTED else facebook_youtube.brand_of(name)


def slug(brand: str) -> str:
    """The brand as a name of folders."""
    return brand.replace(" ", "-")


def accounts(brand: str) -> list[dict[str, Any]]:
    """The brand's accounts as its strategy names them."""
    ids = facebook_youtube.PAGE_IDS
    named = [{"platform": on, "handle": handle} for on, handles in BRANDS[brand].items() for handle in handles]
    return [each | ({"id": ids[each["handle"]]} if each["handle"] in ids else {}) for each in named]


def digest(path: Path) -> str:
    """The sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def metrics_of(format_id: str) -> dict[str, str]:
    """Header to canonical column of the metrics of a format."""
    platform, _, kind = format_id.partition("_")
    if kind.startswith("overview_"):
        return {"primary": OVERVIEW[kind.removeprefix("overview_")]}
    if platform == "x":
        return X_OLD if kind.startswith("tweet") else X_NEW
    return {"instagram": INSTAGRAM, "facebook": FACEBOOK, "youtube": YOUTUBE}[platform]


def unwrapped(text: str) -> str:
    """Text without the quotes that a spreadsheet has put around each whole line."""
    return "\n".join(line[1:-1].replace('""', '"') if line[:1] == '"' else line for line in text.split("\n"))


def _lines_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and the lines below it."""
    data = path.read_bytes()
    text = data.decode("utf-16") if data[:2] == b"\xff\xfe" else data.decode("utf-8-sig")
    if re.match(r'"(Post|Video asset) ID,""', text):
        text = unwrapped(text)
    mark = ";" if ";" in text[:40] and "," not in text[:40] else ","
    rows = list(csv.reader(io.StringIO(text.replace("\u00ad", ""), newline=""), delimiter=mark))
    start = next(at for at, row in enumerate(rows) if len([cell for cell in row if cell]) > 1)
    return [cell.lower() for cell in rows[start]], rows[start + 1 :]


def plain_records(path: Path, format_id: str) -> Iterator[tuple[tuple[str, ...], dict[str, Decimal | None]]]:
    """(post, day, as far as the format names them; measures) of each record."""
    if format_id.startswith("facebook_insights_"):
        yield from old_insights.plain_records(path)
        return
    header, below = _lines_of(path)
    at = [next((header.index(name) for name in names if name in header), None) for names in (POST, DAY)]
    columns = [(header.index(name), name, column) for name, column in metrics_of(format_id).items() if name in header]
    for row in below:
        if _is_record(row, format_id):
            measures = {column: _number(row, place, name) for place, name, column in columns}
            yield tuple(row[place] for place in at if place is not None), measures


def _is_record(row: list[str], format_id: str) -> bool:
    if format_id == "youtube_table":
        return len(row) > 1 and re.fullmatch(r"\s?[\w-]{11}", row[0], re.ASCII) is not None
    return any(row)


def _number(row: list[str], place: int, header: str) -> Decimal | None:
    text = row[place] if len(row) > place else ""
    if text in {"", "-"}:
        return None
    return Decimal(text) * (3600 if re.search(r"\((hours|horas|stunden)\)", header) else 1)


def plain_count(path: Path, format_id: str) -> tuple[int, int, dict[str, Decimal]]:
    """Records, other lines and the exact sum of every metric."""
    records = [measures for _, measures in plain_records(path, format_id)]
    columns = {column: None for measures in records for column in measures}
    sums = {column: total(measures[column] for measures in records) for column in columns}
    others = old_insights.n_structural(path) if "_insights_" in format_id else len(_lines_of(path)[1]) - len(records)
    return len(records), others, sums


def total(values: Any) -> Decimal:
    """Exact sum of what is supplied."""
    return sum((Decimal(value) for value in values if value is not None), Decimal(0))
