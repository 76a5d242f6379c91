"""Every table, declared once: its grain, key, partition and columns (dates, keys, names, dims, measures, lineage last)."""

from transforms.contracts import audience_tables as audiences
from transforms.contracts import care_tables as care
from transforms.contracts import conversation_tables as conversation
from transforms.contracts import creator_tables as creators
from transforms.contracts import engagement_tables as engagement
from transforms.contracts import post_report_tables as post_reports
from transforms.contracts.change_table import FACT_POST_CHANGE
from transforms.contracts.engagement_tables import RPT_ENGAGEMENT
from transforms.contracts.measures import ACCOUNT_MEASURES, POST_MEASURES, with_engagements
from transforms.contracts.metric_table import DIM_METRIC
from transforms.contracts.overlap_table import RPT_PARTNER_OVERLAP
from transforms.contracts.quality_tables import RPT_QUALITY
from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.contracts.table import Table
from transforms.contracts.video_table import RPT_VIDEO

__all__ = ["RPT_ENGAGEMENT", "Table"]  # declared beside this page, read from here

_ACCOUNT_NAMES = ("account_id", "account_handle", "account_name")
_POST_DIMS = (
    "media_type", "native_post_type", "permalink", "title", "caption", "custom_labels", "duration_s", "exposure_metric",
)  # fmt: skip
# What period a lifetime table's measures count.
_WINDOW = ("window_start", "window_end", "is_lifetime")
_LINEAGE = ("source_sha", "source_line")

_STAGING_LINEAGE = ("observed_on", "observed_on_source", "observed_at", *_LINEAGE, "parse_error")

STAGING_POST = Table(
    name="staging_post",
    layer="staging",
    grain="one row per record of a content export: a post's lifetime metrics as that file shows them",
    partition="none",
    key=("platform", "post_id", "observed_on", "format"),
    columns=(
        "published_at", "published_at_source", *_WINDOW, "brand", "platform", "format", "post_id", *_ACCOUNT_NAMES, *_POST_DIMS,
        *POST_MEASURES, *_STAGING_LINEAGE,
    ),
    required=("brand", "platform", "format", "post_id", "account_handle", "observed_on", "observed_at", *_LINEAGE),
)  # fmt: skip

STAGING_POST_DAILY = Table(
    name="staging_post_daily",
    layer="staging",
    grain="one row per record of a daily content export: what happened on one post on one day of the platform",
    partition="none",
    key=("platform", "post_id", "activity_date", "format"),
    columns=(
        "activity_date", "published_at", "published_at_source", "brand", "platform", "format", "post_id", *_ACCOUNT_NAMES,
        *_POST_DIMS, *POST_MEASURES, *_STAGING_LINEAGE,
    ),
    required=(
        "activity_date", "brand", "platform", "format", "post_id", "account_handle", "observed_on", "observed_at", *_LINEAGE,
    ),
)  # fmt: skip

STAGING_ACCOUNT_DAILY = Table(
    name="staging_account_daily",
    layer="staging",
    grain="one row per record of an overview export: one account on one day of the platform",
    partition="none",
    key=("platform", "account_handle", "activity_date", "format"),
    columns=(
        "activity_date", "brand", "platform", "format", *_ACCOUNT_NAMES, "exposure_metric", *ACCOUNT_MEASURES, *_STAGING_LINEAGE,
    ),
    required=("activity_date", "brand", "platform", "format", "account_handle", "observed_on", "observed_at", *_LINEAGE),
)  # fmt: skip

STAGING_FILE_PROFILE = Table(
    name="staging_file_profile",
    layer="staging",
    grain="one row per export file of the night",
    partition="none",
    key=("brand", "source_sha"),
    columns=(
        "brand", "platform", "format", "source_sha", "account_handle", "observed_on", "first_date", "last_date", "n_records",
        "n_structural", "n_unparsed", "n_duplicates", "n_conflicting", "n_own",
    ),
    required=("brand", "platform", "format", "source_sha", "observed_on", "n_records"),
)  # fmt: skip

