"""One measured run in a process of its own, imports aside: JSON with its seconds and its peak memory on standard output.

    python -m tests.bench.measure ours DIR       flows.night.night, as `pilaster nightly --direct` runs it
    python -m tests.bench.measure lean DIR       tests/bench/lean.py

The first run in a process would also pay for the imports that heavy libraries put off (Great Expectations validates its first
batch a second late, PyArrow looks for pandas), so both are brought in before the clock starts, and said apart.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.peak import peak_mib


def ours(root: Path) -> dict[str, Any]:
    """One night, and how much of it was Great Expectations."""
    from flows import judging
    from flows.night import night

    gate = {"cpu": 0.0}
    verdicts = judging.verdicts

    def clocked(*args: Any, **kwargs: Any) -> Any:
        began = time.process_time()
        found = verdicts(*args, **kwargs)
        gate["cpu"] += time.process_time() - began
        return found

    peaks: dict[str, float] = {}

    def look(verb: str, _done: int, _total: int) -> None:
        """The peak so far, at the beginning of a verb: what came before it took no more."""
        peaks.setdefault(verb, peak_mib())

    judging.verdicts = clocked
    summary = night(str(root), progress=look)
    told = {"verbs": summary.seconds, "peak_before": peaks, "files": len(summary.files), "published": len(summary.published)}
    return told | {"gate_cpu": gate["cpu"]}


def lean(root: Path) -> dict[str, Any]:
    """The lean script."""
    from tests.bench.lean import lean as run

    return {"rows": run(root)}


def imports_of_ours() -> None:
    """Everything that a night imports, by a validation of nothing where only that brings it in."""
    import alembic.command
    import duckdb
    import pyarrow.dataset

    import flows.night
    import warehouse.containers.columns
    import warehouse.deriving
    import warehouse.extraction
    import warehouse.publishing
    import warehouse.reporting
    import warehouse.sifting
    from expectations.gate import judge
    from expectations.model import Counts
    from expectations.register import EXPECTATIONS

    del alembic, duckdb, pyarrow, flows, warehouse
    table = "staging_file_profile"
    judge(table, None, {expect.id: Counts(0, 0, 0) for expect in EXPECTATIONS[table]})


def imports_of_lean() -> None:
    """Everything that the lean script imports."""
    import pandas  # noqa: ICN001 - pyarrow looks for it at its first array

    import tests.bench.lean

    del pandas, tests


RUNS: dict[str, tuple[Callable[[], None], Callable[[Path], dict[str, Any]]]] = {
    "ours": (imports_of_ours, ours),
    "lean": (imports_of_lean, lean),
}


def measure(name: str, root: Path) -> dict[str, Any]:
    """Seconds (wall, CPU) of imports and of the run, and the peak memory of both together."""
    bring_in, run = RUNS[name]
    began = _now()
    bring_in()
    ready = _now()
    found = run(root)
    done = _now()
    return {
        "import_wall": ready[0] - began[0],
        "import_cpu": ready[1] - began[1],
        "wall": done[0] - ready[0],
        "cpu": done[1] - ready[1],
        "peak_mib": peak_mib(),
        **found,
    }


def _now() -> tuple[float, float]:
    return time.monotonic(), time.process_time()


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
