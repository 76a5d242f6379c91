"""Each folder: a strategy file that is wrong, why the case is there, and the exact words that name line, key and remedy.

An export's formats may grow; where an error lists them, `{known}` stands for the list.
"""

from pathlib import Path

import pytest

from transforms.errors import StrategyError
from transforms.exports.register import FORMATS
from transforms.strategy import parse_strategy

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/strategy.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_wrong_strategy_is_told_with_line_key_and_remedy(case):
    known = ", ".join(sorted(name for name, each in FORMATS.items() if each.platform == "x"))

    with pytest.raises(StrategyError) as told:
        parse_strategy((case / "strategy.yaml").read_text("utf-8"), "strategy/atelier.yaml", "atelier")

    assert str(told.value) + "\n" == (case / "expected.txt").read_text("utf-8").replace("{known}", known)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "[\n"])
def test_a_file_full_of_brackets_is_refused_before_anybody_reads_it_whole(opening):
    """The time that YAML takes grows with the square of the levels: of these, days."""
    with pytest.raises(StrategyError, match="more than 50"):
        parse_strategy(opening * 240_000, "strategy/atelier.yaml", "atelier")
