"""What the gate costs by table: the set-based queries and Great Expectations over a demo night's rows, repeated to a million.

python -m tests.bench.gate DIR        JSON: table → {rows: CPU seconds}, imports and the first validation aside
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa

from expectations.gate import judge
from expectations.row_query import read_counts
from flows import judging, stages
from flows.demo import shop
from flows.demo.strategy import STRATEGY
from flows.demo.write import write_exports
from flows.night import night
from flows.run import Run
from flows.scaffold import scaffold
from tests.bench.measure import imports_of_ours
from transforms.contracts.tables import TABLES
from warehouse.engine import EngineSettings, engine, map_arrow

BATCH_ROWS = 50_000
SIZES = (10_000, judging.DIRECT_LIMIT, 1_000_000)


def staged_rows(root: Path) -> dict[str, pa.Table]:
    """Every staging table of the demo's night, without the record that is planted to be refused."""
    found: dict[str, pa.Table] = {}

    def runner(verb: str, run: Run) -> dict[str, Any]:
        told = stages.STAGES[verb](run)
        if verb == "extract":
            for name, paths in run.take("staged").items():
                rows = map_arrow(TABLES[name], [Path(path) for path in paths])
                found[name] = rows.filter(rows.column("parse_error").is_null())
        return told

    list(scaffold(root, shop.BRAND, settle_s=0, strategy=STRATEGY))
    write_exports(root / "landing")
    night(str(root), runner=runner)
    return found


def cost(table: str, rows: pa.Table, root: Path) -> float:
    """CPU seconds of finding what breaks an expectation, counting it and having Great Expectations judge it."""
    queries = judging.queries_of(table)
    with engine(EngineSettings(), root / "spill") as connection:
        connection.register("staging", rows)
        began = time.process_time()
        connection.sql(queries.rows).fetchall()
        counts = connection.sql(queries.counts).fetchall()
        batch = connection.sql(queries.batch).to_arrow_table() if len(rows) <= judging.DIRECT_LIMIT else None
        judge(table, batch, read_counts(counts))
        return time.process_time() - began


def repeated(rows: pa.Table, n: int) -> pa.Table:
    """`rows` again and again until there are `n`, in batches as long as those of large exports, not in crumbs."""
    batch = pa.concat_tables([rows] * (min(n, BATCH_ROWS) // len(rows) + 1)).combine_chunks()
    return pa.concat_tables([batch] * (n // len(batch) + 1)).slice(0, n)


def main(root: Path) -> dict[str, dict[int, float]]:
    """Every table at every size."""
    imports_of_ours()
    found = staged_rows(root)
    return {name: {n: cost(name, repeated(rows, n), root) for n in SIZES} for name, rows in sorted(found.items())}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
