"""`refused` and `held` as tables, for the queries that leave those records out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    import duckdb

_REFUSED = pa.schema([("brand", pa.string()), ("source_sha", pa.string()), ("source_line", pa.int64())])
_HELD = pa.schema([("brand", pa.string()), ("source_sha", pa.string())])


def register_refused(
    connection: "duckdb.DuckDBPyConnection", refused: Sequence[tuple[str, str, int]], held: Sequence[tuple[str, str]]
) -> None:
    """Register `refused` (one row per quarantined record) and `held` (one row per held file)."""
    connection.register("refused", _table(refused, _REFUSED))
    connection.register("held", _table(held, _HELD))


def _table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table([pa.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)], schema=schema)
