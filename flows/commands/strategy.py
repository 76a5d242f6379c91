"""`pilaster strategy check | schema`: whether the strategy files say what they are meant to say."""

from typing import TYPE_CHECKING

from cyclopts import App

from flows.commands.options import HERE, JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.errors import StrategyError
    from transforms.strategy import Strategy

app = App(name="strategy", help="Look at the strategy files.")


@app.command
def check(*, workspace: WorkspaceOption = HERE, json: JsonOption = False) -> int:
    """Read every strategy/<brand>.yaml and say what was understood, or what is wrong and on which line.

    Exit code 0: all are sound; 2: one is not, or there is none.
    """
    from transforms.errors import StrategyError
    from warehouse.workspace import Workspace, read_strategies

    place = Workspace(workspace.absolute())
    place.require()
    strategies, errors = read_strategies(place)
    if not strategies and not errors:
        raise StrategyError(
            where=str(place.strategy), expected="strategy/<brand>.yaml", found="none", remedy="write one, or run `pilaster init`"
        )
    if json:
        _print_json(strategies, errors)
    else:
        _show(strategies, errors)
    return 2 if errors else 0


def _print_json(strategies: "Mapping[str, Strategy]", errors: "Mapping[str, StrategyError]") -> None:
    from json import dumps

    from flows.showing.strategy import as_dict

    brands = sorted({*strategies, *errors})
    print(dumps([as_dict(each, strategies.get(each), errors.get(each)) for each in brands], ensure_ascii=False, indent=1))


def _show(strategies: "Mapping[str, Strategy]", errors: "Mapping[str, StrategyError]") -> None:
    from flows.showing.strategy import show, show_error

    for brand in sorted({*strategies, *errors}):
        if brand in errors:
            show_error(errors[brand])
        else:
            show(strategies[brand])


@app.command
def schema() -> int:
    """Print the JSON Schema of a strategy file, for editors: `pilaster strategy schema > strategy/strategy.schema.json`."""
    from transforms.strategy_schema import schema_text

    print(schema_text(), end="")
    return 0
