"""Three months of exports that nobody has carried yet, and what of a workspace two ways of carrying them have in common."""

from datetime import date

from tests.builders import instagram, x
from tests.builders.workspace import team

MONTHS = (8, 9, 10)


def archive(root):
    """Three months of X and Instagram; each export of X reaches back over the month before, and one tells its days."""
    made = team(root)
    for month in MONTHS:
        taken = instagram.at(2026, month + 1, 2, 7)
        posts = [x.post(at, instagram.at(2026, at, 5, 12), Impressions=100 * month) for at in (month - 1, month)]
        made.land(x.content(*posts), f"x-{month}.csv", taken=taken)
        feed = instagram.post(month, Views=10 * month, **instagram.published(instagram.at(2026, month, 6, 12), by_id=True))
        made.land(instagram.content(feed), f"instagram-{month}.csv", taken=taken)
        made.land(x.overview(x.account_day(date(2026, month, 7))), f"days-{month}.csv", taken=taken)
    return made


def published(made):
    pages = made.bytes("reports")
    return made.bytes() | {name: page for name, page in pages.items() if not name.endswith("latest.html")}
