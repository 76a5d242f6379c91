"""Stages in processes of their own, as a task runner over several machines runs them: what one builds, the next one reads."""

import json
import subprocess
import sys

import pytest

from flows import stages
from flows.night import night
from tests.integration.subprocesses import ROOT
from tests.properties.histories import sequence
from tests.properties.nights import workspace

_STAGE = """
import json, sys
from flows import stages
from flows.run import Run
print(json.dumps(stages.STAGES[sys.argv[1]](Run(*sys.argv[2:])), default=str))
"""


def elsewhere(*verbs):
    """Runs some verbs in another process, the others here."""

    def run_one(verb, run):
        if verb not in verbs:
            return stages.STAGES[verb](run)
        command = [sys.executable, "-c", _STAGE, verb, run.root, run.run_id]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
        return json.loads(done.stdout.splitlines()[-1])

    return run_one


def landed(root):
    made = workspace(root)
    (root / "pilaster.toml").write_text("settle_s = 0\n", "utf-8")
    for export in sequence([10, 12, 10], "bazaar"):
        made.land(export.data, export.name, "bazaar", export.taken)
    return made


@pytest.fixture(scope="module")
def in_one(tmp_path_factory):
    """What one process makes of it."""
    made = landed(tmp_path_factory.mktemp("in_one"))
    made.night()
    return made.bytes()


@pytest.mark.parametrize("verb", ["transform", "report", pytest.param("publish", marks=pytest.mark.slow)])
def test_a_stage_in_another_process_changes_nothing(verb, in_one, tmp_path):
    there = landed(tmp_path)

    night(str(there.root), runner=elsewhere(verb))

    assert there.bytes() == in_one
