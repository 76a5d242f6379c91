"""Which columns of a table name a row of another one. Declared where it always holds, and held over the demo by a test."""

from typing import NamedTuple

from transforms.contracts.table import Table

# Mentions of others, files of several accounts and formats of several networks name what no dimension has.
_LOOSE = frozenset({"rpt_quality", "fact_mention", "dim_metric"})
_DIMENSIONS: dict[str, tuple[str, ...]] = {
    "dim_account": ("brand", "platform", "account"),
    "dim_platform": ("platform",),
}


class Relation(NamedTuple):
    """`columns` of a table name one row of `dimension`, by the columns of the same names."""

    columns: tuple[str, ...]
    dimension: str


def relations(table: Table) -> tuple[Relation, ...]:
    """The relations of one published table."""
    if table.name in _LOOSE or table.layer in {"staging", "dictionary"}:
        return ()
    return tuple(
        Relation(columns, dimension)
        for dimension, columns in _DIMENSIONS.items()
        if dimension != table.name and set(columns) <= set(table.columns)
    )
