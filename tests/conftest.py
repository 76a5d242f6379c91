"""What every test stands on: a quiet, private Prefect home, repeatable properties, and the sample exports."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.builders import postgres as servers

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT.parent / "shared" / "exports"

PREFECT_HOME = pytest.StashKey[str]()
QUIET = {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # its default of 20 is too short for a busy machine
}

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure(config: pytest.Config) -> None:
    """Keep Prefect off the user's own home, before any test module imports it: it reads its settings only then."""
    home = tempfile.mkdtemp(prefix="pilaster-prefect-")
    config.stash[PREFECT_HOME] = home
    os.environ.update(QUIET, PREFECT_HOME=home)
    os.environ.pop("PREFECT_API_URL", None)  # nor may a test reach somebody's real server


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(config.stash[PREFECT_HOME], ignore_errors=True)


@pytest.fixture(scope="session")
def exports() -> Path:
    """Sample exports of the platforms, in a folder beside the checkout; tests that need them are skipped without it."""
    if not SAMPLES.is_dir():
        pytest.skip("the sample exports are not beside this checkout")
    return SAMPLES


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.Server]:
    """A PostgreSQL server of our own; tests that need one are skipped where its programs are not installed."""
    found = servers.binaries()
    if found is None:
        pytest.skip("no PostgreSQL server here (initdb, postgres); on Debian: apt-get install postgresql")
    server = servers.Server(found)
    yield server
    server.close()
