"""The data dictionary as a page for people: every published table and column in Markdown."""

from collections.abc import Iterable, Iterator, Sequence

from transforms.contracts.frictionless import ADDITIVITY, primary_key
from transforms.contracts.relations import relations
from transforms.contracts.table import Table

_LAYERS = {"report": "Reports", "dim": "Dimensions and labels", "fact": "Facts", "dictionary": "This dictionary, as a table"}


def dictionary_page(tables: Sequence[Table]) -> str:
    """Markdown over `tables`: reports first, since most people come for them."""
    parts = [*_head()]
    for layer, title in _LAYERS.items():
        found = [table for table in tables if table.layer == layer]
        parts += [f"## {title}", "", *_contents(found), ""]
        for table in found:
            parts += [*_table(table), ""]
    return "\n".join(parts).rstrip() + "\n"


def _head() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Every table below `warehouse/` and what its columns mean. NULL: not supplied; 0: supplied and zero. *Adds* says"
    yield "whether a figure may be summed:"
    yield ""
    yield from (f"- **{code}** {words}" for code, words in ADDITIVITY.items())
    yield ""


def _contents(tables: Iterable[Table]) -> Iterator[str]:
    yield from (f"- [{table.name}](#{table.name}): {_cell(table.grain)}" for table in tables)


def _table(table: Table) -> Iterator[str]:
    place = table.name if table.partition == "whole" else f"{table.name}__BRAND__MONTH"
    yield f"### {table.name}"
    yield ""
    yield f"{table.grain[:1].upper()}{table.grain[1:]}. Files: `warehouse/{table.name}/{place}.parquet`."
    yield ""
    yield f"Key: {', '.join(f'`{name}`' for name in primary_key(table))}."
    for each in relations(table):
        names = ", ".join(f"`{name}`" for name in each.columns)
        yield f"{names} {'name' if len(each.columns) > 1 else 'names'} a row of `{each.dimension}`."
    yield ""
    yield "| column | type | unit | adds | meaning |"
    yield "|---|---|---|---|---|"
    for column in table.fields:
        type_ = column.type if column.name in table.required else f"{column.type}, may be NULL"
        yield f"| `{column.name}` | {type_} | {column.unit} | {column.additivity} | {_cell(column.meaning)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
