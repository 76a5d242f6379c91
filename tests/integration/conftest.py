"""Workspaces after one night, made once for all tests that only look."""

import pytest

from flows.night import night
from tests.integration.planted_night import workspace


@pytest.fixture(scope="session")
def planted_root(tmp_path_factory):
    """A workspace after a night that found what was planted."""
    root = workspace(tmp_path_factory.mktemp("planted") / "workspace")
    night(str(root))
    return root
