"""`rpt_share_of_voice`: one row per query set, subject and month. The report keeps these identities with itself."""

from expectations.model import BETWEEN, Expect
from expectations.reports.common import confidence_known, is_its_parts

TOLERANCE = 1e-11
KPIS = {
    "share_of_voice": ("mentions", "share_of_voice_denominator"),
    "engagements_share_of_voice": ("engagements_voice", "engagements_voice_denominator"),
    "impressions_share_of_voice": ("impressions_voice", "impressions_voice_denominator"),
}
_SET = 'PARTITION BY "brand", "month", "query_set"'


def _sums_to_1(share: str, part: str, whole: str) -> Expect:
    """Over whole numbers, so exactly."""
    value = f'CASE WHEN "{whole}" IS NOT NULL THEN sum("{part}") OVER ({_SET}) - "{whole}" END'
    why = f"{share} sums to 1 over us and our competitors within a query set (METRICS 3)"
    return Expect(f"{share}_sums_to_1", BETWEEN, f"{share}_left_over", why, {"min_value": 0, "max_value": 0}, value=value)


EXPECTATIONS = (
    *(_sums_to_1(share, *parts) for share, parts in KPIS.items()),
    *(is_its_parts(share, *parts, TOLERANCE) for share, parts in KPIS.items()),
    *(
        Expect(f"{share}_is_a_fraction", BETWEEN, share, "nobody has more than all of the talk", {"min_value": 0, "max_value": 1})
        for share in KPIS
    ),
    is_its_parts("net_sentiment", "net_sentiment_numerator", "net_sentiment_denominator", TOLERANCE),
    Expect(
        "net_sentiment_from_minus_1_to_1",
        BETWEEN,
        "net_sentiment",
        "all hits negative is -1, all positive is 1",
        {"min_value": -1, "max_value": 1},
    ),
    Expect(
        "every_hit_is_judged_or_not",
        BETWEEN,
        "hits_of_no_sentiment",
        "a hit is positive, neutral, negative, or nobody judged it",
        {"min_value": 0, "max_value": 0},
        value='coalesce("n_positive" + "n_neutral" + "n_negative", 0) + "sentiment_n_missing" - "mentions"',
    ),
    Expect(
        "sentiment_names_its_classifier",
        BETWEEN,
        "sentiment_of_nobody",
        "two classifiers judge differently, so a sentiment says whose it is (METRICS 1.3)",
        {"max_value": 0},
        value='("n_positive" IS NOT NULL AND "sentiment_classifier" IS NULL)::INT',
    ),
    Expect(
        "missing_within_mentions",
        BETWEEN,
        "missing_beyond_mentions",
        "no more hits can lack a number than there are hits",
        {"max_value": 0},
        value='greatest("engagements_mentions_n_missing", "impressions_mentions_n_missing", "sentiment_n_missing") - "mentions"',
    ),
    Expect(
        "counts_not_negative",
        BETWEEN,
        "smallest_count",
        "hits are counted, and counting starts at 0",
        {"min_value": 0},
        value='least("n", "mentions", "engagements_voice", "impressions_voice", "n_positive", "n_neutral", "n_negative", '
        '"sentiment_n_missing")',
    ),
    Expect(
        "one_of_us",
        BETWEEN,
        "rows_for_us",
        "our brand is one subject of a query set, whatever its queries are called",
        {"min_value": 1, "max_value": 1},
        value=f'count(*) FILTER (WHERE "is_us") OVER ({_SET})',
    ),
    Expect(
        "no_share_has_a_reason",
        BETWEEN,
        "unexplained",
        "a share that is missing says why, and what would supply it",
        {"max_value": 0},
        value='("share_of_voice" IS NULL AND "reason" IS NULL)::INT',
    ),
    confidence_known(),
)
