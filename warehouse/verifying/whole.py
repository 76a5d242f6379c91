"""Verify a workspace: table folders, archive, journal, quarantine, ledger and what is overdue."""

from collections.abc import Callable, Collection

from sqlalchemy import Engine

from warehouse.ledger.partitions import read_partitions
from warehouse.locks import exclusive
from warehouse.verifying import archive, books, tables
from warehouse.verifying.finding import Finding, Verified
from warehouse.workspace import Workspace, read_formats, read_strategies

OpenLedger = Callable[[], Engine]


def verify(workspace: Workspace, url: str, open_ledger: OpenLedger, brands: Collection[str] | None = None) -> Verified:
    """Look at everything, or at everything of some brands. Nights may run meanwhile.

    Raises:
        LedgerBusyError: the ledger's database does not answer; nothing can be said then.
    """
    told = Verified()
    told.receipts = receipts = archive.check_journal(workspace, brands, told)
    archive.check_raw(workspace, receipts, brands, told)
    archive.check_pages(workspace, brands, told)
    told.findings += books.check_offboardings(workspace)
    lost = books.lost_ledger(workspace, url)
    if lost:
        told.findings += [lost, *tables.check_without_ledger(workspace, brands)]
        told.partitions = len(list(workspace.warehouse.glob("*/*.parquet")))
        return told
    if books.is_new(workspace):
        return told
    _with_ledger(workspace, open_ledger(), brands, receipts, told)
    return told


def _with_ledger(
    workspace: Workspace, ledger: Engine, brands: Collection[str] | None, receipts: archive.Receipts, told: Verified
) -> None:
    behind = list(books.check_files(ledger, receipts))
    told.findings += behind
    if any(finding.kind == "lost_ledger" for finding in behind):
        told.findings += tables.check_without_ledger(workspace, brands)
        return
    known = read_partitions(ledger)
    mine = [each for slot, each in known.items() if (brands is None or slot.brand in brands) and each.state != "empty"]
    told.partitions, told.by_content_alone = len(mine), sum(not each.file_sha for each in mine)
    suspects = list(tables.check_tables(workspace, known, brands))
    with exclusive(workspace.publishing_lock):
        # A night may have published between two looks: only what stands still and is wrong is a finding.
        told.findings += _still_wrong(workspace, ledger, suspects)
        told.findings += books.check_intents(ledger)
        told.findings += books.check_closes(workspace, ledger, brands)
    strategies, errors = read_strategies(workspace)
    wanted = {brand: strategy for brand, strategy in strategies.items() if brands is None or brand in brands}
    told.findings += books.check_pages_of(workspace, ledger, {slot.brand for slot in known} if brands is None else brands)
    told.findings += [
        Finding("strategy", error.where, error.expected, error.found, error.remedy, brand)
        for brand, error in errors.items()
        if brands is None or brand in brands
    ]
    formats, errors_of_formats = read_formats(workspace)
    if brands is None:
        broken = errors_of_formats.values()
        told.findings += [Finding("format_file", error.where, error.expected, error.found, error.remedy) for error in broken]
    told.findings += books.check_expected(ledger, wanted, formats)


def _still_wrong(workspace: Workspace, ledger: Engine, suspects: Collection[Finding]) -> list[Finding]:
    known = read_partitions(ledger) if suspects else {}
    found: list[Finding] = []
    for suspect in suspects:
        if suspect.slot is None:
            path = workspace.root / suspect.where
            if path.is_symlink() or path.exists():
                found += tables.check_file(workspace, path, known, None)
        elif suspect.slot in known:
            found += tables.check_partition(workspace, suspect.slot, known[suspect.slot])
    return found
