"""Writing the demo's landing folder. Every export has a sidecar that says when it was taken, so a copy gives the same facts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from flows.demo import instagram, shop, x
from warehouse.receipts import SIDECAR_SUFFIX

# Each month is exported in its middle and soon after its end; the last export shows both months once more.
_TAKEN = (datetime(2026, 9, 15, 7, tzinfo=UTC), datetime(2026, 10, 2, 7, tzinfo=UTC), datetime(2026, 11, 2, 7, tzinfo=UTC))

STRATEGY = f"""\
# Which accounts are ours, and whose midnight ends our month.
brand: {shop.BRAND}
time_zone: {shop.TIME_ZONE}
accounts:
  - platform: instagram
    handle: {shop.INSTAGRAM}
    id: "{shop.INSTAGRAM_ID}"
  - platform: x
    handle: {shop.X}

# What we want to talk about, and how much. A post counts for every pillar whose rule it meets, in equal parts.
pillars:
  - name: brand
    weight: 0.4
    keywords: [atelier, seams, shop floor]
    hashtags: [lumen]
  - name: fashion
    weight: 0.3
    keywords: [coat, scarf, dress]
  - name: beauty
    weight: 0.2
    keywords: [skin, colour]
  - name: well-being
    weight: 0.1
    keywords: [slow sunday, tea]
"""


def exports() -> Iterator[tuple[str, datetime, bytes]]:
    """(path below landing/<brand>/, when it was taken, bytes) of every export of the demo."""
    feed = shop.posts(seed=1, per_week=5, kinds=("image", "reel", "carousel"), typical_views=4_200)
    stories = shop.posts(seed=2, per_week=3, kinds=("story",), typical_views=900)
    tweets = shop.posts(seed=3, per_week=6, kinds=("text",), typical_views=1_500)
    months = ((shop.FIRST_DAY, date(2026, 9, 30)), (date(2026, 10, 1), shop.LAST_DAY))
    for number, at in enumerate(_TAKEN):
        span = f"Sep-01-2026_{min(at.date(), shop.LAST_DAY):%b-%d-%Y}"
        yield f"instagram/{span}_7300{number}.csv", at, instagram.lifetime(feed, at)
        yield f"instagram/{span}_7400{number}.csv", at, instagram.lifetime(stories, at, stories=True)
        yield f"x/account_analytics_content_2026-09-01_{min(at.date(), shop.LAST_DAY)}.csv", at, x.content(tweets, at)
    # The same bytes under another name: they count once.
    yield "instagram/Sep-01-2026_Oct-31-2026_73002 (1).csv", _TAKEN[2], instagram.lifetime(feed, _TAKEN[2])
    for (first, last), at in zip(months, _TAKEN[1:], strict=True):
        yield f"instagram/{first:%b-%d-%Y}_{last:%b-%d-%Y}_daily.csv", at, instagram.daily(feed, first, last)
        for name, (title, per_view) in instagram.OVERVIEW_TITLES.items():
            yield f"instagram/{first:%Y-%m}/{name}.csv", at, instagram.overview(title, per_view, [*feed, *stories], first, last)
        yield f"x/{first:%Y-%m}/account_overview_analytics.csv", at, x.overview(tweets, first, last)


def write_exports(landing: Path) -> int:
    """Write every export with its sidecar; returns how many exports there are."""
    count = 0
    for name, at, data in exports():
        path = landing / shop.BRAND / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.with_name(path.name + SIDECAR_SUFFIX).write_text(f"{at:%Y-%m-%dT%H:%M:%SZ}\n", "utf-8")
        count += 1
    return count
