"""What `lists_all` believes: real content exports of Meta list every post between their first and their last one."""

import re
from datetime import datetime

import pytest

from tests.integration.plain_curves import plain_rows

_PUBLISHED = {"Publish time", "Horário de publicação"}
_NAMED = re.compile(r"_([A-Z][a-z]{2}-[0-9]{2}-[0-9]{4})_([A-Z][a-z]{2}-[0-9]{2}-[0-9]{4})_")
FILES = (
    "facebook/oigetit_Jan-14-2025_Apr-14-2025_1396269028466733.csv",
    "facebook/oigetit_Mar-18-2025_Apr-14-2025_553302954456165.csv",
    "facebook/vintage_Oct-31-2025_Dec-30-2025_1664278361210560.csv",
    "instagram/oigetit_Mar-18-2025_Apr-14-2025_1019826952924933.csv",
    "instagram/ufscar_Apr-01-2025_Jun-30-2025_983340097073313.csv",
)


def listed(path):
    header, *rows = plain_rows(path)
    at = next(place for place, name in enumerate(header) if name in _PUBLISHED)
    return {row[0]: datetime.strptime(f"{row[at]} +0000", "%m/%d/%Y %H:%M %z") for row in rows if len(row) > at}


def test_two_downloads_of_one_page_list_the_same_posts_where_they_overlap(exports):
    long, short = (listed(exports / name) for name in FILES[:2])

    both = {post for post, at in long.items() if min(short.values()) <= at <= max(short.values())}

    assert both == short.keys()
    assert (len(long), len(both)) == (261, 48)


@pytest.mark.parametrize("name", FILES)
def test_a_download_lists_what_was_published_in_the_days_of_its_name(name, exports):
    named = _NAMED.search(name)
    assert named is not None
    first, last = (datetime.strptime(f"{day} +0000", "%b-%d-%Y %z") for day in named.groups())

    days = {at.date() for at in listed(exports / name).values()}

    assert min(days) == first.date()
    assert 0 <= (last.date() - max(days)).days <= 1
