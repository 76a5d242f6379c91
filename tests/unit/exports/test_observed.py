"""Rows that name their own moment: one that cannot be read is refused, and stops nobody."""

import datetime as dt

import pyarrow as pa

from transforms.connectors.register import FORMATS
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract

TAKEN = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
STRATEGY = Strategy(brand="atelier", time_zone="UTC", accounts=(Account(platform="youtube", handle="a.creator"),))


def test_a_file_that_looks_like_rows_of_a_database_and_has_no_moments_is_refused_row_by_row(tmp_path):
    format_ = next(each for each in FORMATS if each.id == "fivetran_youtube_channel_daily")
    header = [field.aliases[0] for field in format_.fields]
    moments = ("2026-10-31 04:00:00Z", "yesterday")
    cells = [[moment if field.name == "observed_at" else "1" for field in format_.fields] for moment in moments]
    path = tmp_path / "export.csv"
    path.write_text("".join(",".join(row) + "\n" for row in (header, *cells)), "utf-8")
    file = SourceFile("atelier", "s", path.name, (), TAKEN, TAKEN.date(), "mtime")

    (outcome,), batches = extract([file], {("atelier", "s"): path}, {"atelier": STRATEGY}, tmp_path / "staging")

    rows = pa.ipc.open_file(batches[format_.table][0]).read_all().to_pylist()
    assert (outcome.held_code, [row["observed_at"] is None for row in rows]) == (None, [False, True])
    assert "is no moment with a zone" in rows[1]["parse_error"]
