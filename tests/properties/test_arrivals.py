"""Order, repetition and company of the arrivals leave no trace."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.properties.histories import Export, every_kind, exports, histories, sequence
from tests.properties.nights import FEW, at_once, in_nights


@st.composite
def scattered(draw):
    """A history, and the same exports in another order over three nights."""
    history = draw(histories())
    nights: list[list[Export]] = [[], [], []]
    for export in draw(st.permutations(history)):
        nights[draw(st.integers(0, 2))].append(export)
    return history, nights


def one_by_one(history):
    return history, [[export] for export in history]


def latest_first(history):
    """The later half of the exports, then the earlier one."""
    backwards = sorted(history, key=lambda export: export.taken, reverse=True)
    half = len(history) // 2
    return history, [backwards[:half], backwards[half:]]


@pytest.mark.slow
@FEW
@given(arrivals=scattered())
@example(arrivals=one_by_one(sequence([10, 12, 10])))
@example(arrivals=one_by_one(sequence([10, 12, 10])[::-1]))
@example(arrivals=latest_first(every_kind()))
def test_any_order_over_any_nights_gives_the_same_bytes(tmp_path_factory, arrivals):
    history, nights = arrivals

    together = at_once(tmp_path_factory.mktemp("together"), history)
    scattered = in_nights(tmp_path_factory.mktemp("scattered"), nights)

    assert differences(scattered.bytes(), together.bytes()) == []


@pytest.mark.slow
@FEW
@given(history=histories(max_size=5))
@example(history=every_kind())
def test_a_second_night_touches_nothing(tmp_path_factory, history):
    made = at_once(tmp_path_factory.mktemp("twice"), history)
    bytes_before, mtimes_before = made.bytes(), made.mtimes()

    summary = made.night()

    assert (summary.published, summary.files) == ([], [])
    assert made.mtimes() == mtimes_before
    assert differences(made.bytes(), bytes_before) == []


@pytest.mark.slow
@FEW
@given(history=histories(max_size=4), more=st.lists(exports("atelier"), min_size=1, max_size=3))
def test_one_brand_never_touches_the_files_of_another(tmp_path_factory, history, more):
    bazaar = [export for export in history if export.brand == "bazaar"]
    made = in_nights(tmp_path_factory.mktemp("brands"), [bazaar or history])
    before = made.mtimes()

    for export in more:
        made.land(export.data, export.name, export.brand, export.taken)
    made.night()

    theirs = {path: mtime for path, mtime in before.items() if "bazaar" in path}
    assert {path: mtime for path, mtime in made.mtimes().items() if "bazaar" in path} == theirs


def test_a_value_that_comes_back_is_three_observations(tmp_path):
    made = at_once(tmp_path, [])
    met = []
    for export in sequence([10, 12, 10]):
        sha = made.land(export.data, f"{export.sha}.csv", taken=export.taken)
        made.night()
        met += made.ledger(f"SELECT n_new, n_changes_latest, n_same_value, n_older FROM dispositions WHERE sha = '{sha}'")

    seen = [row["impressions"] for row in made.rows("fact_post_snapshot", order="post_id, observed_on")]
    assert seen == [10, 12, 10, 100, 101, 102]
    assert [tuple(row.values()) for row in met] == [(2, 0, 0, 0), (0, 2, 0, 0), (0, 2, 0, 0)]


def test_an_unchanged_observation_is_kept_and_counted_as_such(tmp_path):
    made = at_once(tmp_path, [])
    for export in sequence([10, 10]):
        sha = made.land(export.data, f"{export.sha}.csv", taken=export.taken)
        made.night()

    assert [row["impressions"] for row in made.rows("fact_post_snapshot", order="post_id, observed_on")] == [10, 10, 100, 101]
    assert made.ledger(f"SELECT n_same_value, n_changes_latest FROM dispositions WHERE sha = '{sha}'") == [
        {"n_same_value": 1, "n_changes_latest": 1}
    ]


def differences(found, expected):
    """Paths whose bytes differ, for a message that a person can read."""
    return sorted(path for path in found.keys() | expected.keys() if found.get(path) != expected.get(path))
