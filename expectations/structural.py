"""Expectations that a table's contract implies, rendered from it so that they are typed only once."""

from expectations.model import Expect
from transforms.contracts.tables import Table


def structural(table: Table) -> tuple[Expect, ...]:
    """Required columns and key parts are there, text key parts are not empty, and what is published has one row per key."""
    return (*_required(table), *_not_empty(table), *_unique(table))


def _required(table: Table) -> tuple[Expect, ...]:
    names = dict.fromkeys((*table.required, *_row_key(table)))
    return tuple(
        Expect(f"{name}_given", "ExpectColumnValuesToNotBeNull", name, f"the contract of {table.name} requires {name}")
        for name in names
    )


def _not_empty(table: Table) -> tuple[Expect, ...]:
    texts = {column.name for column in table.fields if column.type == "string"}
    return tuple(
        Expect(
            f"{name}_not_empty",
            "ExpectColumnValuesToNotBeInSet",
            name,
            f"{name} is part of the key: two rows with an empty one would be taken for the same thing",
            {"value_set": [""]},
        )
        for name in table.key
        if name in texts
    )


def _unique(table: Table) -> tuple[Expect, ...]:
    # A staging table may repeat a key: the merge keeps one and counts the other.
    if table.layer == "staging":
        return ()
    key = ", ".join(f'"{name}"' for name in _row_key(table))
    why = f"a {table.layer} that names the same thing twice doubles every sum over it"
    limit = {"max_value": 1}
    value = f"count(*) OVER (PARTITION BY {key})"
    return (Expect("key_unique", "ExpectColumnValuesToBeBetween", "rows_with_this_key", why, limit, value=value),)


def _row_key(table: Table) -> tuple[str, ...]:
    """The columns that name one row in a batch of many files, brands and months."""
    of_a_file = {"report": ("brand", "month"), "fact": ("brand",)}
    return (*of_a_file.get(table.layer, ()), *table.key)
