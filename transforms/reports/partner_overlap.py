"""rpt_partner_overlap: what the query reads of the strategies, as a table: the accounts that are ours."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from transforms.months import BrandMonth
from transforms.strategy import Strategy

if TYPE_CHECKING:
    import pyarrow as pa


def of_strategies(strategies: Collection[Strategy], _months: Collection[BrandMonth]) -> "dict[str, pa.Table]":
    """`own_lists`: one row per own account, whether there is a list of its followers or not."""
    # Imported here: a night with nothing new imports no pyarrow.
    import pyarrow as pa

    rows = [
        {"brand": each.brand, "platform": account.platform, "account": account.handle}
        for each in strategies
        for account in each.accounts
    ]
    return {
        "own_lists": pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in ("brand", "platform", "account")]))
    }
