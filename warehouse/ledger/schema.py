"""The ledger's tables. `migrations/` brings a database to this shape; a test holds the two together."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, DateTime, Integer, MetaData, Table, Text
from sqlalchemy import String as AnyString

# The newest migration. Alembic is imported only when a database is not there yet.
HEAD = "0006"

# Names sort by their bytes everywhere, as SQLite has it: what the ledger lists ends up in files that must not depend on a locale.
String = AnyString().with_variant(AnyString(collation="C"), "postgresql")
# PostgreSQL's INTEGER ends at 2 GiB.
Bytes = Integer().with_variant(BigInteger(), "postgresql")

metadata = MetaData()

files = Table(
    "files",
    metadata,
    Column("brand", String, primary_key=True),
    Column("sha", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("folders", JSON, nullable=False),
    Column("size", Bytes, nullable=False),
    Column("observed_at", DateTime(timezone=False), nullable=False),
    Column("observed_on", Date, nullable=False),
    Column("observed_on_source", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("hold", JSON, comment="code, where, expected, found and remedy of a held file"),
    Column("platform", String),
    Column("format", String),
    Column("judged_by", String, comment="hash of formats, checks and accounts that judged the file last"),
    Column("n_records", Integer, nullable=False, default=0),
    Column("n_structural", Integer, nullable=False, default=0),
    Column("n_duplicates", Integer, nullable=False, default=0),
    Column("n_quarantined", Integer, nullable=False, default=0),
    Column("n_accepted", Integer, nullable=False, default=0),
    Column("unknown_columns", JSON, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("assigned_account", String),
    Column("is_released", Boolean, nullable=False, default=False),
    Column("account", String, comment="the one handle that all its records bear; NULL: several, or none known"),
    Column("first_date", String, comment="earliest day in the file, as ISO text"),
    Column("last_date", String, comment="latest day in the file, as ISO text"),
    Column("run_id", String, comment="run that judged the file last"),
    Column("covers", JSON(none_as_null=True), comment="what the file lists whole: see covering.py"),
    comment="one row per (brand, export file)",
)

landing = Table(
    "landing",
    metadata,
    Column("brand", String, primary_key=True),
    Column("path", String, primary_key=True),
    Column("size", Bytes, nullable=False),
    Column("mtime_ns", String, nullable=False),
    Column("sidecar", String, nullable=False),
    Column("sha", String, nullable=False),
    comment="one row per path in landing/ as it was last taken, so that a night need not hash what it knows",
)

dispositions = Table(
    "dispositions",
    metadata,
    Column("brand", String, primary_key=True),
    Column("sha", String, primary_key=True),
    Column("table_name", String, primary_key=True),
    Column("n_new", Integer, nullable=False),
    Column("n_changes_latest", Integer, nullable=False),
    Column("n_same_value", Integer, nullable=False),
    Column("n_older", Integer, nullable=False),
    comment="one row per file x table it supplied: what its accepted records meant there",
)

partitions = Table(
    "partitions",
    metadata,
    Column("table_name", String, primary_key=True),
    Column("brand", String, primary_key=True),
    Column("month", String, primary_key=True),
    Column("state", String, nullable=False, comment="published, empty or rebuild"),
    Column("key", String, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("transform_version", Integer, nullable=False),
    Column("n_rows", Integer, nullable=False),
    Column("n_unsettled", Integer, nullable=False, comment="posts whose moment of publication a better source could still move"),
    Column("file_sha", String, comment="sha256 of the file's bytes as they were written"),
    comment="one row per published Parquet file",
)

contributions = Table(
    "contributions",
    metadata,
    Column("table_name", String, primary_key=True),
    Column("brand", String, primary_key=True),
    Column("month", String, primary_key=True),
    Column("sha", String, primary_key=True),
    comment="one row per partition x export file with an accepted record in it",
)

brands = Table(
    "brands",
    metadata,
    Column("brand", String, primary_key=True),
    Column("slices", JSON, nullable=False, comment="what tables read of its strategy, as hashes"),
    comment="one row per brand: the slices of its strategy that the published files were made with",
)

runs = Table(
    "runs",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False, index=True, comment="running, intent, published or failed"),
    Column("started_at", DateTime(timezone=False), nullable=False),
    Column("ended_at", DateTime(timezone=False)),
    Column("intent", JSON, comment="the files of one publication and what the ledger says once they are in place"),
    Column("summary", JSON),
    comment="one row per run",
)

checks = Table(
    "checks",
    metadata,
    Column("run_id", String, primary_key=True),
    Column("table_name", String, primary_key=True),
    Column("expectation", String, primary_key=True),
    Column("severity", String, nullable=False),
    Column("success", Boolean, nullable=False),
    Column("n_evaluated", Integer, nullable=False),
    Column("n_unexpected", Integer, nullable=False),
    Column("why", Text, nullable=False),
    comment="one row per run x table x expectation: the verdicts of Great Expectations",
)

own_formats = Table(
    "own_formats",
    metadata,
    Column("name", String, primary_key=True),
    Column("format", String, nullable=False),
    Column("told", Text, nullable=False, comment="what it says, in a spelling without comments"),
    comment="one row per file in formats/: what the taken exports were read with",
)

workspace = Table(
    "workspace",
    metadata,
    Column("id", String, primary_key=True),
    comment="at most one row: the workspace that this ledger belongs to, where the ledger does not lie in its folder",
)

closes = Table(
    "closes",
    metadata,
    Column("brand", String, primary_key=True),
    Column("month", String, primary_key=True),
    Column("state", String, nullable=False, comment="closed, or reopened until the journal knows of it"),
    Column("event", String, nullable=False, comment="name of the close in journal/close/<brand>/"),
    Column("closed_at", DateTime(timezone=False), nullable=False),
    Column("tables", JSON, nullable=False, comment="table to what its file was when the month was closed"),
    Column("pending", JSON(none_as_null=True), comment="events that the journal does not have yet"),
    comment="one row per closed month of a brand: its reports are not written any more",
)
