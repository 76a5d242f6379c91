"""The gate: one verdict, the same in eight threads, silent, and never at odds with the quarantine."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from expectations.gate import DIRECT_LIMIT, judge
from expectations.row_query import batch_query, count_query, read_counts
from transforms.contracts.tables import STAGING_POST
from transforms.errors import DataError, IntegrityError

ROOT = Path(__file__).resolve().parents[3]


def test_a_broken_row_is_counted_and_said_why(row, staged):
    posts = staged("staging_post", [row("staging_post"), row("staging_post", parse_error="likes: 'abc'")])

    verdict = judge("staging_post", posts.batch, posts.counts)

    assert (verdict.table, verdict.n_rows, verdict.success) == ("staging_post", 2, False)
    (failed,) = verdict.failed("critical")
    assert (failed.id, failed.n_evaluated, failed.n_unexpected, failed.via) == ("parse_error_absent", 2, 1, "rows")
    assert failed.kind == "ExpectColumnValuesToBeNull"
    assert "could not be read" in failed.why


def test_a_warning_does_not_refuse(row, staged):
    posts = staged("staging_post", [row("staging_post", reach=2000)])

    verdict = judge("staging_post", posts.batch, posts.counts)

    assert verdict.success
    assert [result.id for result in verdict.failed("warning")] == ["reach_within_exposure"]


def test_beyond_the_limit_the_counts_are_judged_and_say_the_same(row, staged):
    posts = staged("staging_post", [row("staging_post"), row("staging_post", likes=-1), row("staging_post", post_id=None)])

    by_rows = judge("staging_post", posts.batch, posts.counts)
    by_counts = judge("staging_post", posts.batch, posts.counts, direct_limit=2)

    assert {result.via for result in by_counts.results} == {"counts"}
    assert by_counts == replace(by_rows, results=tuple(replace(result, via="counts") for result in by_rows.results))
    assert judge("staging_post", None, posts.counts) == by_counts


def test_a_pandas_frame_is_judged_like_its_arrow_table(row, staged):
    posts = staged("staging_post", [row("staging_post"), row("staging_post", likes=-1)])

    assert judge("staging_post", posts.batch.to_pandas(), posts.counts) == judge("staging_post", posts.batch)


def test_no_rows_break_nothing(staged):
    none = staged("staging_post", [])

    assert judge("staging_post", none.batch, none.counts).success
    assert judge("staging_post", None, none.counts).success


def test_a_disagreement_about_a_count_is_an_integrity_error(row, staged):
    posts = staged("staging_post", [row("staging_post")])
    wrong = posts.counts | {"counts_not_negative": replace(posts.counts["counts_not_negative"], n_unexpected=1)}

    with pytest.raises(IntegrityError) as caught:
        judge("staging_post", posts.batch, wrong)

    assert caught.value.where == "staging_post, expectation counts_not_negative"


def test_a_count_query_over_other_rows_is_an_integrity_error(row, staged):
    posts, more = staged("staging_post", [row("staging_post")]), staged("staging_post", [row("staging_post")] * 2)

    with pytest.raises(IntegrityError, match="n_rows=2"):
        judge("staging_post", posts.batch, more.counts)


def test_a_batch_without_a_judged_column_is_named(row, staged):
    batch = staged("staging_post", [row("staging_post")]).batch.drop_columns(["smallest_count"])

    with pytest.raises(DataError, match="without smallest_count"):
        judge("staging_post", batch)


def test_a_large_batch_without_its_counts_is_refused(row, staged):
    batch = staged("staging_post", [row("staging_post")]).batch

    with pytest.raises(DataError, match="none for brand_given"):
        judge("staging_post", batch, direct_limit=0)


def test_what_great_expectations_cannot_evaluate_is_an_error_and_no_verdict(row, staged):
    batch = staged("staging_post", [row("staging_post")]).batch.to_pandas().assign(smallest_count=pd.Series(["many"]))

    with pytest.raises(DataError, match="counts_not_negative"):
        judge("staging_post", batch)


@pytest.mark.slow
def test_sixty_frames_on_eight_threads_are_each_judged_on_their_own(row, staged):
    frames = [staged("staging_post", [row("staging_post")] * 5 + [row("staging_post", likes=-1)] * bad) for bad in range(60)]

    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(lambda frame: judge("staging_post", frame.batch), frames))

    found = [{result.id: result.n_unexpected for result in verdict.results} for verdict in verdicts]
    assert [counts["counts_not_negative"] for counts in found] == list(range(60))
    assert [verdict.n_rows for verdict in verdicts] == [5 + bad for bad in range(60)]


SILENT = """
import socket, sys, warnings
def offline(*_, **__):
    raise RuntimeError("the gate called out")
socket.socket.connect = socket.getaddrinfo = offline
before = warnings.showwarning
import pandas as pd
from concurrent.futures import ThreadPoolExecutor
from expectations.gate import judge
from expectations.register import EXPECTATIONS
frame = pd.DataFrame({expect.column: [1.0] for expect in EXPECTATIONS["staging_file_profile"]})
with ThreadPoolExecutor(4) as pool:
    verdicts = list(pool.map(lambda _: judge("staging_file_profile", frame), range(4)))
assert all(verdict == verdicts[0] for verdict in verdicts)
assert warnings.showwarning is before
"""


def test_the_gate_is_silent_offline_and_writes_nothing(tmp_path):
    """Four threads import Great Expectations at once, in a process whose home, temporary and working folders are empty."""
    folders = {name: tmp_path / name for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "cwd")}
    for folder in folders.values():
        folder.mkdir()
    env = os.environ | {name: str(folder) for name, folder in folders.items()} | {"PYTHONPATH": str(ROOT)}

    done = subprocess.run(
        [sys.executable, "-c", SILENT], cwd=folders["cwd"], env=env, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path for path in tmp_path.rglob("*") if path not in folders.values()] == []


def _posts(con, n_rows, row):
    """`n_rows` records of one valid post with ids of their own."""
    valid = row("staging_post")
    sql = {
        "string": "VARCHAR", "bool": "BOOLEAN", "int32": "INTEGER", "int64": "BIGINT", "double": "DOUBLE",
        "decimal": "DECIMAL(18, 4)", "date": "DATE", "timestamp": "TIMESTAMPTZ",
    }  # fmt: skip
    own = {"post_id": "(17900000000000000 + i)::VARCHAR", "source_line": "i", "likes": "(hash(i) % 1000)::BIGINT"}
    columns = [own.get(column.name, f"?::{sql[column.type]}") + f" AS {column.name}" for column in STAGING_POST.fields]
    values = [valid.get(column.name) for column in STAGING_POST.fields if column.name not in own]
    con.execute(f"CREATE OR REPLACE TEMP TABLE staging AS SELECT {', '.join(columns)} FROM range({n_rows}) AS r(i)", values)


@pytest.mark.slow
def test_the_gate_keeps_its_budget(row):
    """At most 3 s of CPU per million rows above a fixed second, by rows up to the limit and by counts beyond it."""
    con = duckdb.connect()
    _posts(con, 10, row)
    judge("staging_post", con.sql(batch_query("staging_post")).to_arrow_table())  # the import is not part of it

    for n_rows in (DIRECT_LIMIT, 1_000_000):
        _posts(con, n_rows, row)
        start = time.process_time()
        batch = con.sql(batch_query("staging_post")).to_arrow_table() if n_rows <= DIRECT_LIMIT else None
        judge("staging_post", batch, read_counts(con.execute(count_query("staging_post")).fetchall()))

        assert time.process_time() - start <= 1 + 3 * n_rows / 1_000_000
