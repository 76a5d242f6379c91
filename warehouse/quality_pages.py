"""Writing the pages of quality: made from ledger and quarantine, replaced only where they differ, taken away when not due."""

from pathlib import Path

from sqlalchemy import Engine

from transforms.errors import IntegrityError
from warehouse import quarantine
from warehouse.ledger.findings import Facts, findings, of_latest_run
from warehouse.locks import exclusive, scratch
from warehouse.storage import bears, holds, remove_file, write_whole
from warehouse.workspace import Workspace


def refresh(workspace: Workspace, ledger: Engine) -> bool:
    """Bring `reports/quality/` up to date; False when it was. Runs in every night, so a killed one is made good by the next.

    The index is written last and bears a stamp of the facts: without it, or with another, everything is looked at again.

    Raises:
        IntegrityError: refused records cannot be read. All other pages are written; this one is missing until they can be.
    """
    if _is_current(workspace, findings(ledger), of_latest_run(ledger)):
        return False
    with exclusive(workspace.publishing_lock), scratch(workspace.staging) as half_made:
        _write_latest(workspace, of_latest_run(ledger), half_made)
        _write(workspace, findings(ledger), half_made)
    return True


def _is_current(workspace: Workspace, facts: Facts, latest: Facts) -> bool:
    # Imported here and below: contracts and templates are for nights with something to tell.
    from transforms.pages.quality import INDEX, file_page_name, stamp

    due = {file_page_name(file) for file in facts["waiting"]}
    if not (workspace.quality / INDEX).exists():
        return not any(facts.values()) and not latest
    return bears(workspace.quality / INDEX, stamp(facts)) and _pages(workspace) == due and _is_latest(workspace, latest)


def _is_latest(workspace: Workspace, latest: Facts) -> bool:
    from transforms.pages.latest_run import latest_stamp
    from transforms.pages.quality import LATEST

    page = workspace.quality / LATEST
    return bears(page, latest_stamp(latest)) if latest else page.exists()


def _write_latest(workspace: Workspace, latest: Facts, half_made: Path) -> None:
    from transforms.pages.latest_run import latest_page
    from transforms.pages.quality import LATEST

    page = workspace.quality / LATEST
    if latest or not page.exists():
        _replace(page, latest_page(latest), half_made)


def _write(workspace: Workspace, facts: Facts, half_made: Path) -> None:
    from transforms.pages.quality import INDEX, file_page, file_page_name, index_page

    due, damaged = set(), []
    for file in facts["waiting"]:
        try:
            refused = quarantine.read(workspace, file["brand"], file["sha"])
        except IntegrityError as error:
            damaged.append(error)
            continue
        due.add(file_page_name(file))
        _replace(workspace.quality / file_page_name(file), file_page(file, refused), half_made)
    for name in sorted(_pages(workspace) - due):
        remove_file(workspace.quality / name)
    _replace(workspace.quality / INDEX, index_page(facts), half_made)
    if damaged:
        raise damaged[0]


def _pages(workspace: Workspace) -> set[str]:
    """Every page of a file that is there, as its path below reports/quality/."""
    return {path.relative_to(workspace.quality).as_posix() for path in workspace.quality.glob("*/*.html")}


def _replace(path: Path, text: str, half_made: Path) -> None:
    data = text.encode()
    if not holds(path, data):
        write_whole(path, data, half_made)
