"""The moment of download, where a platform writes it into the name of the file."""

import re
from datetime import UTC, datetime

# LinkedIn: `<page>_content_1766385907708.xls`, milliseconds since 1970.
_LINKEDIN = re.compile(r"_(?:content|followers|visitors|competitors?|competitor_analytics)_(1[0-9]{12})(?![0-9])")


def downloaded_at(name: str) -> datetime | None:
    """The moment that the name of a file tells; None where it tells none."""
    found = _LINKEDIN.search(name)
    return datetime.fromtimestamp(int(found[1]) / 1000, UTC) if found else None
