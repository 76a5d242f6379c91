"""The ledger itself: is it there, does it know every export, did a publication stop half-way, what is overdue?"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from sqlalchemy import Engine, make_url, select
from sqlalchemy.exc import ArgumentError

from transforms.exports.registry import Registry
from transforms.strategy import Strategy
from warehouse import quarantine
from warehouse.closing import CLOSE
from warehouse.ledger import closing, intents
from warehouse.ledger.open import is_usable
from warehouse.ledger.reading import known_files
from warehouse.ledger.schema import files
from warehouse.verifying.archive import Receipts
from warehouse.verifying.finding import Finding
from warehouse.workspace import Workspace

_REBUILD = "`pilaster repair --ledger` makes a new one from raw/ and journal/; the published files stay as they are"


def lost_ledger(workspace: Workspace, url: str) -> Finding | None:
    """A ledger file that is gone or cannot be used. To open it would make a new one, so this is asked before."""
    path = _file_of(workspace, url)
    if path is None or is_new(workspace):
        return None
    if not path.exists():
        return Finding("lost_ledger", path.name, "the index over raw/, journal/ and warehouse/", "no such file", _REBUILD)
    if not is_usable(path):
        return Finding("lost_ledger", path.name, "the index over raw/, journal/ and warehouse/", "it cannot be read", _REBUILD)
    return None


def is_new(workspace: Workspace) -> bool:
    """Whether no night has been here yet."""
    return not workspace.journal.is_dir() and not workspace.warehouse.is_dir()


def check_files(ledger: Engine, receipts: Receipts) -> Iterator[Finding]:
    """Every export of which there is a receipt is known to the ledger."""
    with ledger.connect() as connection:
        known = {(row.brand, row.sha) for row in connection.execute(select(files.c.brand, files.c.sha))}
    unknown = sorted(receipts.keys() - known)
    if unknown and not known:
        yield Finding("lost_ledger", "ledger", f"{len(unknown):,} exports, as journal/ says", "an empty ledger", _REBUILD)
    elif unknown:
        brand, sha = unknown[0]
        yield Finding(
            "ledger_behind",
            "ledger",
            expected="every export of which journal/ has a receipt",
            found=f"{len(unknown):,} are unknown, such as {brand}/{receipts[unknown[0]][0]['path']} ({sha[:12]})",
            remedy="`pilaster nightly` if a night was just killed; else the ledger is older than the archive: " + _REBUILD,
        )


def check_pages_of(workspace: Workspace, ledger: Engine, brands: Collection[str]) -> Iterator[Finding]:
    """Every taken file with refused records has its page."""
    for file in known_files(ledger, brands):
        page = quarantine.page(workspace, file["brand"], file["sha"])
        if file["state"] == "taken" and file["n_quarantined"] and not page.exists():
            yield Finding(
                "lost_page",
                page.relative_to(workspace.root).as_posix(),
                expected=f"{file['n_quarantined']:,} refused records of the export {file['sha'][:12]}",
                found="no such file",
                remedy="`pilaster repair --all` makes it anew from raw/",
                brand=file["brand"],
                sha=file["sha"],
            )


def check_intents(ledger: Engine) -> Iterator[Finding]:
    """Publications that were begun and not completed. The caller holds the publishing lock: whoever began them is dead."""
    for run_id, intent in intents.open_intents(ledger):
        yield Finding(
            "open_intent",
            f"run {run_id}",
            expected="a publication that was completed",
            found=f"it stopped half-way through {len(intent['files']):,} files",
            remedy="`pilaster nightly` or `pilaster repair --all` finishes it",
        )


def check_closes(workspace: Workspace, ledger: Engine, brands: Collection[str] | None) -> Iterator[Finding]:
    """The journal has the close of every closed month, or will have it with the next run."""
    waiting = {(brand, month) for brand, month, _ in closing.pending(ledger)}
    with ledger.connect() as connection:
        months = closing.closed_months(connection, brands)
    for brand, month in sorted(waiting):
        yield Finding(
            "open_intent",
            f"close of {brand} {month}",
            expected="a journal that knows of it",
            found="it was begun and not finished",
            remedy="`pilaster nightly` or `pilaster repair --all` finishes it",
            brand=brand,
        )
    for closed in months:
        path = workspace.journal / CLOSE / closed.brand / closed.event
        if (closed.brand, closed.month) not in waiting and not path.is_file():
            yield Finding(
                "lost_event",
                path.relative_to(workspace.root).as_posix(),
                expected=f"what {closed.brand} {closed.month} was closed with",
                found="no such file",
                remedy="take it from a backup; without it the month cannot be made again, and a rebuilt ledger takes it for open",
                brand=closed.brand,
            )


def check_offboardings(workspace: Workspace) -> Iterator[Finding]:
    """Brands that were on their way out when somebody pulled the plug."""
    for path in sorted(workspace.offboarding.glob("*.json")):
        yield Finding(
            "open_offboarding",
            path.relative_to(workspace.root).as_posix(),
            expected="a brand that is wholly gone",
            found=f"`pilaster offboard {path.stem}` was begun and not finished",
            remedy=f"run `pilaster offboard {path.stem}` once more",
            brand=path.stem,
        )


def check_expected(ledger: Engine, strategies: Mapping[str, Strategy], formats: Registry) -> Iterator[Finding]:
    """Exports that a strategy promises and that never came, by the rule of rpt_quality."""
    from transforms.reports.quality import inputs

    known = known_files(ledger, strategies)
    # A backfill of some months leaves the exports of others unread.
    waiting = Counter(_waiting(ledger))
    for brand, strategy in sorted(strategies.items()):
        found = inputs(strategy, [file for file in known if file["brand"] == brand], formats)
        missing = defaultdict(set)
        for row in found.due if found else ():
            if row["outcome"] == "missing":
                missing[row["platform"], row["account"], row["format"]].add(row["month"])
        for (platform, account, format_id), months in sorted(missing.items()):
            yield Finding(
                "expected_export",
                f"strategy/{brand}.yaml, {platform} {account}",
                expected=f"{format_id}, as the strategy promises",
                found=f"none that tells of {', '.join(sorted(months))}",
                remedy=(
                    f"run `pilaster nightly`: {waiting[brand]:,} exports of {brand} wait to be read; else "
                    if waiting[brand]
                    else ""
                )
                + f"put it into landing/{brand}/, or take the promise out of the strategy",
                brand=brand,
            )


def _waiting(ledger: Engine) -> list[str]:
    """The brand of each export that is archived and not read yet."""
    with ledger.connect() as connection:
        return list(connection.execute(select(files.c.brand).where(files.c.state == "received")).scalars())


def _file_of(workspace: Workspace, url: str) -> Path | None:
    """The file of a SQLite ledger; None where a server keeps it."""
    if not url:
        return workspace.ledger
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None
