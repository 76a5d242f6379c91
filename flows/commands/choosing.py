"""Which file a person means: its name, its path, or the start of its sha."""

from pathlib import Path
from typing import Any

from transforms.errors import SettingsError
from warehouse.ledger.open import Ledger
from warehouse.ledger.reading import find


def choose(ledger: Ledger, wanted: str) -> dict[str, Any]:
    """The one file that `wanted` names.

    Raises:
        SettingsError: no file, or more than one, answers to it.
    """
    found = find(ledger, wanted) or find(ledger, Path(wanted).name)
    if len(found) == 1:
        return found[0]
    several = ", ".join(f"{file['brand']}/{file['name']} ({file['sha'][:12]})" for file in found)
    raise SettingsError(
        where=wanted,
        expected="the name of one export, or the start of its sha",
        found=several or "no such export in this workspace",
        remedy="take a sha from `pilaster quarantine list`",
    )
