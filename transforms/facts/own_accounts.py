"""Whose a record is: one of our accounts, under whichever of its names, or somebody else's."""

from transforms import sql
from transforms.contracts.tables import Table

# The handle of today of the account that a record is of, where it is ours; over `joined`.
OWN_HANDLE = "coalesce(by_id.handle, by_name.handle)"


def joined(staging: Table, of: str) -> str:
    """The joins of `own_accounts` to a relation with the columns of a staging table.

    Ids name an account for ever; a handle names it up to the day on which it was given up, and then whoever took it.
    """
    names = {name: f"{of}.{name}" if name in staging.columns else "NULL::VARCHAR" for name in ("account_id", "account_handle")}
    return sql.load("transforms.facts", "own_accounts", of=of, **names)
