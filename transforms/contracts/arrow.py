"""Arrow schemas rendered from the contracts: type, nullability and the column's own words in the field metadata."""

from functools import cache

import pyarrow as pa

from transforms.contracts.columns import Column, Type
from transforms.contracts.tables import Table

ARROW_TYPES: dict[Type, pa.DataType] = {
    "string": pa.string(),
    "bool": pa.bool_(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "double": pa.float64(),
    "decimal": pa.decimal128(18, 4),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}


def arrow_field(column: Column, *, nullable: bool = True) -> pa.Field:
    """One field with description, unit and additivity in its metadata, where BI tools and people look for them."""
    words = {"description": column.meaning, "unit": column.unit, "additivity": column.additivity}
    return pa.field(column.name, ARROW_TYPES[column.type], nullable=nullable, metadata=words)


@cache
def arrow_schema(table: Table) -> pa.Schema:
    """Schema of `table` as its files have it; every column is there in every file."""
    fields = [arrow_field(column, nullable=column.name not in table.required) for column in table.fields]
    return pa.schema(fields, metadata={"table": table.name, "grain": table.grain})
