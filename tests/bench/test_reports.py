"""All engagement reports of one month cost little more than their queries, and fit into little memory.

By default the history is small, for `make test`; PILASTER_BENCH=full takes five million rows of fact_post_snapshot over 36 months
of 200 accounts. Ours and the bare SQL run in turn, each in a process of its own, and medians are compared: of CPU seconds, for a
busy machine slows the clock of both sides, and of the wall clock, which is only shown.
"""

import json
import statistics

import pytest

from tests.bench.report_month import REPORTED
from tests.bench.running import FULL, python

pytestmark = pytest.mark.slow

ROWS, MONTHS, BRANDS, ACCOUNTS = (5_000_000, 36, 20, 10) if FULL else (60_000, 6, 2, 10)
MONTH = "2025-10"
RUNS = 5 if FULL else 3
# 1.5 GiB for a whole run: imports, validation and publication are in it.
PEAK_MIB = 1536
# What a file costs whatever is in it weighs more where there is little in it.
RATIO = 2.0 if FULL else 4.0


def test_the_reports_of_one_month_take_twice_the_bare_sql_at_most(tmp_path):
    root = tmp_path / "made"
    python("tests.bench.report_history", str(root), *map(str, (ROWS, MONTHS, BRANDS, ACCOUNTS)))

    pairs = [(_measured("ours", root), _measured("bare", root)) for _ in range(RUNS)]

    ratios = {clock: statistics.median(ours[clock] / bare[clock] for ours, bare in pairs) for clock in ("cpu", "wall")}
    peak = max(ours["peak_mib"] for ours, _ in pairs)
    print(f"\n{ROWS:,} rows of fact_post_snapshot, {MONTHS} months, {BRANDS * ACCOUNTS} accounts; the reports of {MONTH}")
    for ours, bare in pairs:
        for name, each in (("ours", ours), ("bare", bare)):
            print(
                f"{name:6}{each['cpu']:8.2f} s CPU{each['wall']:8.2f} s wall{each['peak_mib']:8.0f} MiB{each['rows']:>10,} rows"
            )
        print(f"      the whole run: {ours['verbs']}")
    print(f"ratio, median: CPU {ratios['cpu']:.2f}, wall {ratios['wall']:.2f}; peak of the whole run {peak:.0f} MiB")
    for ours, bare in pairs:
        assert ours["rows"] == bare["rows"] > 0, "both make the same rows"
        assert (set(ours["built"]), ours["months"]) == ({each.table.name for each in REPORTED}, [MONTH])
    assert peak < PEAK_MIB
    assert ratios["cpu"] < RATIO


def _measured(name, root):
    return json.loads(python("tests.bench.report_month", name, str(root), MONTH).splitlines()[-1])
