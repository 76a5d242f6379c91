"""What is wrong with a strategy file, in words for who wrote it: line and key, what was expected, what was found."""

from pydantic import ValidationError

from transforms.errors import StrategyError
from transforms.plain_yaml import Node, line_of

# pydantic's name of a mistake → what should be there, as YAML calls it
_SHAPES = {
    "tuple_type": "a list: each entry on a line of its own, behind a dash",
    "model_type": "keys with their values, such as `platform: instagram`",
    "dict_type": "keys with their values",
    "string_type": "text; what looks like a number or a date stands between quotes",
}


def told(error: ValidationError, where: str, tree: Node, skipped: str) -> StrategyError:
    """The first complaint with its line and key; `skipped` is the name of a choice that pydantic puts into a path."""
    first = error.errors()[0]
    path = tuple(part for part in first["loc"] if part != skipped)
    key = ".".join(str(part) for part in path) or "the file"
    expected, found = first["msg"].removeprefix("Value error, "), repr(first["input"])[:120]
    if first["type"] == "extra_forbidden":
        expected, found = "a key that is known here", f"{first['loc'][-1]}: {found}"
    elif first["type"] == "missing":
        expected, found = f"{first['loc'][-1]}, which is required", "no such key"
    elif first["type"] in _SHAPES:
        expected = _SHAPES[first["type"]]
    elif first["type"] == "value_error" and "; " in expected:
        # What is wrong between several entries says itself what was found.
        expected, found = expected.split("; ", 1)
    return StrategyError(
        where=f"{where}, line {line_of(tree, path)}, {key}",
        expected=expected,
        found=found,
        remedy="correct this line; until then, runs go on without the brand",
    )
