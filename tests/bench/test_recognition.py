"""Recognising an export and mapping its header is quick, for every real file, however many formats there are."""

import json
import statistics

import pytest

from tests.bench.running import python

# CPU milliseconds for an export of 20 KB on one core; a wide header is looked at column by column, so it may cost as its length.
LIMIT_MS, FOR_BYTES = 15, 20 * 1024
COLUMNS_IN_20_KB = 400


@pytest.fixture(scope="module")
def measured(exports):
    """[file, bytes, columns, cold, warm]; the better of two runs, because other programs share the machine."""
    runs = [json.loads(python("tests.bench.recognition", str(exports))) for _ in range(2)]
    return [[*one[:3], min(one[3], other[3]), min(one[4], other[4])] for one, other in zip(*runs, strict=True)]


def test_every_real_file_is_recognised_within_the_limit(measured):
    slow = [line for line in measured if max(line[3], line[4]) > LIMIT_MS * max(1, line[2] / COLUMNS_IN_20_KB)]

    small = [line for line in measured if line[1] <= FOR_BYTES]
    for name, lines in (("all", measured), ("up to 20 KB", small)):
        cold, warm = ([line[at] for line in lines] for at in (3, 4))
        print(
            f"{name}: {len(lines)} tables; cold {statistics.median(cold):.2f} ms, at most {max(cold):.2f};"
            f" warm {statistics.median(warm):.2f} ms, at most {max(warm):.2f}"
        )
    assert len(measured) > 70
    assert slow == []
