"""Every fact and dimension that SQL builds: its table, its transform version and its text.

Raise a version when the same inputs would give other rows: history then counts as stale (DESIGN 5.6).
"""

from dataclasses import dataclass

from transforms import sql
from transforms.contracts.creator_tables import FACT_CREATOR_POST, FACT_CREATOR_SNAPSHOT
from transforms.contracts.measures import POST_MEASURES
from transforms.contracts.tables import FACT_ACCOUNT_DAILY, FACT_POST_DAILY, FACT_POST_SNAPSHOT, STAGING_OF, Table

_PACKAGE = "transforms.facts"


@dataclass(frozen=True)
class Fact:
    """One table that a query builds, and the version of that query."""

    table: Table
    query_name: str
    version: int
    is_ours: bool = True
    """about our own accounts, which the strategy tells from those of others"""

    @property
    def post(self) -> str:
        """What names one post; ids that people type are only sure within their creator."""
        return "brand, platform, post_id" if self.is_ours else "brand, platform, account_handle, post_id"

    @property
    def staging(self) -> Table:
        """The staging table that the fact is merged from."""
        return STAGING_OF[self.table.name]

    def query(self) -> str:
        """The query over `incoming`, `existing` and `own_accounts`; rows come in the order of the files, `_month` last."""
        return sql.load(
            _PACKAGE,
            self.query_name,
            cells=sql.cells(self.staging),
            engagements=sql.engagements(),
            components_present=sql.components_present(),
        )

    def incoming(self) -> str:
        """The statements that make `duplicates` and `incoming` out of `staging`, `refused` and `held`."""
        key = ", ".join(self.staging.key)
        return sql.load(_PACKAGE, "incoming", key=key, cells=sql.cells(self.staging))

    def dispositions(self) -> str:
        """The query that counts what each file's accepted records meant here."""
        return sql.load(
            _PACKAGE,
            "dispositions",
            entity=sql.entity(self.staging),
            cells=sql.cells(self.staging),
            values=sql.values(self.staging),
        )


FACTS: tuple[Fact, ...] = (
    Fact(FACT_POST_SNAPSHOT, "post_snapshot", version=2),
    Fact(FACT_POST_DAILY, "post_daily", version=2),
    Fact(FACT_ACCOUNT_DAILY, "account_daily", version=2),
    Fact(FACT_CREATOR_SNAPSHOT, "creator_snapshot", version=1, is_ours=False),
    Fact(FACT_CREATOR_POST, "creator_post", version=1, is_ours=False),
)
DIM_POST_VERSION = 2
SMALL_DIMS_VERSION = 1


def dim_post_query() -> str:
    """dim_post from every observation in `fact_post_snapshot` and the ranks in `formats`."""
    return sql.load(
        _PACKAGE,
        "dim_post",
        lifetime_measures=sql.only_if("counts_all", POST_MEASURES),
        engagements=sql.engagements(),
        components_present=sql.components_present(),
    )


def post_publication(fact: Fact) -> str:
    """The statement that makes `publication` out of `incoming` and `existing`."""
    return sql.load(_PACKAGE, "post_publication", post=fact.post)


def file_profile_query(staging: Table) -> str:
    """What the file-level expectations judge, of the files staged in one staging table."""
    day = "activity_date" if "activity_date" in staging.columns else "published_at::DATE"
    key = ", ".join(f"staging.{name}" for name in staging.key)
    are_ours = all(fact.is_ours for fact in FACTS if fact.staging == staging)
    account_id = "staging.account_id" if "account_id" in staging.columns else "NULL"
    return sql.load(
        _PACKAGE,
        "file_profile",
        day=day,
        key=key,
        values=sql.values(staging),
        are_ours=str(are_ours),
        account_id=account_id,
    )


def dim_account_query() -> str:
    """dim_account from what it was, the facts of the night and the strategies."""
    return sql.load(_PACKAGE, "dim_account")


def macros() -> str:
    """The words that every query shares."""
    return sql.load(_PACKAGE, "macros")
