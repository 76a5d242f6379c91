"""Opening a workspace for the commands that run no flow."""

from pathlib import Path

from flows.settings import read_settings
from transforms.errors import IntegrityError
from warehouse.ledger.open import Ledger, ledger_of
from warehouse.verifying.books import lost_ledger
from warehouse.workspace import Workspace


def open_workspace(root: Path) -> tuple[Workspace, Ledger]:
    """The workspace's map and its ledger.

    Raises:
        SettingsError: the folder is no workspace, or its settings are wrong.
        IntegrityError: its ledger is lost: a new one would say that nothing was ever here.
    """
    workspace = Workspace(root.absolute())
    workspace.require()
    url = read_settings(workspace).ledger_url.get_secret_value()
    lost = lost_ledger(workspace, url)
    if lost:
        raise IntegrityError(where=lost.where, expected=lost.expected, found=lost.found, remedy=lost.remedy)
    return workspace, ledger_of(workspace, url)
