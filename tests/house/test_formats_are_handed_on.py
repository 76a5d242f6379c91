"""Whoever recognises a file is told by which formats: a default would forget those of the workspace."""

import ast

import pytest

# function → how many arguments come before the formats
HANDED_ON = {"recognise": 1, "extract_files": 4, "read_records": 2, "inspect_files": 1, "format_ranks": 0, "draft_of": 1}
# function → the same, for parse_strategy: it is told which exports may be expected
HANDED_ON |= {"parse_strategy": 3, "derive": 4, "inputs": 2}


@pytest.mark.parametrize("name", HANDED_ON)
def test_nobody_falls_back_to_the_shipped_formats(name, modules):
    calls = [
        (module.at(call.lineno), call)
        for module in modules
        if module.layer in {"flows", "transforms", "warehouse"}
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name
    ]

    assert calls
    assert [place for place, call in calls if len(call.args) <= HANDED_ON[name]] == []
