"""A lost ledger again, from raw/, journal/ and what the published files say."""

from dataclasses import dataclass
from pathlib import Path

from flows.night import Progress, read_again, silent
from flows.restoring import restore
from flows.settings import read_settings
from flows.summary import Summary
from warehouse.ledger.open import ledger_of, set_aside_if_unusable
from warehouse.ledger.rebuilding import enter_again
from warehouse.workspace import Workspace


@dataclass(frozen=True)
class Rebuilt:
    """What became of the ledger that was there, how many exports the new one knows, and what reading them said."""

    aside: Path | None
    n_files: int
    summary: Summary


def rebuild_ledger(root: Path, progress: Progress = silent) -> Rebuilt:
    """Enter every archived export again, read them all, and adopt the published files that still hold, byte for byte.

    Months that the journal says are closed come first: their files stay, or are made again from what their closes knew.

    Raises:
        SettingsError: the folder is no workspace, or its settings are wrong.
        IntegrityError: an archived export or an event of the journal is damaged.
    """
    workspace = Workspace(root.absolute())
    workspace.require()
    settings = read_settings(workspace)
    url = settings.ledger_url.get_secret_value()
    aside = set_aside_if_unusable(workspace, url)
    ledger = ledger_of(workspace, url)
    n_files = enter_again(workspace, ledger)
    restore(workspace, ledger, settings)
    return Rebuilt(aside, n_files, read_again(str(workspace.root), progress))
