"""What exports list whole, and so which posts are deleted: the text of its queries (METRICS 2.4)."""

from collections.abc import Iterable

from transforms import sql
from transforms.contracts.tables import STAGING_POST
from transforms.facts import own_accounts

_PACKAGE = "transforms.facts"
# What is needed of fact_post_snapshot beside what dim_post is chosen by.
NARROW = ("account", "is_own", "media_type")


def found(listing: Iterable[str]) -> str:
    """The query over `staging` for what is listed whole in files of the formats `listing`."""
    return sql.load(_PACKAGE, "coverage", listing=", ".join(f"'{name}'" for name in sorted(listing)))


def covers() -> str:
    """The query over `told` and `own_accounts` for what each export of an own account covers."""
    return sql.load(
        _PACKAGE,
        "covers",
        own_handle=own_accounts.OWN_HANDLE,
        joined_own_accounts=own_accounts.joined(STAGING_POST, "told"),
    )


def deleted() -> str:
    """The statement that makes `deleted` out of `snapshots`, `same_post` and `covers`."""
    return sql.load(_PACKAGE, "dim_post_deleted")


def none_deleted() -> str:
    """The statement that makes `deleted` where no export covers anything."""
    return "CREATE OR REPLACE TEMP TABLE deleted (brand VARCHAR, platform VARCHAR, post_id VARCHAR, deleted_seen_at TIMESTAMPTZ)"
