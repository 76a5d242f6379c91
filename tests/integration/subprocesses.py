"""Nights in processes of their own, which tell what they loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("pandas", "pyarrow", "duckdb", "great_expectations")
_NIGHT = """
import json, sys
from flows.__main__ import main
sys.argv = ["pilaster", "nightly", *sys.argv[1:]]
try:
    code = main() or 0
except SystemExit as end:
    code = end.code or 0
print(json.dumps([sorted(set({heavy!r}) & sys.modules.keys()), code]))
"""


def night(root: Path, *options: str) -> tuple[list[str], int]:
    """One `pilaster nightly`; returns the heavy libraries that it loaded, and its exit code."""
    command = [sys.executable, "-c", _NIGHT.replace("{heavy!r}", repr(HEAVY)), "--workspace", str(root), *options]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr
    heavy, code = json.loads(done.stdout.splitlines()[-1])
    return heavy, code


def pilaster(*words: str) -> tuple[int, str, str]:
    """One command; returns its exit code and what it printed to both outputs."""
    command = [sys.executable, "-m", "flows", *words]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False, text=True
    )
    return done.returncode, done.stdout, done.stderr
