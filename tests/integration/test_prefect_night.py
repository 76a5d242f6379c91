"""Prefect carries a night without leaving a trace in its files, and an idle one without a heavy library."""

import pytest

from flows.demo import shop
from flows.demo.strategy import STRATEGY
from flows.demo.write import write_exports
from tests.builders.workspace import team
from tests.integration.subprocesses import night

pytestmark = [pytest.mark.slow, pytest.mark.prefect]


def demo(root):
    made = team(root, brand=shop.BRAND)
    (root / "strategy" / f"{shop.BRAND}.yaml").write_text(STRATEGY, "utf-8")
    write_exports(root / "landing")
    return made


def test_the_flow_and_the_direct_night_give_the_same_bytes_and_an_idle_flow_touches_none(tmp_path):
    by_flow, direct = demo(tmp_path / "flow"), demo(tmp_path / "direct")

    # 1: the demo plants what a night has to find.
    assert night(by_flow.root)[1] == night(direct.root, "--direct")[1] == 1
    assert by_flow.bytes() == direct.bytes() != {}

    before = by_flow.mtimes()
    assert night(by_flow.root) == ([], 0)
    assert by_flow.mtimes() == before
