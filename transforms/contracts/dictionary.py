"""The data dictionary, rendered from the contracts: neither Power BI nor Tableau shows a Parquet file's own metadata."""

from typing import Any

from transforms.contracts.tables import TABLES


def dictionary_rows() -> list[dict[str, Any]]:
    """data_dictionary: one row per column of every published table, in the order of tables and columns."""
    return [
        {
            "table_name": table.name,
            "grain": table.grain,
            "position": position,
            "column_name": column.name,
            "type": column.type,
            "unit": column.unit,
            "additivity": column.additivity,
            "meaning": column.meaning,
        }
        for table in sorted(TABLES.values(), key=lambda table: table.name)
        if table.layer != "staging"
        for position, column in enumerate(table.fields, start=1)
    ]
