"""Writing the pages of quality: made from ledger and quarantine, replaced only where they differ, taken away when not due."""

from pathlib import Path

from sqlalchemy import Engine

from warehouse import quarantine
from warehouse.ledger.findings import Facts, findings
from warehouse.locks import exclusive, scratch
from warehouse.storage import remove_file, write_whole
from warehouse.workspace import Workspace


def refresh(workspace: Workspace, ledger: Engine) -> bool:
    """Bring `reports/quality/` up to date; False when it was. Runs in every night, so a killed one is made good by the next.

    The index is written last and bears a stamp of the facts: without it, or with another, everything is looked at again.
    """
    if _is_current(workspace, findings(ledger)):
        return False
    with exclusive(workspace.publishing_lock):
        facts = findings(ledger)
        _write(workspace, facts)
    return True


def _is_current(workspace: Workspace, facts: Facts) -> bool:
    # Imported here and below: contracts and templates are for nights with something to tell.
    from transforms.pages.quality import INDEX, file_page_name, stamp

    index = workspace.quality / INDEX
    if not index.exists():
        return not any(facts.values())
    due = {INDEX, *(file_page_name(file) for file in facts["waiting"])}
    return f'content="{stamp(facts)}"' in index.read_text("utf-8") and _pages(workspace) == due


def _write(workspace: Workspace, facts: Facts) -> None:
    from transforms.pages.quality import INDEX, file_page, file_page_name, index_page

    with scratch(workspace.staging) as half_made:
        for file in facts["waiting"]:
            refused = quarantine.read(workspace, file["brand"], file["sha"])
            _replace(workspace.quality / file_page_name(file), file_page(file, refused), half_made)
        for name in sorted(_pages(workspace) - {INDEX, *(file_page_name(file) for file in facts["waiting"])}):
            remove_file(workspace.quality / name)
        _replace(workspace.quality / INDEX, index_page(facts), half_made)


def _pages(workspace: Workspace) -> set[str]:
    """Every page that is there, as its path below reports/quality/."""
    return {path.relative_to(workspace.quality).as_posix() for path in workspace.quality.rglob("*.html")}


def _replace(path: Path, text: str, half_made: Path) -> None:
    data = text.encode()
    if not path.exists() or path.read_bytes() != data:
        write_whole(path, data, half_made)
