"""Workspaces after a night or two, made once: tests that only look share them, the others work in copies."""

import pytest

from flows.night import night
from tests.builders.closing import close_october, exported, frozen, restate_weekly
from tests.integration.planted_night import workspace


@pytest.fixture(scope="session")
def planted_root(tmp_path_factory):
    """A workspace after a night that found what was planted."""
    root = workspace(tmp_path_factory.mktemp("planted") / "workspace")
    night(str(root))
    return root


@pytest.fixture(scope="session")
def exported_template(tmp_path_factory):
    """October as the exports after its end tell it, open."""
    return exported(tmp_path_factory.mktemp("exported") / "w")


@pytest.fixture(scope="session")
def closed_template(exported_template, tmp_path_factory):
    """The same, October closed."""
    return close_october(exported_template.again(tmp_path_factory.mktemp("closed") / "w"))


@pytest.fixture(scope="session")
def restated_template(closed_template, tmp_path_factory):
    """The same, told otherwise by two weeks of exports, a night after each."""
    return restate_weekly(closed_template.again(tmp_path_factory.mktemp("restated") / "w"))


@pytest.fixture
def october(exported_template, tmp_path):
    return exported_template.again(tmp_path / "w")


@pytest.fixture
def closed_october(closed_template, tmp_path):
    return closed_template.again(tmp_path / "w")


@pytest.fixture
def restated(closed_template, restated_template, tmp_path):
    """(A copy of the workspace whose closed month is told otherwise, each file as the close left it.)"""
    return restated_template.again(tmp_path / "w"), frozen(closed_template)
