"""What it costs to recognise an export and map its header: CPU milliseconds per file, on one core.

python -m tests.bench.recognition DIR        JSON: [file, bytes, columns, cold, warm] of every table below DIR

Cold is the first file of a process: each is measured in a fork that has recognised nothing yet. Warm is a file like one that the
process has just seen. Reading the file is no part of it. Linux and macOS.
"""

import contextlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from transforms.errors import SourceError
from transforms.exports.recognise import recognise
from warehouse.containers.parts import has_parts, parts_of
from warehouse.containers.text import open_text

WARM_TIMES = 5


def tables_below(root: Path) -> list[tuple[str, int, list[list[str]]]]:
    """(name, bytes, first records) of every table that opens as text, sheets and entries among them."""
    found = []
    for path in sorted(path for path in root.rglob("*.*") if path.is_file() and path.suffix != ".md"):
        try:
            for part in parts_of(path) if has_parts(path) else [path]:
                rows = open_text(part).grid.rows
                name = path.name if part is path else f"{path.name}/{part.name}"
                found.append((name, part.stat().st_size, [list(row) for row in rows[:100]]))
        except SourceError:  # no table: a JSON file, say
            continue
    return found


def milliseconds(rows: list[list[str]]) -> float:
    """CPU time of one recognition, told or refused."""
    before = time.process_time()
    with contextlib.suppress(SourceError):
        recognise(rows)
    return (time.process_time() - before) * 1000


def cold_and_warm(rows: list[list[str]]) -> tuple[float, float]:
    """Both, measured in a fork."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        cold = milliseconds(rows)
        warm = min(milliseconds(rows) for _ in range(WARM_TIMES))
        os.write(writing, json.dumps([cold, warm]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        cold, warm = json.loads(told.read())
    os.waitpid(child, 0)
    return cold, warm


def measure(root: Path) -> list[list[Any]]:
    """One line per table."""
    return [[name, size, max(map(len, rows), default=0), *cold_and_warm(rows)] for name, size, rows in tables_below(root)]


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
