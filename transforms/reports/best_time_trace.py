"""What every figure of rpt_best_time is made of: the account's posts of the days up to as_of_date."""

from dataclasses import replace

from transforms.contracts.post_report_tables import RPT_BEST_TIME
from transforms.reports.engagement_trace import POST
from transforms.reports.post_sql import LEAST_POSTS, PSEUDO_POSTS
from transforms.reports.register import query_of
from transforms.reports.tracing import Added, Given, Made, Origin, Trail, Units

_OF_ACCOUNT = "platform = $platform AND account = $account"
# The report adds up the shares of all posts of a kind at once; here each post has its own, rounded in the same way.
_TIMED = f"""\
SELECT posts.*, e, i, (i::HUGEINT * e_of_kind * 20000 + i_of_kind) // (2 * i_of_kind) AS x, iso_weekday, rated.hour
FROM (
    SELECT timed.*, e_of_kind, i_of_kind
    FROM timed JOIN kinds ON kinds.brand = timed.brand AND kinds.month = timed.month AND kinds.platform = timed.platform
        AND kinds.account = timed.account AND kinds.media_type IS NOT DISTINCT FROM timed.media_type
        AND kinds.exposure_metric IS NOT DISTINCT FROM timed.exposure_metric
        AND kinds.components_present IS NOT DISTINCT FROM timed.components_present
) AS rated JOIN posts USING (brand, month, platform, account, post_id)
WHERE {_OF_ACCOUNT}"""
UNITS = {
    "hour": replace(POST, query=f"{_TIMED} AND iso_weekday = $iso_weekday AND rated.hour = $hour"),
    "account": replace(POST, query=_TIMED),
    "without_hour": replace(
        POST, query=f"SELECT * FROM posts WHERE {_OF_ACCOUNT} AND published_at_source NOT IN ('id', 'utc', 'zoned')"
    ),
    # The hours of the account that are judged beside each other.
    "hours": Units(
        query="SELECT * FROM rpt_best_time WHERE brand = $brand AND month = $month "
        f"AND {_OF_ACCOUNT} AND time_lift IS NOT NULL AND $time_lift IS NOT NULL",
        entity=("month", *RPT_BEST_TIME.key),
        fact=RPT_BEST_TIME,
        counted="eri_numerator",
    ),
}
_E, _I = (
    "CASE WHEN impressions > 0 THEN engagements END",
    "CASE WHEN engagements IS NOT NULL AND impressions > 0 THEN impressions END",
)
_RATED = "e IS NOT NULL"
_PARTS = ("n", "eri_numerator", "eri_denominator", "account_n", "account_engagements", "account_impressions")
_DRAWN = f"account_n * eri_numerator + {PSEUDO_POSTS} * account_engagements"
_SHOWN = f"CASE WHEN n >= {LEAST_POSTS} THEN ratio({{top}}, {{bottom}}) END"


def _judged(top: str, bottom: str, *parts: str) -> Made:
    return Made((*_PARTS, *parts), f"({top}) / ({bottom})", _SHOWN.format(top=top, bottom=bottom))


_ORIGINS: dict[str, Origin] = {
    "iso_weekday": Given("the weekday that the row is about, on the brand's clock"),
    "hour": Given("the hour that the row is about, on the brand's clock"),
    "n": Added("e", _RATED, how="count"),
    "n_missing": Added("e", "e IS NULL", how="count"),
    "n_deleted": Added("e", f"{_RATED} AND deleted_seen_at IS NOT NULL", how="count"),
    "eri_numerator": Added(_E),
    "eri_denominator": Added(_I, _RATED),
    "eri": Made(
        ("n", "eri_numerator", "eri_denominator"),
        "eri_numerator / eri_denominator, where n is enough",
        _SHOWN.format(top="eri_numerator", bottom="eri_denominator"),
    ),
    "expected_engagements": Added("x::DECIMAL(14, 0) * 0.0001::DECIMAL(4, 4)", _RATED),
    "account_n": Added("e", _RATED, how="count", units="account"),
    "account_n_without_hour": Added("1", how="count", units="without_hour"),
    "account_engagements": Added(_E, units="account"),
    "account_impressions": Added(_I, _RATED, units="account"),
    "eri_shrunk": _judged(_DRAWN, f"account_n * eri_denominator + {PSEUDO_POSTS} * account_impressions"),
    "time_lift": _judged(
        f"({_DRAWN}) * 10000",
        f"account_n * expected_engagements * 10000 + {PSEUDO_POSTS} * 10000 * account_engagements",
        "expected_engagements",
    ),
    "time_rank": Added(
        "time_lift", "time_lift > $time_lift OR (iso_weekday = $iso_weekday AND hour = $hour)", how="count", units="hours"
    ),
}

TRAIL = Trail(RPT_BEST_TIME, lambda _: "hour", UNITS, _ORIGINS.__getitem__, lambda: query_of(RPT_BEST_TIME.name))
