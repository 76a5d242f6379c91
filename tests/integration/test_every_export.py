"""All 89 sample exports in one workspace: one night ends as it was written down, and each file adds up to a plain count."""

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.integration import subprocesses
from tests.integration.every_export import LISTS, REGISTER, TAKEN, WHY_HELD, as_markdown, key_of, one_night
from tests.integration.plain_curves import completion, falloff, plain_curves
from tests.integration.plain_sums import plain_sums
from tests.integration.real_exports import total
from transforms.contracts.columns import COLUMNS

pytestmark = pytest.mark.slow
# Ratios and durations add up to nothing; where a file says them, they are held against it row by row elsewhere.
SUMMED = {"A", "A-p", "N", "S"}


@pytest.fixture(scope="module")
def told(exports, tmp_path_factory):
    return one_night(exports, tmp_path_factory.mktemp("every"))


def test_every_file_is_expected_exactly_once(exports):
    there = {path.relative_to(exports).as_posix() for path in exports.rglob("*") if path.is_file() and path.parent != exports}

    assert there == REGISTER.keys()
    assert sum(len(each) for each in LISTS) == len(there) == 89
    assert WHY_HELD.keys() == REGISTER.keys() - set(TAKEN)


@pytest.mark.parametrize("name", REGISTER)
def test_a_file_ends_as_it_was_written_down(name, told, exports):
    row, expected = told.files[key_of(name, exports)], REGISTER[name]

    assert row["state"] == expected.state
    if expected.state == "taken":
        counts = (row["format"], row["n_records"], row["n_structural"], row["n_quarantined"])
        assert counts == (expected.format, expected.n_records, expected.n_structural, expected.n_quarantined)
        assert row["n_records"] == row["n_accepted"] + row["n_quarantined"] + row["n_duplicates"]
        assert json.loads(row["hold"] or "null") is None
    else:
        hold = json.loads(row["hold"])
        assert hold["code"] == expected.code
        assert WHY_HELD[name] in hold["found"]
        assert hold["remedy"]


@pytest.mark.parametrize("name", TAKEN)
def test_every_metric_of_a_file_sums_to_an_independent_count(name, told, exports):
    found: dict[tuple[str, str], list[Any]] = {}
    for row in told.staged[key_of(name, exports)]:
        for column, value in row.items():
            if isinstance(value, int | float | Decimal) and COLUMNS[column].additivity in SUMMED:
                found.setdefault((row["format"], column), []).append(repr(value) if isinstance(value, float) else value)

    counted = plain_sums(exports / name, name, REGISTER[name].format or "")

    assert {key: total(values) for key, values in found.items()} == {key: counted.get(key) for key in found}
    # What a plain count finds and the code does not is nothing at all: a column of zeros would still be there.
    assert {key for key, value in counted.items() if value and COLUMNS[key[1]].additivity in SUMMED} <= found.keys()


def test_the_night_adds_up(told):
    states = [row["state"] for row in told.files.values()]

    assert (len(states), states.count("taken"), states.count("held")) == (86, 82, 4)
    assert sum(row["n_quarantined"] or 0 for row in told.files.values()) == 1
    assert len(told.summary.duplicates) == 3
    assert not told.summary.strategy_errors


def test_every_real_curve_ends_and_falls_as_plain_csv_says(told, exports):
    plain = plain_curves(exports / "facebook")

    found = {
        row["post_id"]: (row["completion_rate"], row["falloff_rate"])
        for row in told.made.rows("rpt_video", brand="")
        if row["completion_rate"] is not None
    }

    assert len(plain) == 90
    assert found == {post: pytest.approx((completion(curve), falloff(curve)), abs=1e-11) for post, curve in plain.items()}


def test_the_table_names_every_file_and_shows_no_row(told, exports):
    page = as_markdown(told, exports)

    assert all(f"| {name} |" in page for name in REGISTER)
    assert page.endswith("89 files, 86 of them different: 82 taken, 4 held.\n")


def test_the_second_night_changes_nothing_and_loads_nothing_heavy(told):
    before, written = told.made.bytes(), told.made.mtimes()

    heavy, exit_code = subprocesses.night(told.made.root, "--direct")

    assert (heavy, exit_code) == ([], 0)
    assert (told.made.bytes(), told.made.mtimes()) == (before, written)
