"""The flow of a verification says by its state whether somebody should look."""

import os
import subprocess
import sys

import pytest

from tests.integration.subprocesses import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.prefect]
_FLOW = """
import sys
from flows.verify import verify
for _ in range(2):
    state = verify(workspace=sys.argv[1], return_state=True)
    print(state.type.value, state.name, state.message.partition(": ")[2], sep="|")
    (__import__("pathlib").Path(sys.argv[1]) / "warehouse" / "notes.txt").write_text("foreign", "utf-8")
"""


def test_its_state_is_completed_and_named_after_its_findings(planted_root):
    try:
        done = subprocess.run(
            [sys.executable, "-c", _FLOW, str(planted_root)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        )
    finally:
        (planted_root / "warehouse" / "notes.txt").unlink(missing_ok=True)

    told = done.stdout.splitlines()[-2:]
    assert told[0] == "COMPLETED|Completed|all well"
    assert told[1].startswith("COMPLETED|CompletedWithFindings|1 finding")
