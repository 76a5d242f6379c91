"""JSON for people: the library's own bytes."""

import json

import pytest

from expectations.contract import quality_rules
from flows.describing import published_tables
from transforms.contracts.frictionless import table_schema
from transforms.contracts.odcs import data_contract
from transforms.json_text import indented

TEXT = 'käse "x" \n\t\\ \u2028 😀'
VALUES = [
    {},
    [],
    "",
    0,
    -3,
    1.5,
    1e-11,
    True,
    None,
    TEXT,
    [[], {}, [{}]],
    (1, (2, 3)),
    {"a": {"b": [1, {"c": None}]}, "ü": False},
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_it_is_what_the_library_writes(value):
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=1)


def test_it_is_what_the_library_writes_of_every_table():
    for value in (data_contract(published_tables(), quality_rules()), [table_schema(table) for table in published_tables()]):
        assert indented(value) == json.dumps(value, ensure_ascii=False, indent=1)
