"""Running one measurement in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FULL = os.environ.get("PILASTER_BENCH") == "full"


def measured(name: str, workspace: Path) -> dict[str, Any]:
    """What tests/bench/measure.py says of one run."""
    found: dict[str, Any] = json.loads(python("tests.bench.measure", name, str(workspace)).splitlines()[-1])
    return found


def python(module: str, *args: str) -> str:
    """Standard output of a module that has to end well."""
    run = subprocess.run([sys.executable, "-m", module, *args], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout
