"""`staging_retention`: how many still watch at one position of a video or story, as one record of an export tells it."""

from expectations.model import BETWEEN, Expect
from expectations.staging.common import PARSE_ERROR_ABSENT
from expectations.staging.post import PUBLISHED_BEFORE_EXPORT, PUBLISHED_SINCE_PLATFORMS

# Watched again and again, a second of a loop is seen more often than the video starts; ten times over is another number.
MOST_WATCHED = 10

EXPECTATIONS = (
    PARSE_ERROR_ABSENT,
    PUBLISHED_SINCE_PLATFORMS,
    PUBLISHED_BEFORE_EXPORT,
    Expect(
        "retention_believable",
        BETWEEN,
        "retention_share",
        "a part of the views, more than 1 only where people watch again: beyond this a percentage was read as a fraction",
        {"min_value": 0, "max_value": MOST_WATCHED},
    ),
    Expect(
        "position_on_the_curve",
        BETWEEN,
        "position_share",
        "a position before the start or behind the end belongs to another curve",
        {"min_value": 0, "max_value": 1},
    ),
    Expect("position_not_negative", BETWEEN, "position", "positions count from 0", {"min_value": 0}),
)
