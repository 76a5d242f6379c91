"""YAML as people write it: one mapping without aliases and repeated keys, and the line on which each key stands."""

from typing import Any

import yaml

from transforms.errors import SettingsError, StrategyError

MAX_BYTES = 1_000_000
# The time that YAML takes grows with the square of the levels: six thousand bytes of brackets took six seconds.
MAX_LEVELS = 50
Node = yaml.Node | None


def read_plain(
    text: str, where: str, wrong: type[SettingsError] = StrategyError, starts_with: str = "brand, time_zone and accounts"
) -> tuple[Node, dict[str, Any]]:
    """The file as nodes, which know their lines, and as values. Nothing in it may grow beyond what is written there.

    Raises:
        SettingsError: it is no plain YAML mapping; of the kind `wrong`.
    """
    if len(text.encode()) > MAX_BYTES:
        raise wrong(where=where, expected=f"at most {MAX_BYTES:,} bytes", found=f"{len(text):,} characters")
    try:
        _refuse_what_grows(text, where, wrong)
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        _refuse_repeated_keys(tree, where, wrong)
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        raise wrong(
            where=where, expected="YAML", found=" ".join(str(error).split()), remedy="mend the line named here"
        ) from error
    if not isinstance(data, dict):
        raise wrong(
            where=where,
            expected=f"a mapping with {starts_with}",
            found="nothing" if data is None else type(data).__name__,
            remedy="start from the template that `pilaster init` writes",
        )
    return tree, data


def _refuse_what_grows(text: str, where: str, wrong: type[SettingsError]) -> None:
    """Aliases can make a thousand bytes a billion values, and levels take their time; nobody needs either here."""
    levels = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        levels += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if levels > MAX_LEVELS and event.start_mark:
            raise wrong(
                where=f"{where}, line {event.start_mark.line + 1}",
                expected="a few levels of lists and mappings",
                found=f"more than {MAX_LEVELS}",
                remedy="write it flat",
            )
        if isinstance(event, yaml.AliasEvent) and event.start_mark:
            raise wrong(
                where=f"{where}, line {event.start_mark.line + 1}",
                expected="plain YAML",
                found=f"an alias (*{event.anchor})",
                remedy="write the value out",
            )


def _refuse_repeated_keys(node: Any, where: str, wrong: type[SettingsError]) -> None:  # noqa: ANN401 - yaml's nodes are untyped
    """YAML lets the last one win without a word."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeated_keys(item, where, wrong)
    if not isinstance(node, yaml.MappingNode):
        return
    seen: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        first = seen.setdefault(str(key.value), line)
        if first != line:
            raise wrong(
                where=f"{where}, line {line}, {key.value}",
                expected="every key once",
                found=f"{key.value} on line {first} too",
                remedy="keep one of them",
            )
        _refuse_repeated_keys(value, where, wrong)


def line_of(node: Any, path: tuple[int | str, ...]) -> int:  # noqa: ANN401 - yaml's nodes are untyped
    """Line of the deepest key on `path` that the file really has."""
    line = int(node.start_mark.line)
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == part), None)
            if found is None:
                break
            line, node = int(found[0].start_mark.line), found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = int(node.start_mark.line)
    return line + 1
