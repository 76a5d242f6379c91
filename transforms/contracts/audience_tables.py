"""Tables about audiences and retention. One record of an export may give many of their rows: a value or a position each."""

from transforms.contracts.table import Table

_LINEAGE = ("source_sha", "source_line")
_OBSERVED = ("observed_on", "observed_on_source", "observed_at", *_LINEAGE)
_ACCOUNT_NAMES = ("account_id", "account_handle", "account_name")

AUDIENCE_MEASURES = (
    "audience_share", "audience_count", "impressions", "engagements_native", "profile_visits", "follows", "posts_published",
    "watch_time_s", "watch_time_share", "avg_watch_time_s", "avg_view_share", "thumbnail_impressions", "thumbnail_ctr",
    "followers_net", "estimated_earnings_usd",
)  # fmt: skip
RETENTION_MEASURES = ("retention_share",)

# A day may be missing and a period unknown, but `period` always says which of them it is: so it stands in the key.
_WHO = ("audience", "dimension", "value_id", "period")
_DAYS = ("activity_date", "window_start", "window_end")

STAGING_AUDIENCE = Table(
    name="staging_audience",
    layer="staging",
    grain="one row per record of a breakdown x value: a part of an account's audience as that file shows it",
    partition="none",
    key=("platform", "account_handle", "format", *_WHO, "observed_on"),
    columns=(
        *_DAYS, "brand", "platform", "format", *_ACCOUNT_NAMES, "audience", "dimension", "dimension_value", "value_id", "period",
        "exposure_metric", *AUDIENCE_MEASURES, *_OBSERVED, "parse_error",
    ),
    required=("brand", "platform", "format", "account_handle", *_WHO, "dimension_value", "observed_on", "observed_at", *_LINEAGE),
    many_per_record=True,
)  # fmt: skip

STAGING_RETENTION = Table(
    name="staging_retention",
    layer="staging",
    grain="one row per record of a content export x position: how many still watch there, as that file shows it",
    partition="none",
    key=("platform", "post_id", "retention_curve", "position", "observed_on", "format"),
    columns=(
        "published_at", "published_at_source", "brand", "platform", "format", "post_id", *_ACCOUNT_NAMES, "media_type",
        "duration_s", "retention_curve", "position", "position_share", *RETENTION_MEASURES, *_OBSERVED, "parse_error",
    ),
    required=(
        "brand", "platform", "format", "post_id", "account_handle", "retention_curve", "position", "observed_on", "observed_at",
        *_LINEAGE,
    ),
    many_per_record=True,
)  # fmt: skip

FACT_AUDIENCE = Table(
    name="fact_audience",
    layer="fact",
    grain="one row per account x observed_on x format x audience x dimension x value x period, unchanged observations included",
    partition="observed",
    key=("platform", "account", "format", *_WHO, "observed_on"),
    columns=(
        "observed_on", *_DAYS, "brand", "platform", "account", "format", "is_own", *_ACCOUNT_NAMES, "audience", "dimension",
        "dimension_value", "value_id", "period", "exposure_metric", *AUDIENCE_MEASURES, "observed_on_source", "observed_at",
        *_LINEAGE,
    ),
    required=(
        "observed_on", "brand", "platform", "account", "format", "is_own", *_WHO, "dimension_value", *_LINEAGE,
    ),
    order=("platform", "account", "format", *_WHO, "observed_on"),
)  # fmt: skip

FACT_RETENTION = Table(
    name="fact_retention",
    layer="fact",
    grain="one row per video or story x curve x position x observed_on x format: the part that still watches there",
    partition="published",
    key=STAGING_RETENTION.key,
    columns=(
        "observed_on", "published_at", "brand", "platform", "account", "post_id", "format", "is_own", *_ACCOUNT_NAMES,
        "media_type", "duration_s", "retention_curve", "position", "position_share", *RETENTION_MEASURES, "published_at_source",
        "observed_on_source", "observed_at", *_LINEAGE,
    ),
    required=(
        "observed_on", "brand", "platform", "account", "post_id", "format", "is_own", "retention_curve", "position",
        "published_at_source", *_LINEAGE,
    ),
    order=("platform", "post_id", "retention_curve", "position", "observed_on", "format"),
)  # fmt: skip

TABLES = (STAGING_AUDIENCE, STAGING_RETENTION, FACT_AUDIENCE, FACT_RETENTION)
# The staging table that each fact is merged from.
STAGING_OF: dict[str, Table] = {FACT_AUDIENCE.name: STAGING_AUDIENCE, FACT_RETENTION.name: STAGING_RETENTION}
