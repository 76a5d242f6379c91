"""The tables as an Open Data Contract (ODCS v3.1.0): what is promised of each table and column, and by which rule."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from transforms.contracts.column import Column, Type
from transforms.contracts.frictionless import ADDITIVITY, TYPES, primary_key
from transforms.contracts.relations import relations
from transforms.contracts.table import Table

Rules = Mapping[str, Sequence[Mapping[str, Any]]]
"""Table → its quality rules in the words of the standard, besides those that follow from the contract."""

_LOGICAL: dict[Type, str] = {**TYPES, "timestamp": "timestamp"}
_PHYSICAL: dict[Type, str] = {"bool": "boolean", "decimal": "decimal(18,4)", "date": "date32", "timestamp": "timestamp[us, UTC]"}


def data_contract(tables: Sequence[Table], rules: Rules) -> dict[str, Any]:
    """The whole contract as plain data, tables in the order given."""
    return {
        "version": version_of(tables),
        "kind": "DataContract",
        "apiVersion": "v3.1.0",
        "id": "pilaster-warehouse",
        "name": "Social media facts and monthly reports",
        "status": "active",
        "description": {
            "purpose": "Exports of social platforms as facts, dimensions and reports that a team can hold its month against.",
            "usage": "Open a table folder as one table: every file has all of its columns. NULL is not supplied, 0 is zero.",
            "limitations": "Only columns with additivity A add freely. " + "; ".join(f"{k}: {v}" for k, v in ADDITIVITY.items()),
        },
        "servers": [
            {
                "server": "warehouse",
                "type": "local",
                "path": "../warehouse/{table}/*.parquet",
                "format": "parquet",
                "description": "one folder per table, as seen from this file; most tables have one file per brand and month",
            }
        ],
        "schema": [_table(table, rules.get(table.name, ())) for table in tables],
    }


def version_of(tables: Sequence[Table]) -> str:
    """Changes with every table and column: a hash over all that they say."""
    told = "\n".join(repr((table, table.fields)) for table in tables)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _table(table: Table, rules: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": table.name,
        "physicalName": table.name,
        "physicalType": "file",
        "logicalType": "object",
        "description": table.grain,
        "dataGranularityDescription": table.grain,
        "tags": [table.layer],
        "properties": [_property(table, column) for column in table.fields],
        "quality": [_unique_key(table), *rules],
    }
    found = [
        {
            "type": "foreignKey",
            "from": [f"{table.name}.{name}" for name in each.columns],
            "to": [f"{each.dimension}.{name}" for name in each.columns],
        }
        for each in relations(table)
    ]
    return told | ({"relationships": found} if found else {})


def _property(table: Table, column: Column) -> dict[str, Any]:
    key = primary_key(table)
    told: dict[str, Any] = {
        "name": column.name,
        "logicalType": _LOGICAL[column.type],
        "physicalType": _PHYSICAL.get(column.type, column.type),
        "description": column.meaning,
        "required": column.name in table.required,
    }
    if column.name in key:
        told |= {"primaryKey": True, "primaryKeyPosition": key.index(column.name) + 1}
    if column.name in table.required:
        told["quality"] = [{"type": "library", "metric": "nullValues", "mustBe": 0, "unit": "rows", "dimension": "completeness"}]
    unit = [{"property": "unit", "value": column.unit}] if column.unit else []
    return told | {"customProperties": [*unit, {"property": "additivity", "value": column.additivity}]}


def _unique_key(table: Table) -> dict[str, Any]:
    return {
        "name": "key_unique",
        "type": "library",
        "metric": "duplicateValues",
        "arguments": {"properties": list(primary_key(table))},
        "mustBe": 0,
        "unit": "rows",
        "dimension": "uniqueness",
        "description": "a table that names the same thing twice doubles every sum over it",
    }
