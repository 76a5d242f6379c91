"""Every fact and dimension that SQL builds: its table, its transform version and its text.

Raise a version when the same inputs would give other rows: history then counts as stale (DESIGN 5.6).
"""

from dataclasses import dataclass

from transforms import sql
from transforms.contracts.audience_tables import FACT_AUDIENCE, FACT_RETENTION, STAGING_AUDIENCE
from transforms.contracts.conversation_tables import FACT_AUDIENCE_MEMBER, FACT_INTERACTION, FACT_MENTION
from transforms.contracts.creator_tables import FACT_CREATOR_POST, FACT_CREATOR_SNAPSHOT
from transforms.contracts.measures import POST_MEASURES
from transforms.contracts.tables import FACT_ACCOUNT_DAILY, FACT_POST_DAILY, FACT_POST_SNAPSHOT, STAGING_OF, Table
from transforms.facts import own_accounts

_PACKAGE = "transforms.facts"
_NARROW = (
    "brand", "platform", "format", "post_id", "account_id", "account_handle", "published_at", "published_at_source",
    "activity_date", "is_lifetime", "observed_on", "observed_at", "source_sha", "source_line",
)  # fmt: skip
# The column that tells a record's day, and the day in it.
_DAYS = {
    "activity_date": "activity_date",
    "published_at": "published_at::DATE",
    "sent_at": "sent_at::DATE",
    "seen_on": "seen_on",
}
# Quotes are shares that some platforms count apart (METRICS 1.1).
_SHARES_AND_QUOTES = "CASE WHEN coalesce(shares, quotes) IS NOT NULL THEN coalesce(shares, 0) + coalesce(quotes, 0) END"


@dataclass(frozen=True)
class Fact:
    """One table that a query builds, and the version of that query."""

    table: Table
    query_name: str
    version: int
    is_ours: bool = True
    """about our own accounts, which the strategy tells from those of others"""
    with_partners: bool = False
    """a file may well tell of partners alone"""
    shares: str = "shares"
    """what counts as shares in `engagements`"""
    is_latest: bool = False
    """one row per thing, as it was seen last: an observation that is not the latest leaves no row"""

    @property
    def moves(self) -> bool:
        """May another observation of the same thing put it into another month?"""
        return self.table.partition in {"published", "sent"}

    @property
    def post(self) -> str:
        """What names one post, or whatever else moves; ids that people type are only sure within their creator."""
        if self.is_latest:
            return ", ".join(("brand", *self.table.key))
        return "brand, platform, post_id" if self.is_ours else "brand, platform, account_handle, post_id"

    @property
    def staging(self) -> Table:
        """The staging table that the fact is merged from."""
        return STAGING_OF[self.table.name]

    def query(self) -> str:
        """The query over `observed` and `own_accounts`: each row's `row_id` in the order of the files, and what is decided."""
        if not self.is_ours:
            return sql.load(_PACKAGE, self.query_name)
        whose = {"own_handle": own_accounts.OWN_HANDLE, "joined_own_accounts": own_accounts.joined(self.staging, "observed")}
        return sql.load(_PACKAGE, self.query_name, **whose)

    def incoming(self) -> str:
        """The statements that make `duplicates` and `incoming` out of `staging`, `refused` and `held`."""
        return sql.load(
            _PACKAGE,
            "incoming",
            key=", ".join(self.staging.key),
            engagements=sql.engagements(self.shares) if self._counts_engagements else "NULL::BIGINT",
            components_present=sql.components_present(self.shares) if self._counts_engagements else "NULL::INT",
            **self._chosen_by(),
        )

    def observed(self) -> str:
        """The statements that make `existing`, `kept` and `observed` out of `incoming` and `published`."""
        engaged = "engagements, components_present" if self._counts_engagements else "NULL::BIGINT, NULL::INT"
        return sql.load(_PACKAGE, "observed", engaged=engaged, **self._chosen_by())

    @property
    def _counts_engagements(self) -> bool:
        return "engagements" in self.table.columns

    @property
    def narrow(self) -> tuple[str, ...]:
        """The columns, in staging and in the fact alike, by which records are told apart, chosen and placed."""
        wanted = dict.fromkeys((*_NARROW, *self.staging.key, self.table.moment))
        # The month is told by the moment, wherever it is also a part of the key.
        return tuple(name for name in wanted if name in self.staging.columns and name != "month")

    @property
    def published(self) -> tuple[str, ...]:
        """The columns that `observed` wants of published rows."""
        engaged = ("engagements", "components_present") if self._counts_engagements else ()
        return (*self.narrow, *sql.measures(self.staging), *engaged)

    def _chosen_by(self) -> dict[str, str]:
        return {
            "narrow": ", ".join(self.narrow),
            "moment": self.table.moment,
            "cells": sql.cells(self.staging),
            "values": sql.values(self.staging),
        }

    def dispositions(self) -> str:
        """The query that counts what each file's accepted records meant here."""
        many = {"of_record": "max", "per_record": "GROUP BY brand, source_sha, source_line"}
        one = {"of_record": "", "per_record": ""}
        holes = many if self.staging.many_per_record else one
        return sql.load(_PACKAGE, "dispositions", entity=sql.entity(self.staging), **holes)


