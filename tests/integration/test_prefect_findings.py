"""A night as a Prefect flow: a name that can be read, an end that says what was found, artifacts that show it."""

import asyncio

import pytest

from tests.integration.planted_night import workspace

pytestmark = [pytest.mark.prefect, pytest.mark.slow]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_night_with_findings_says_so_in_prefect(tmp_path):
    from prefect.testing.utilities import prefect_test_harness

    from flows.nightly import nightly

    root = workspace(tmp_path / "workspace")
    with prefect_test_harness(server_startup_timeout=120):
        state = nightly(workspace=str(root), day="2026-11-02", return_state=True)
        names, artifacts = asyncio.run(_seen())

    assert (state.type.value, state.name) == ("COMPLETED", "CompletedWithFindings")
    assert names == ["nightly-2026-11-02"]
    assert artifacts.keys() == {"nightly", "nightly-files"}
    assert "| files held | 1 |" in artifacts["nightly"]
    assert "| report |" in artifacts["nightly"]
    assert "loyalty-cards" in str(artifacts["nightly-files"])


async def _seen():
    from prefect.client.orchestration import get_client

    async with get_client() as client:
        runs = await client.read_flow_runs()
        found = await client.read_artifacts()
    return [run.name for run in runs], {each.key: each.data for each in found if each.key}
