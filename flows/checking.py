"""Verify as a plain function: settings are read here, so that the command and the Prefect flow ask the same question."""

from collections.abc import Collection
from pathlib import Path

from flows.settings import read_settings
from transforms.errors import SettingsError
from warehouse.ledger.open import ledger_of
from warehouse.verifying.finding import Verified
from warehouse.verifying.whole import verify
from warehouse.workspace import Workspace


def check(root: str, brands: Collection[str] | None = None) -> Verified:
    """Hold everything that is stored against everything that is known of it; changes nothing.

    Raises:
        SettingsError: the folder is no workspace, its settings are wrong, or it does not know the brand.
        LedgerBusyError: the ledger's database does not answer.
    """
    workspace = Workspace(Path(root).absolute())
    workspace.require()
    url = read_settings(workspace).ledger_url.get_secret_value()
    for brand in brands or ():
        require_brand(workspace, brand)
    return verify(workspace, url, lambda: ledger_of(workspace, url), brands or None)


def require_brand(workspace: Workspace, brand: str) -> None:
    """Refuse a brand of which nothing is here.

    Raises:
        SettingsError: with the brands that are known.
    """
    homes = (workspace.raw, workspace.landing, workspace.journal / "receipt")
    known = {path.name for home in homes if home.is_dir() for path in home.iterdir() if path.is_dir()}
    known |= {path.stem for path in (*workspace.strategy.glob("*.yaml"), *workspace.offboarding.glob("*.json"))}
    if brand not in known:
        raise SettingsError(
            where=f"brand {brand}",
            expected=f"a brand of this workspace: {', '.join(sorted(known)) or 'it has none yet'}",
            found="nothing of that name in strategy/, landing/, raw/ or journal/",
            remedy="look at its spelling",
        )