FACTS: tuple[Fact, ...] = (
    Fact(FACT_POST_SNAPSHOT, "post_snapshot", version=3),
    Fact(FACT_POST_DAILY, "post_daily", version=3),
    Fact(FACT_ACCOUNT_DAILY, "account_daily", version=3),
    Fact(FACT_CREATOR_SNAPSHOT, "creator_snapshot", version=2, is_ours=False),
    Fact(FACT_CREATOR_POST, "creator_post", version=1, is_ours=False, shares=_SHARES_AND_QUOTES),
    Fact(FACT_AUDIENCE, "audience", version=2),
    Fact(FACT_RETENTION, "retention", version=2),
    Fact(FACT_MENTION, "mention", version=1, is_ours=False, is_latest=True),
    Fact(FACT_INTERACTION, "interaction", version=2, is_latest=True),
    Fact(FACT_AUDIENCE_MEMBER, "audience_member", version=2, with_partners=True),
)
DIM_POST_VERSION = 4
BRIDGE_POST_LABEL_VERSION = 1
SMALL_DIMS_VERSION = 1


# The columns of fact_post_snapshot by which the rows of dim_post are chosen and placed.
DIM_POST_NARROW = (
    "brand", "platform", "post_id", "format", "observed_at", "observed_on", "source_sha", "source_line", "published_at",
    "impressions", "exposure_metric", "account_id", "is_lifetime",
)  # fmt: skip


def dim_post_latest() -> str:
    """The statements that make `latest` and `several` out of `published`."""
    return sql.load(_PACKAGE, "dim_post_latest")


def dim_post_coalesced() -> str:
    """Rows of dim_post from `told`, the latest rows of posts in several formats, and the ranks in `formats`."""
    return sql.load(
        _PACKAGE,
        "dim_post_coalesced",
        lifetime_measures=sql.only_if("counts_all", POST_MEASURES),
        engagements=sql.engagements(),
        components_present=sql.components_present(),
    )


def dim_post_query() -> str:
    """dim_post over `latest`, `several` and `coalesced`, as a fact's query."""
    return sql.load(_PACKAGE, "dim_post")


def post_publication(fact: Fact) -> str:
    """The statement that makes `publication` out of `observed`."""
    return sql.load(_PACKAGE, "latest_publication" if fact.is_latest else "post_publication", post=fact.post)


def file_profile_query(staging: Table) -> str:
    """What the file-level expectations judge, of the files staged in one staging table."""
    day = next((day for name, day in _DAYS.items() if name in staging.columns), "observed_on")
    if staging.name == STAGING_AUDIENCE.name:
        day = "coalesce(activity_date, window_end, observed_on)"  # a stock at the moment of the export has no other day
    key = ", ".join(f"staging.{name}" for name in staging.key)
    are_ours = all(fact.is_ours and not fact.with_partners for fact in FACTS if fact.staging == staging)
    account_handle = "staging.account_handle" if "account_handle" in staging.columns else "NULL::VARCHAR"
    return sql.load(
        _PACKAGE,
        "file_profile",
        day=day,
        key=key,
        values=sql.values(staging),
        are_ours=str(are_ours),
        account_handle=account_handle,
        own_handle=own_accounts.OWN_HANDLE,
        joined_own_accounts=own_accounts.joined(staging, "staging"),
    )


def dim_account_query() -> str:
    """dim_account from what it was, the facts of the night and the strategies."""
    return sql.load(_PACKAGE, "dim_account")


def macros() -> str:
    """The words that every query shares."""
    return sql.load(_PACKAGE, "macros")
