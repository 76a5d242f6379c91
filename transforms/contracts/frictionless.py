"""The tables as a Frictionless data package: one Table Schema per table, one resource per Parquet file.

A file is a resource of its own: the format has no way of saying that several Parquet files are one table. Schemas lie in files
of their own, so that the package stays small when a table has many files.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from transforms.contracts.column import Type
from transforms.contracts.table import Table

TYPES: dict[Type, str] = {
    "string": "string",
    "bool": "boolean",
    "int32": "integer",
    "int64": "integer",
    "double": "number",
    "decimal": "number",
    "date": "date",
    "timestamp": "datetime",
}
# How NULL looks to a reader that goes through pandas, as frictionless does. To Parquet itself it is plain NULL.
_MISSING: dict[Type, list[str]] = {"int32": ["nan"], "int64": ["nan"], "double": ["nan"], "timestamp": ["NaT"]}
ADDITIVITY = {
    "A": "adds over posts, days and accounts",
    "A-p": "adds over posts, but only for one observation date (lifetime values)",
    "N": "never adds (distinct people)",
    "S": "a stock: last value in time, adds over accounts as a sum of accounts, not of people",
    "R": "a ratio: recompute it from its numerator and denominator",
    "-": "not a number to add",
}


def table_schema(table: Table) -> dict[str, Any]:
    """Frictionless Table Schema of one table; unit, additivity and physical type are properties beside the standard's own."""
    return {
        "$schema": "https://datapackage.org/profiles/1.0/tableschema.json",
        "name": table.name,
        "description": table.grain,
        # NULL is NULL: an empty text is a text.
        "missingValues": [],
        "primaryKey": list(primary_key(table)),
        "fields": [
            {
                "name": column.name,
                "type": TYPES[column.type],
                "description": column.meaning,
                "physicalType": column.type,
                "unit": column.unit,
                "additivity": column.additivity,
                **_nullability(table, column.name, column.type),
            }
            for column in table.fields
        ],
    }


def data_package(files: Iterable[Mapping[str, Any]], schema_of: Mapping[str, str]) -> dict[str, Any]:
    """The package over published files in their order; `schema_of` says where the schema of a table lies.

    Of each file it reads `table`, `name`, `path`, `sha256` and `n_rows`.

    No byte count: frictionless takes that of a Parquet file for nothing and would refuse the file.
    """
    return {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": "pilaster",
        "title": "Social media facts and monthly reports",
        "description": "Every published Parquet file with its schema. Columns with additivity N, S or R are never to be summed.",
        "additivity": ADDITIVITY,
        "resources": [
            {
                "name": file["name"],
                "path": file["path"],
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "hash": f"sha256:{file['sha256']}",
                "rows": file["n_rows"],
                "schema": schema_of[file["table"]],
            }
            for file in files
        ],
    }


def primary_key(table: Table) -> tuple[str, ...]:
    """What names a row of a table across its files: a brand's key with the brand, a report's with its month."""
    above = {"report": ("brand", "month"), "fact": ("brand",), "dim": ("brand",)}.get(table.layer, ())
    return (*(name for name in above if name in table.columns and name not in table.key), *table.key)


def _nullability(table: Table, name: str, kind: Type) -> dict[str, Any]:
    if name in table.required:
        return {"constraints": {"required": True}}
    return {"missingValues": _MISSING[kind]} if kind in _MISSING else {}
