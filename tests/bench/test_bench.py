"""What a night costs beside the shortest script that does the same job, beyond imports; and what must answer at once.

`make bench` prints the figures. By default the sizes are small, for `make test`; PILASTER_BENCH=full takes 2,000 files and a
million records. Ratios are compared by CPU seconds, pair by pair: a busy machine slows both sides. The limits are loose on
purpose: they catch a query that became quadratic, not a noisy afternoon.
"""

import json
import resource
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.bench.running import FULL, measured, python

pytestmark = pytest.mark.slow

PAIRS = 3 if FULL else 1
# CPU seconds: STACK's budget for Great Expectations and the queries that go before it.
GATE_FIXED, GATE_MILLION = 1.0, 3.0


@dataclass(frozen=True)
class Bench:
    """One job, its size, and how many times the lean script's CPU it may take before somebody should look."""

    kind: str
    size: int
    limit: float


# What a night costs whatever its size (Great Expectations, migrations, reports) weighs more where there is little to do. The lean
# script stops at the facts, while each report looks at every post once more: with every report that joins, the ratio grows.
NIGHT = Bench("night", 2000, limit=26) if FULL else Bench("night", 400, limit=45)
LARGE = Bench("large", 1_000_000, limit=18) if FULL else Bench("large", 100_000, limit=26)


@pytest.mark.parametrize("bench", [NIGHT, LARGE], ids=lambda bench: bench.kind)
def test_a_night_costs_a_small_multiple_of_the_lean_script(bench, tmp_path):
    pairs = []
    for number in range(PAIRS):
        workspace = tmp_path / str(number)
        python("tests.bench.exports", bench.kind, str(workspace), str(bench.size))
        lean, ours = measured("lean", workspace), measured("ours", workspace)
        assert _rows(workspace) == lean["rows"], "both read the same records; what follows from them is ours alone"
        pairs.append((ours, lean))
    second = measured("ours", tmp_path / "0")

    _show(bench, pairs, second)

    assert statistics.median(ours["cpu"] / lean["cpu"] for ours, lean in pairs) < bench.limit
    assert second["published"] == 0
    assert second["cpu"] < max(0.5, pairs[0][0]["cpu"] / 4)


def test_the_gate_costs_three_seconds_a_million_rows(tmp_path):
    found = json.loads(python("tests.bench.gate", str(tmp_path / "demo")).splitlines()[-1])

    print(f"\n{'CPU s of the gate':24}" + "".join(f"{int(n):>12,}" for n in next(iter(found.values()))) + "  rows")
    for table, cost in found.items():
        print(f"{table:24}" + "".join(f"{seconds:12.2f}" for seconds in cost.values()))
    assert {"staging_post", "staging_post_daily", "staging_account_daily"} <= found.keys()
    over = {
        (table, n): s for table, cost in found.items() for n, s in cost.items() if s > GATE_FIXED + GATE_MILLION * int(n) / 1e6
    }
    assert not over


@pytest.mark.parametrize(("command", "limit"), [(("--help",), 0.3), (("inspect", "--json"), 2.0)], ids=["help", "inspect"])
def test_what_a_person_waits_for_answers_at_once(command, limit, tmp_path):
    python("tests.bench.exports", "night", str(tmp_path), "80")
    files = sorted(map(str, (tmp_path / "landing" / "brand00").iterdir())) if command[0] == "inspect" else []
    python("flows", *command, *files)

    found = [_timed("flows", *command, *files) for _ in range(5)]

    wall, cpu = (statistics.median(each) for each in zip(*found, strict=True))
    print(f"\npilaster {' '.join(command)}: median {wall:.2f} s, CPU {cpu:.2f} s (limit {limit} s)")
    # By CPU: on a busy machine the wall clock says how busy it is. Twice, for machines slower than the one this was set on.
    assert cpu < 2 * limit


def _timed(module: str, *args: str) -> tuple[float, float]:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    python(module, *args)
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    return ended - started, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _rows(workspace: Path) -> int:
    tables = (workspace / "warehouse" / name for name in ("fact_post_snapshot", "fact_post_daily", "fact_account_daily"))
    return sum(pq.read_metadata(path).num_rows for table in tables for path in table.glob("*.parquet"))


def _show(bench: Bench, pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]], second: dict[str, Any]) -> None:
    print(f"\n{bench.kind}, {bench.size:,} {'files' if bench.kind == 'night' else 'records'}: beyond imports, each pair in turn")
    print(f"{'':8}{'CPU s':>8}{'wall s':>8}{'peak MiB':>10}   of which")
    for ours, lean in pairs:
        total = sum(ours["verbs"].values())
        verbs = ", ".join(f"{verb} {seconds:.2f} s ({seconds / total:.0%})" for verb, seconds in ours["verbs"].items())
        asides = f"Great Expectations {ours['gate_cpu']:.2f} s CPU; imports {ours['import_cpu']:.2f} s CPU before"
        print(f"{'ours':8}{ours['cpu']:8.2f}{ours['wall']:8.2f}{ours['peak_mib']:10.0f}   {verbs}; {asides}")
        print(f"{'lean':8}{lean['cpu']:8.2f}{lean['wall']:8.2f}{lean['peak_mib']:10.0f}   {lean['rows']:,} rows")
        print(f"{'ratio':8}{ours['cpu'] / lean['cpu']:8.1f}{ours['wall'] / lean['wall']:8.1f}")
    print(f"{'again':8}{second['cpu']:8.2f}{second['wall']:8.2f}   the next night, with nothing new")