FACT_POST_SNAPSHOT = Table(
    name="fact_post_snapshot",
    layer="fact",
    grain="one row per account x post x observed_on x format: its lifetime metrics as that export showed them",
    partition="published",
    key=STAGING_POST.key,
    columns=(
        "observed_on", "published_at", *_WINDOW, "brand", "platform", "account", "post_id", "format", "is_own", *_ACCOUNT_NAMES,
        *_POST_DIMS,
        *with_engagements(POST_MEASURES), "published_at_source", "observed_on_source", "observed_at", *_LINEAGE,
    ),
    required=("observed_on", "brand", "platform", "account", "post_id", "format", "is_own", "published_at_source", *_LINEAGE),
    order=("platform", "post_id", "observed_on", "format"),
)  # fmt: skip

FACT_POST_DAILY = Table(
    name="fact_post_daily",
    layer="fact",
    grain="one row per post x activity day x format, from native daily rows only",
    partition="activity",
    key=STAGING_POST_DAILY.key,
    columns=(
        "activity_date", "published_at", "brand", "platform", "account", "post_id", "format", "is_own", *_ACCOUNT_NAMES,
        *_POST_DIMS, *with_engagements(POST_MEASURES), "published_at_source", "observed_on", "observed_on_source", "observed_at",
        *_LINEAGE,
    ),
    required=("activity_date", "brand", "platform", "account", "post_id", "format", "is_own", *_LINEAGE),
    order=("platform", "post_id", "activity_date", "format"),
)  # fmt: skip

FACT_ACCOUNT_DAILY = Table(
    name="fact_account_daily",
    layer="fact",
    grain="one row per account x day (the platform's own day) x format",
    partition="activity",
    key=("platform", "account", "activity_date", "format"),
    columns=(
        "activity_date", "brand", "platform", "account", "format", "is_own", *_ACCOUNT_NAMES, "exposure_metric",
        *with_engagements(ACCOUNT_MEASURES), "observed_on", "observed_on_source", "observed_at", *_LINEAGE,
    ),
    required=("activity_date", "brand", "platform", "account", "format", "is_own", *_LINEAGE),
    order=("platform", "account", "activity_date", "format"),
)  # fmt: skip

DIM_POST = Table(
    name="dim_post",
    layer="dim",
    grain="one row per post: its latest state, each metric from the best format that supplies it",
    partition="published",
    key=("platform", "post_id"),
    columns=(
        "published_at", *_WINDOW, "brand", "platform", "account", "post_id", "is_own", *_ACCOUNT_NAMES, *_POST_DIMS,
        *with_engagements(POST_MEASURES), "published_at_source", "observed_on", "deleted_seen_at", *_LINEAGE,
    ),
    required=("brand", "platform", "account", "post_id", "is_own", "published_at_source"),
    order=("platform", "post_id"),
)  # fmt: skip

DIM_BRAND = Table(
    name="dim_brand",
    layer="dim",
    grain="one row per brand with a strategy file",
    partition="whole",
    key=("brand",),
    columns=("brand", "time_zone"),
    required=("brand", "time_zone"),
    order=("brand",),
)
DIM_ACCOUNT = Table(
    name="dim_account",
    layer="dim",
    grain="one row per account that a brand's strategy names or that appears in its facts",
    partition="whole",
    key=("brand", "platform", "account"),
    columns=("brand", "platform", "account", "is_own"),
    required=("brand", "platform", "account", "is_own"),
    order=("brand", "platform", "account"),
)
DIM_PLATFORM = Table(
    name="dim_platform",
    layer="dim",
    grain="one row per platform that Pilaster knows",
    partition="whole",
    key=("platform",),
    columns=("platform", "report_tz", "is_active", "has_id_time"),
    required=("platform", "report_tz", "is_active", "has_id_time"),
    order=("platform",),
)
DIM_DATE = Table(
    name="dim_date",
    layer="dim",
    grain="one row per calendar day of every year that a fact touches",
    partition="whole",
    key=("date",),
    columns=("date", "month_start", "month", "iso_week", "weekday", "year", "day_of_month"),
    required=("date", "month_start", "month", "iso_week", "weekday", "year", "day_of_month"),
    order=("date",),
)

