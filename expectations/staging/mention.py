"""`staging_mention`: one row per record of a listening export, one hit for one subject."""

from expectations.model import BETWEEN, Expect
from expectations.staging.common import PARSE_ERROR_ABSENT, counts_believable, counts_not_negative
from expectations.staging.post import PUBLISHED_BEFORE_EXPORT
from transforms.contracts.conversation_tables import STAGING_MENTION

# A page of the web may be older than every social network: 1 January 1994.
OLDEST_PAGE_S = 757_382_400

EXPECTATIONS = (
    PARSE_ERROR_ABSENT,
    Expect(
        "published_since_the_web",
        BETWEEN,
        "published_epoch_s",
        "no page is older than the web: the date was misread and would open a month of its own",
        {"min_value": OLDEST_PAGE_S},
        value='epoch("published_at")',
    ),
    PUBLISHED_BEFORE_EXPORT,
    counts_not_negative(STAGING_MENTION, "critical", "a count of a hit starts at 0 and cannot fall below it"),
    counts_believable(STAGING_MENTION),
    Expect(
        "sentiment_understood",
        "ExpectColumnValuesToBeNull",
        "sentiment_without_meaning",
        "the tool judged the hit in a word that is none of ours: it is in no net sentiment until the word is known",
        severity="warning",
        value='CASE WHEN "sentiment" IS NULL AND lower(trim("sentiment_native")) NOT IN '
        "('', '-', '--', 'nan', 'not rated', 'mixed', 'unknown', 'none') THEN \"sentiment_native\" END",
    ),
)
