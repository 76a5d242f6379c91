"""What every figure of rpt_share_of_voice is made of: the hits of one tool, for one subject or for all that are compared."""

from transforms.contracts.care_tables import RPT_SHARE_OF_VOICE
from transforms.contracts.conversation_tables import FACT_MENTION
from transforms.reports.register import query_of
from transforms.reports.tracing import Added, Made, Origin, Trail, Units


def _hits(of_row: str) -> Units:
    return Units(
        # What is compared, and with whom, is decided for the whole set.
        query="SELECT hits.*, has_us, has_rivals, is_engagement_told, is_exposure_told, is_judged "
        "FROM hits JOIN told USING (brand, month, query_set, subject) "
        f"WHERE hits.is_in_month AND brand = $brand AND month = $month AND query_set = $query_set AND {of_row}",
        entity=("subject", "mention_id"),
        fact=FACT_MENTION,
        rows="FROM fact_mention AS fact JOIN (SELECT * FROM hits WHERE query_set = $query_set) AS hits "
        "ON hits.brand = fact.brand AND hits.query_set = fact.format AND hits.mention_id = fact.mention_id "
        "AND hits.source_sha = fact.source_sha AND hits.source_line = fact.source_line WHERE {is_given}",
        named={"subject": "hits.subject", "mention_id": "hits.mention_id"},
    )


UNITS = {"subject": _hits("subject = $subject"), "set": _hits("true")}
_COMPARED, _JUDGED = "has_us AND has_rivals", "is_judged"
_VOICES = {"engagements": "is_engagement_told", "impressions": "is_exposure_told"}
_NET = "n_positive - n_negative"
_ORIGINS: dict[str, Origin] = {
    "n": Added("1", how="count"),
    "mentions": Added("1", how="count"),
    "share_of_voice_denominator": Added("1", _COMPARED, how="count", units="set"),
    "share_of_voice": Made.ratio("mentions", "share_of_voice_denominator"),
    "components_present": Added("components_present", how="bits"),
    **{
        f"n_{feeling}": Added("1", f"{_JUDGED} AND sentiment = '{feeling}'", how="count")
        for feeling in ("positive", "neutral", "negative")
    },
    "sentiment_n_missing": Added("1", "coalesce(sentiment, '') NOT IN ('positive', 'neutral', 'negative')", how="count"),
    "net_sentiment_numerator": Made(("n_positive", "n_negative"), _NET, _NET),
    "net_sentiment_denominator": Made(("n_positive", "n_negative"), "n_positive + n_negative", "n_positive + n_negative"),
    "net_sentiment": Made.ratio("net_sentiment_numerator", "net_sentiment_denominator"),
}
for _name, _is_told in _VOICES.items():
    _voice, _whole = f"{_name}_voice", f"{_name}_voice_denominator"
    _ORIGINS |= {
        _voice: Added(_name),
        _whole: Added(_name, f"{_COMPARED} AND {_is_told}", units="set"),
        f"{_name}_share_of_voice": Made.ratio(_voice, _whole),
        f"{_name}_mentions_n_missing": Added(_name, f"{_name} IS NULL", how="count"),
    }

TRAIL = Trail(RPT_SHARE_OF_VOICE, lambda _: "subject", UNITS, _ORIGINS.__getitem__, lambda: query_of(RPT_SHARE_OF_VOICE.name))
