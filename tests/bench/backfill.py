"""One backfill of everything in a process of its own: its figures as JSON on standard output.

python -m tests.bench.backfill DIR [files in a batch]
"""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.backfilling import backfill
from flows.batching import LIMITS
from flows.outlook import Asked
from tests.bench.peak import peak_mib
from transforms.months import MonthRange

EVERYTHING = MonthRange.of("2023-01", "2026-12")


def measure(root: Path, files_in_a_batch: int) -> dict[str, Any]:
    """Seconds (wall, CPU; imports included), the share of each verb, and the peak memory."""
    started = time.monotonic()
    done = backfill(str(root), Asked(EVERYTHING, limits=replace(LIMITS, files=files_in_a_batch)))
    return {
        "wall": time.monotonic() - started,
        "cpu": time.process_time(),
        "peak_mib": peak_mib(),
        "verbs": done.summary.seconds,
        "files": len(done.summary.taken),
        "records": sum(file["n_accepted"] for file in done.summary.taken),
        "batches": done.batches,
        "published": len(done.summary.published),
        "exit_code": done.exit_code,
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else LIMITS.files)))
