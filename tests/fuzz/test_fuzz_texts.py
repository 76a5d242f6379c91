"""Text exports after damage of every kind (FAULTS 23, 25, 27, 28, 30); what must hold is written in oracle.py.

A failure names its seed and number; PILASTER_FUZZ_SEED has it again.
"""

import random
from dataclasses import replace

import pytest

from tests.fuzz.cases import Tally, Trouble, case, failure, fresh_originals, originals, run, wrong_with
from tests.fuzz.destroying import Destroyed
from tests.fuzz.fresh import fresh
from tests.fuzz.model import Cell, write
from tests.fuzz.oracle import complaints_destroyed, complaints_kept
from tests.fuzz.reading import TAKEN, Read, read
from tests.fuzz.real import real
from transforms.exports.register import FORMATS

AT_ONCE = 50


def search(pool, effort):
    """Tally and failures of a search."""
    tally, failures = Tally(), list[tuple[int, list[str]]]()
    for numbers in effort.batches(AT_ONCE):
        cases = [case(pool, effort.seed, number) for number in numbers]
        for number, one, seen in zip(numbers, cases, run(cases), strict=True):
            tally.add(one, seen)
            if found := wrong_with(one, seen):
                failures.append((number, found))
    return tally, [failure(pool, effort.seed, number, found) for number, found in failures[:10]]


def in_any_order(original):
    """The rows of each record."""
    return {
        record: sorted(str((table, sorted(cells.items()))) for table, cells in rows) for record, rows in original.rows.items()
    }


def test_every_format_there_is_is_fuzzed():
    taken = {each.id for each in FORMATS.values() if not each.not_taken}
    accepted = {each.export.format for each in fresh_originals() if each.accepted}

    assert {each.export.format for each in fresh_originals()} == taken
    assert all(each.seen.outcome.format == each.export.format for each in fresh_originals())
    # What a format asks of its texts beyond their type is not declared: of a few, every record is refused.
    assert len(accepted) > 0.95 * len(taken), sorted(taken - accepted)


def test_an_export_is_read_alike_alone_and_among_others():
    chosen = random.Random(7).sample(fresh_originals(), 60)

    for each in chosen:
        (alone,) = originals([each.export])
        assert alone.accepted == each.accepted, each.export.name
        assert in_any_order(alone) == in_any_order(each), each.export.name


def test_a_slice_of_the_search_finds_nothing(slice_of_it):
    tally, failures = search(fresh_originals(), slice_of_it)

    assert failures == []
    assert tally.accepted > tally.cases


@pytest.mark.slow
def test_damaged_exports_of_every_format_say_nothing_wrong(all_of_it):
    tally, failures = search(fresh_originals(), replace(all_of_it, cases=all_of_it.cases // 2))

    print(tally)
    assert failures == []


@pytest.mark.slow
def test_damaged_real_exports_say_nothing_wrong(all_of_it, exports):
    tally, failures = search(originals(real(exports)), replace(all_of_it, cases=all_of_it.cases // 2))

    print(tally)
    assert failures == []


@pytest.fixture
def content():
    (found,) = originals([fresh(FORMATS["x_content"], random.Random(5), whole=True)])
    return found


def test_the_oracle_tells_a_value_that_became_another(content):
    line, rows = next(iter(content.seen.accepted.items()))
    lied = [(table, cells | {"likes": 424_242}) for table, cells in rows]

    told = list(complaints_kept(content, content.export, Read(content.seen.outcome, {line: lied})))

    assert len(told) == 1
    assert "424242" in told[0]


def test_the_oracle_tells_a_record_that_vanished_and_one_that_should_have(content):
    written = write(content.export)
    _, *rest = content.seen.accepted.items()
    flipped = Destroyed(written.data, written, content.export, frozenset({Cell(1, 0)}))
    cut = Destroyed(written.data[:-1], written, content.export, cut=len(written.data) - 1)

    assert any("not accepted" in each for each in complaints_destroyed(content, flipped, Read(content.seen.outcome, dict(rest))))
    assert any("end of line" in each for each in complaints_destroyed(content, cut, content.seen))


def test_a_hang_and_a_crash_are_told_with_their_case(monkeypatch):
    chosen = [case(fresh_originals(), 1, number) for number in range(2)]

    monkeypatch.setattr("tests.fuzz.cases.read", lambda *_, **__: [0 for _ in iter(int, 1)])
    (hung, _) = run(chosen, seconds=0.2)
    monkeypatch.setattr("tests.fuzz.cases.read", lambda *_, **__: 1 // 0)
    (crashed, _) = run(chosen)

    assert hung == Trouble("HangError: longer than 0.2 s")
    assert crashed == Trouble("ZeroDivisionError: integer division or modulo by zero")


def test_exports_are_written_in_the_past_of_their_night():
    (seen,) = read([(write(content_of_tomorrow()).data, "x", "x.csv")])

    assert seen.refused
    assert not seen.accepted


def content_of_tomorrow():
    """A post from after the export."""
    export = fresh(FORMATS["x_overview"], random.Random(1), whole=True)
    at = export.header.index(next(name for name in export.header if name in {"Date", "Data"}))
    late = f"Fri Nov 27 {TAKEN.year}"
    return replace(export, records=tuple((*record[:at], late, *record[at + 1 :]) for record in export.records))
