"""rpt_share_of_voice: what the query reads of the strategies, as a table: whose names are ours and whose a competitor's."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from transforms.months import BrandMonth
from transforms.strategy import Strategy

if TYPE_CHECKING:
    import pyarrow as pa


def of_strategies(strategies: Collection[Strategy], _months: Collection[BrandMonth]) -> "dict[str, pa.Table]":
    """`subjects`: one row per name of a subject. Ours are all told as the brand, a competitor as the strategy writes it."""
    # Imported here: a night with nothing new imports no pyarrow.
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("brand", "name", "subject")]
    return {"subjects": pa.Table.from_pylist(list(_names(strategies)), pa.schema([*texts, ("is_us", pa.bool_())]))}


def _names(strategies: Collection[Strategy]) -> Iterator[dict[str, Any]]:
    for each in strategies:
        for name in (each.brand, *each.our_names):
            yield {"brand": each.brand, "name": name, "subject": each.brand, "is_us": True}
        for name in each.competitors:
            yield {"brand": each.brand, "name": name, "subject": name, "is_us": False}
