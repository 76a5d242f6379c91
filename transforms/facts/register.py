"""Every fact and dimension that SQL builds: its table, its transform version and its text.

Raise a version when the same inputs would give other rows: history then counts as stale (DESIGN 5.6).
"""

from dataclasses import dataclass

from transforms import sql
from transforms.contracts.tables import FACT_ACCOUNT_DAILY, FACT_POST_DAILY, FACT_POST_SNAPSHOT, STAGING_OF, Table

_PACKAGE = "transforms.facts"
_NARROW = (
    "brand", "platform", "format", "post_id", "account_id", "account_handle", "published_at", "published_at_source",
    "activity_date", "observed_on", "observed_at", "source_sha", "source_line",
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One table that a query builds, and the version of that query."""

    table: Table
    query_name: str
    version: int

    @property
    def staging(self) -> Table:
        """The staging table that the fact is merged from."""
        return STAGING_OF[self.table.name]

    def query(self) -> str:
        """The query over `observed` and `own_accounts`: each row's `row_id` in the order of the files, and what is decided."""
        return sql.load(_PACKAGE, self.query_name)

    def incoming(self) -> str:
        """The statements that make `duplicates` and `incoming` out of `staging`, `refused` and `held`."""
        return sql.load(
            _PACKAGE,
            "incoming",
            key=", ".join(self.staging.key),
            engagements=sql.engagements(),
            components_present=sql.components_present(),
            **self._chosen_by(),
        )

    def observed(self) -> str:
        """The statements that make `existing`, `kept` and `observed` out of `incoming` and `published`."""
        return sql.load(_PACKAGE, "observed", **self._chosen_by())

    @property
    def narrow(self) -> tuple[str, ...]:
        """The columns, in staging and in the fact alike, by which records are told apart, chosen and placed."""
        return tuple(name for name in _NARROW if name in self.staging.columns)

    @property
    def published(self) -> tuple[str, ...]:
        """The columns that `observed` wants of published rows."""
        return (*self.narrow, *sql.measures(self.staging), "engagements", "components_present")

    def _chosen_by(self) -> dict[str, str]:
        return {
            "narrow": ", ".join(self.narrow),
            "moment": "published_at" if self.table.partition == "published" else "activity_date",
            "cells": sql.cells(self.staging),
            "values": sql.values(self.staging),
        }

    def dispositions(self) -> str:
        """The query that counts what each file's accepted records meant here."""
        return sql.load(_PACKAGE, "dispositions", entity=sql.entity(self.staging))


FACTS: tuple[Fact, ...] = (
    Fact(FACT_POST_SNAPSHOT, "post_snapshot", version=1),
    Fact(FACT_POST_DAILY, "post_daily", version=1),
    Fact(FACT_ACCOUNT_DAILY, "account_daily", version=1),
)
DIM_POST_VERSION = 1
SMALL_DIMS_VERSION = 1


# The columns of fact_post_snapshot by which the rows of dim_post are chosen and placed.
DIM_POST_NARROW = (
    "brand", "platform", "post_id", "format", "observed_at", "observed_on", "source_sha", "source_line", "published_at",
    "impressions", "exposure_metric",
)  # fmt: skip


def dim_post_latest() -> str:
    """The statements that make `latest` and `several` out of `published`."""
    return sql.load(_PACKAGE, "dim_post_latest")


def dim_post_coalesced() -> str:
    """Rows of dim_post from `told`, the latest rows of posts in several formats, and the ranks in `formats`."""
    return sql.load(_PACKAGE, "dim_post_coalesced", engagements=sql.engagements(), components_present=sql.components_present())


def dim_post_query() -> str:
    """dim_post over `latest`, `several` and `coalesced`, as a fact's query."""
    return sql.load(_PACKAGE, "dim_post")


def post_publication() -> str:
    """The statement that makes `publication` out of `observed`."""
    return sql.load(_PACKAGE, "post_publication")


def file_profile_query(staging: Table) -> str:
    """What the file-level expectations judge, of the files staged in one staging table."""
    day = "activity_date" if "activity_date" in staging.columns else "published_at::DATE"
    key = ", ".join(f"staging.{name}" for name in staging.key)
    return sql.load(_PACKAGE, "file_profile", day=day, key=key, values=sql.values(staging))


def dim_account_query() -> str:
    """dim_account from what it was, the facts of the night and the strategies."""
    return sql.load(_PACKAGE, "dim_account")


def macros() -> str:
    """The words that every query shares."""
    return sql.load(_PACKAGE, "macros")
