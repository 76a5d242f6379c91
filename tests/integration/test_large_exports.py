"""A 200 MB export is read in pieces, to the last record, in memory that does not grow with it. Formats that cannot are held."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from transforms.errors import UnreadableFileError
from transforms.exports.register import FORMATS
from warehouse import large_files

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024
HEADER = (
    "Post ID,Page ID,Page name,Title,Publish time,Permalink,Post type,Date,Views,Reach,Reactions,Comments,Shares,Seconds viewed\n"
)
READ = """
import datetime as dt, json, sys, time
from pathlib import Path
from tests.bench.peak import peak_mib
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract
taken = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
path, out = Path(sys.argv[1]), Path(sys.argv[2])
file = SourceFile("lune", "ab" * 32, path.name, (), taken, taken.date(), "mtime")
strategy = Strategy(brand="lune", time_zone="UTC", accounts=(Account(platform="facebook", handle="maison lune"),))
started = time.monotonic()
outcomes, _ = extract([file], {("lune", file.sha): path}, {"lune": strategy}, out)
print(json.dumps([outcomes[0].n_records, outcomes[0].held_code, peak_mib(), time.monotonic() - started]))
"""


@pytest.mark.slow
def test_two_hundred_megabytes_are_streamed(tmp_path):
    path, n = tmp_path / "large.csv", 0
    words = "A long text about coats and seams. " * 8
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        while file.tell() < 200 * MEGABYTE:
            file.writelines(
                f'{900_000_000_000_000 + n + k},100000000000077,Maison Lune,"{words}\nline two",10/30/2026 09:05,'
                f"https://www.facebook.com/maisonlune/posts/{n + k},Photos,Lifetime,{n + k},5,3,2,1,12.5\n"
                for k in range(10_000)
            )
            n += 10_000

    told = subprocess.run(
        [sys.executable, "-c", READ, str(path), str(tmp_path / "out")], cwd=ROOT, capture_output=True, check=True, text=True
    )

    n_records, held, peak, seconds = json.loads(told.stdout)
    print(f"200 MB: {n_records:,} records, {peak:,.0f} MiB at most, {seconds:.1f} s")
    assert (n_records, held) == (n, None)
    assert peak < 1024


def test_a_format_that_cannot_be_streamed_is_held_above_a_hundred_megabytes(monkeypatch):
    format_ = FORMATS["youtube_totals_views"]
    large_files.refuse_too_large(format_, 300 * MEGABYTE)
    monkeypatch.setitem(format_.__dict__, "streamable", False)
    large_files.refuse_too_large(format_, 100 * MEGABYTE)

    with pytest.raises(UnreadableFileError, match="below 104,857,600 bytes"):
        large_files.refuse_too_large(format_, 100 * MEGABYTE + 1)