BRIDGE_POST_LABEL = Table(
    name="bridge_post_label",
    layer="dim",
    grain="one row per post x label, with its exact credit and the rule that gave it",
    partition="published",
    key=("platform", "post_id", "label_kind", "label"),
    columns=(
        "published_at", "brand", "platform", "account", "post_id", "label_kind", "label", "label_source", "label_rule",
        "credit_numerator", "credit_denominator", "credit",
    ),
    required=(
        "brand", "platform", "account", "post_id", "label_kind", "label", "label_source", "credit_numerator",
        "credit_denominator",
        "credit",
    ),
    order=("platform", "post_id", "label_kind", "label"),
)  # fmt: skip

_SHARES = tuple(
    f"{basis}_{part}"
    for basis in ("posts", "impressions", "engagements")
    for part in ("share_numerator", "share_denominator", "share", "gap", "drift")
)
RPT_PILLAR_BALANCE = Table(
    name="rpt_pillar_balance",
    layer="report",
    grain="one row per brand x month x pillar, over the posts published in the month",
    partition="report",
    key=("pillar",),
    columns=(
        "month_start", "month", "as_of_date", "brand", "pillar", "basis", "exposure_metric", "n", "target_share", *_SHARES,
        "impressions_posts_n_missing", "engagements_posts_n_missing", "label_coverage_numerator", "label_coverage_denominator",
        "label_coverage", "confidence",
    ),
    required=(
        "month_start", "month", "as_of_date", "brand", "pillar", "basis", "n", "target_share",
        "label_coverage_numerator", "label_coverage_denominator", "confidence",
    ),
    order=("pillar",),
)  # fmt: skip

DATA_DICTIONARY = Table(
    name="data_dictionary",
    layer="dictionary",
    grain="one row per column of every published table",
    partition="whole",
    key=("table_name", "column_name"),
    columns=("table_name", "grain", "position", "column_name", "type", "unit", "additivity", "meaning"),
    required=("table_name", "grain", "position", "column_name", "type", "additivity", "meaning"),
    order=("table_name", "position"),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        STAGING_POST, STAGING_POST_DAILY, STAGING_ACCOUNT_DAILY, STAGING_FILE_PROFILE,
        FACT_POST_SNAPSHOT, FACT_POST_DAILY, FACT_POST_CHANGE, FACT_ACCOUNT_DAILY,
        DIM_POST, BRIDGE_POST_LABEL, DIM_BRAND, DIM_ACCOUNT, DIM_PLATFORM, DIM_DATE, DIM_METRIC,
        *engagement.TABLES, RPT_PILLAR_BALANCE, RPT_QUALITY, DATA_DICTIONARY, *creators.TABLES,
        *audiences.TABLES,
        *conversation.TABLES,
        *post_reports.TABLES,
        RPT_VIDEO,
        *care.TABLES,
        RPT_PARTNER_OVERLAP,
        RPT_RESTATEMENTS,
    )
}  # fmt: skip
# The staging table that each fact is merged from.
STAGING_OF: dict[str, Table] = {
    FACT_POST_SNAPSHOT.name: STAGING_POST,
    FACT_POST_DAILY.name: STAGING_POST_DAILY,
    FACT_ACCOUNT_DAILY.name: STAGING_ACCOUNT_DAILY,
    **creators.STAGING_OF,
    **audiences.STAGING_OF,
    **conversation.STAGING_OF,
}
