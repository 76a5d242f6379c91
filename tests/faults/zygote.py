"""A process that has imported everything and forks one child per run: starting Python with its libraries anew costs seconds.

Started as `python -m tests.faults.zygote`. Each line on stdin is a job in JSON; the answer is the child's process id, and its
end comes as a second kind of answer when it is asked for. The fork is sound only while no second thread lives here, so this
refuses to start with one; DuckDB and Arrow start theirs in the children.
"""

import importlib
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

# What a night imports where it needs it.
LATE = (
    "alembic.command", "alembic.config", "duckdb", "great_expectations", "great_expectations.expectations.core", "pandas",
    "pyarrow.compute", "pyarrow.dataset", "pyarrow.ipc", "pyarrow.parquet", "expectations.gate", "flows.backfilling",
    "flows.staleness", "flows.bookkeeping", "flows.closing", "flows.restoring",
    "flows.night", "flows.offboarding", "flows.commands.rebuild_ledger", "flows.showing.night", "flows.showing.console",
    "warehouse.deriving", "warehouse.engine", "warehouse.extraction", "warehouse.fact_merging", "warehouse.landing",
    "warehouse.partitions", "warehouse.publishing", "warehouse.quarantine", "warehouse.reporting", "warehouse.sifted_tables",
    "warehouse.sifting", "sqlalchemy.dialects.sqlite", "psycopg", "sqlalchemy.dialects.postgresql.psycopg",
    "warehouse.ledger.identity",
)  # fmt: skip


def main() -> None:
    """Import, then fork for every job."""
    for name in LATE:
        importlib.import_module(name)
    threads = len(list(Path("/proc/self/task").iterdir()))
    answer({"threads": threads})
    for line in sys.stdin:
        job = json.loads(line)
        if "wait" in job:
            _, status = os.waitpid(job["wait"], os.WUNTRACED if job["until_stopped"] else 0)
            answer({"status": status})
        else:
            pid = os.fork()
            if pid == 0:
                child(job)
            answer({"pid": pid})


def answer(told: dict[str, Any]) -> None:
    """One line to whoever asked."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def child(job: dict[str, Any]) -> None:
    """Run one night, with its fault; what came of it is left in a file. Never returns."""
    from tests.faults import deeds
    from warehouse import faultpoints

    code = 0
    out = Path(job["out"])
    try:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        faultpoints.arm(job["fault"])
        told = deeds.DEEDS[job["deed"]](job["root"], **job["arguments"])
        out.write_text(json.dumps({"told": told, "steps": faultpoints.passed()}, default=str), "utf-8")
    except BaseException as error:  # noqa: BLE001 - a test looks at it
        code = 2
        out.write_text(
            json.dumps(
                {
                    "error": type(error).__name__,
                    "text": str(error),
                    "trace": traceback.format_exc(),
                    "steps": faultpoints.passed(),
                }
            ),
            "utf-8",
        )
    os._exit(code)


if __name__ == "__main__":
    main()
