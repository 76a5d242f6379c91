"""Verify as a plain function: settings are read here, so that the command and the Prefect flow ask the same question."""

from collections.abc import Collection, Iterator
from pathlib import Path

from flows.describing import differing
from flows.settings import read_settings
from transforms.errors import SettingsError
from transforms.strategy import Strategy
from warehouse import engagement_pages
from warehouse.ledger.open import Ledger, ledger_of
from warehouse.verifying.books import is_new
from warehouse.verifying.finding import Finding, Verified
from warehouse.workspace import Workspace, read_strategies


def check(root: str, brands: Collection[str] | None = None) -> Verified:
    """Hold everything that is stored against everything that is known of it; changes nothing.

    Raises:
        SettingsError: the folder is no workspace, its settings are wrong, or it does not know the brand.
        LedgerBusyError: the ledger's database does not answer.
    """
    from warehouse.verifying.whole import verify  # reads Parquet; whoever only asks for a brand does not

    workspace = Workspace(Path(root).absolute())
    workspace.require()
    url = read_settings(workspace).ledger_url.get_secret_value()
    for brand in brands or ():
        require_brand(workspace, brand)
    told = verify(workspace, url, lambda: ledger_of(workspace, url), brands or None)
    is_lost = any(finding.kind == "lost_ledger" for finding in told.findings)
    if not (brands or is_lost or is_new(workspace)):
        ledger = ledger_of(workspace, url)
        told.findings += [*_description(workspace, ledger), *_month_pages(workspace, ledger)]
    return told


def _description(workspace: Workspace, ledger: Ledger) -> Iterator[Finding]:
    """What describes the tables says what contracts and ledger say."""
    for path in differing(workspace, ledger):
        yield Finding(
            "description",
            path.relative_to(workspace.root).as_posix(),
            expected="what the contracts and the published files say",
            found="something else" if path.exists() else "no such file",
            remedy="`pilaster repair --all` makes it anew",
        )


def _month_pages(workspace: Workspace, ledger: Ledger) -> Iterator[Finding]:
    """The pages of months are those that were drawn of the published reports."""
    for path, found in engagement_pages.differing(workspace, ledger):
        yield Finding(
            "month_page",
            path.relative_to(workspace.root).as_posix(),
            expected="the page that was drawn of the published reports, and no other",
            found=found,
            remedy="`pilaster repair --all` draws it anew, or takes away what is no page of ours",
        )


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


def require_strategy(workspace: Workspace, brand: str) -> Strategy:
    """The strategy of a brand.

    Raises:
        SettingsError: nothing is known of the brand, or it has no strategy.
        StrategyError: its strategy cannot be read.
    """
    require_brand(workspace, brand)
    strategies, errors = read_strategies(workspace)
    if brand in errors:
        raise errors[brand]
    if brand not in strategies:
        raise SettingsError(
            where=f"brand {brand}",
            expected=f"a strategy, which says where its months end; others have one: {', '.join(sorted(strategies)) or 'none'}",
            found=f"no strategy/{brand}.yaml",
            remedy="write it first, or look at the spelling of the brand",
        )
    return strategies[brand]
