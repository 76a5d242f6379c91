"""Opening a workspace for the commands that run no flow."""

from pathlib import Path

from flows.settings import ledger_url, read_settings
from warehouse.ledger.open import Ledger, open_ledger
from warehouse.workspace import Workspace


def open_workspace(root: Path) -> tuple[Workspace, Ledger]:
    """The workspace's map and its ledger.

    Raises:
        SettingsError: the folder is no workspace, or its settings are wrong.
    """
    workspace = Workspace(root.absolute())
    workspace.require()
    return workspace, open_ledger(ledger_url(workspace, read_settings(workspace)))
