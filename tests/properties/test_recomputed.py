"""The engagement reports against an independent recomputation: generated histories with restatements and gaps, and the demo."""

import pytest
from hypothesis import example, given

from tests.properties.histories import every_kind, histories, sequence
from tests.properties.nights import FEW, at_once, workspace
from tests.properties.oracle import tell
from tests.properties.recomputing import assert_recomputed, latest_of
from tests.properties.strategies import ZONES


@pytest.mark.slow
@FEW
@given(history=histories())
@example(history=sequence([10, 12, 10]) + every_kind())
def test_generated_histories_are_reported_as_plain_python_says(tmp_path_factory, history):
    told = tell(history)

    made = at_once(tmp_path_factory.mktemp("night"), history)

    for brand in {seen.export.brand for seen in told.accepted}:
        assert_recomputed(made, brand, ZONES[brand], told.latest(brand))


@pytest.mark.slow
def test_the_demo_is_reported_as_plain_python_says(tmp_path):
    """A year of four platforms: months beside the month before and the year before."""
    from flows.demo.write import write_exports

    made = workspace(tmp_path)
    write_exports(tmp_path / "landing")
    made.night()

    n_cells = sum(assert_recomputed(made, brand, "Europe/Amsterdam", latest_of(made, brand)) for brand in ("atelier",))

    assert n_cells > 20_000
