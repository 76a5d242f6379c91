"""`rpt_video`: one row per own video or story published in the month. The report keeps these identities with itself."""

from expectations.model import BETWEEN, Expect
from expectations.reports.common import confidence_known, is_its_parts, month_is_its_start
from transforms.reports.video_sql import RATES

# Rates are rounded to 12 significant digits: at 1 and above that costs up to 5e-12.
TOLERANCE = 1e-11
_COUNTS = ("impressions", "reach", "views", "video_views_1min", "engaged_views", "watch_time_s", "screenshots")

EXPECTATIONS = (
    *(is_its_parts(rate, f"{rate}_numerator", f"{rate}_denominator", TOLERANCE) for rate in (*RATES, "falloff_rate")),
    is_its_parts("avg_watch_share", "avg_watch_time_s", "duration_s", TOLERANCE),
    Expect(
        "counts_not_negative",
        BETWEEN,
        "smallest_count",
        "nothing is watched less than never",
        {"min_value": 0},
        value="least(" + ", ".join(f'"{name}"' for name in _COUNTS) + ")",
    ),
    Expect(
        "falls_off_somewhere",
        BETWEEN,
        "falloff_without_frame",
        "where people leave, a position says where, and some of those who were there leave: more than 0, at most all",
        {"max_value": 0},
        value='CASE WHEN ("falloff_frame" IS NULL) <> ("falloff_rate" IS NULL) OR "falloff_rate" <= 0 OR "falloff_rate" > 1 '
        "THEN 1 ELSE 0 END",
    ),
    Expect(
        "curve_has_its_ends",
        BETWEEN,
        "ends_of_no_curve",
        "completion and fall-off come of a curve with two positions at least",
        {"max_value": 0},
        value='CASE WHEN "retention_positions" < 2 THEN (coalesce("completion_rate_numerator", "falloff_rate") IS NOT NULL)::INT '
        'ELSE ("completion_rate_numerator" IS NULL)::INT END',
    ),
    Expect(
        "completion_is_fraction",
        BETWEEN,
        "completion_rate",
        "more people at the end than at the start watched a part again, or the curve is of something else",
        {"max_value": 1},
        "warning",
    ),
    Expect(
        "views_name_their_rule",
        BETWEEN,
        "rule_without_views",
        "views of platforms are different numbers: the rule is named where there are views, and nowhere else (METRICS 2.1)",
        {"max_value": 0},
        value='("view_rule" IS NOT NULL AND "views" IS NULL)::INT',
    ),
    month_is_its_start(),
    confidence_known(),
)
