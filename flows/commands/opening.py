"""Opening a workspace for the commands that run no flow."""

from pathlib import Path

from flows.settings import read_settings
from warehouse.ledger.open import Ledger, ledger_of
from warehouse.workspace import Workspace


def open_workspace(root: Path) -> tuple[Workspace, Ledger]:
    """The workspace's map and its ledger.

    Raises:
        SettingsError: the folder is no workspace, or its settings are wrong.
    """
    workspace = Workspace(root.absolute())
    workspace.require()
    return workspace, ledger_of(workspace, read_settings(workspace).ledger_url.get_secret_value())
