"""All engagement reports of one month, measured in a process of its own: JSON on standard output.

    python -m tests.bench.report_month ours DIR 2025-10    marks them and makes them again, as `pilaster repair` does
    python -m tests.bench.report_month bare DIR 2025-10    the same queries in plain DuckDB over the same Parquet, and no more

Imports are brought in before the clock starts. The peak memory is that of the whole process: a whole run of ours, with its
validation and its publication.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.bench.measure import imports_of_ours
from tests.bench.peak import peak_mib
from tests.bench.report_history import UNTIL
from transforms.contracts.tables import TABLES
from transforms.months import brand_month, shift
from transforms.reports.register import REPORTS, Report

REPORTED = tuple(each for each in REPORTS if each.table.name.startswith(("rpt_engagement", "rpt_post", "rpt_best", "rpt_boost")))


def ours(root: Path, month: str) -> dict[str, Any]:
    """A whole run of the product that has just these reports to make: how long making them took, and what stands around it."""
    import warehouse.reporting
    from flows.night import build_marked
    from flows.run import begin, conclude
    from warehouse.ledger.partitions import Slot
    from warehouse.repairing import mark

    run, _ = begin(str(root), "bench")
    slots = {Slot(each.table.name, brand, month) for each in REPORTED for brand in run.strategies}
    mark(run.ledger, slots)
    conclude(run, "published", {})
    told: dict[str, Any] = {}
    warehouse.reporting.report = _clocked(warehouse.reporting.report, told)
    summary = build_marked(str(root))
    files = [
        root / "warehouse" / each.table.name / f"{each.table.name}__{slot}.parquet"
        for each in REPORTED
        for slot in _named(run, month)
    ]
    return told | {"verbs": summary.seconds, "rows": _rows(files)}


def _clocked(report: Callable[..., None], told: dict[str, Any]) -> Callable[..., None]:
    def clocked(hands: Any, build: Any, *args: Any) -> None:
        began = _now()
        report(hands, build, *args)
        told["wall"], told["cpu"] = (end - start for start, end in zip(began, _now(), strict=True))
        # What was read, that it was only this; rebuilt, that it was all of it.
        told["built"] = sorted({each.slot.table for each in build.built.values() if each.footer})
        told["months"] = sorted({each.slot.month for each in build.built.values()})

    return clocked


def _named(run: Any, month: str) -> Iterable[str]:
    return (f"{brand}__{month}" for brand in sorted(run.strategies))


def _rows(files: Iterable[Path]) -> int:
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(path).num_rows for path in files if path.exists())


def bare(root: Path, month: str) -> dict[str, Any]:
    """The reports' queries, one after the other, over the Parquet files of the months that each needs."""
    import duckdb

    from flows.settings import Settings
    from transforms.facts.register import macros
    from warehouse.deriving import format_ranks
    from warehouse.reporting import months_table
    from warehouse.workspace import Workspace, read_strategies

    strategies = read_strategies(Workspace(root))[0]
    cuts = months_table(brand_month(each, month, UNTIL) for each in strategies.values())
    config: dict[str, Any] = {"memory_limit": Settings().memory_limit, "temp_directory": str(root / "spill")}
    seconds, n_rows, began = {}, 0, _now()
    with duckdb.connect(":memory:", config=config) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(macros())
        connection.register("formats", format_ranks())
        connection.register("months", cuts)
        for each in REPORTED:
            started = time.monotonic()
            _look_at(connection, root, each, month)
            n_rows += connection.sql(each.query()).to_arrow_table().num_rows
            seconds[each.table.name] = round(time.monotonic() - started, 3)
    wall, cpu = (end - start for start, end in zip(began, _now(), strict=True))
    return {"wall": wall, "cpu": cpu, "rows": n_rows, "seconds": seconds}


def _look_at(connection: Any, root: Path, report: Report, month: str) -> None:
    for table, offsets in report.reads.items():
        wanted = {shift(month, by) for by in offsets}
        paths = [
            path for path in sorted((root / "warehouse" / table).glob("*.parquet")) if path.stem.rpartition("__")[2] in wanted
        ]
        if paths:
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS FROM read_parquet({[str(path) for path in paths]})")
        else:
            from transforms.contracts.arrow import arrow_schema

            connection.execute(f"DROP VIEW IF EXISTS {table}")
            connection.register(table, arrow_schema(TABLES[table]).empty_table())


def _now() -> tuple[float, float]:
    return time.monotonic(), time.process_time()


if __name__ == "__main__":
    imports_of_ours()
    found = {"ours": ours, "bare": bare}[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])
    print(json.dumps(found | {"peak_mib": peak_mib()}))
