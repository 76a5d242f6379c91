"""The archive: exports against their names, journal events against theirs, pages of refused records."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping

from transforms.errors import IntegrityError
from warehouse import journal, quarantine
from warehouse.journal import Event
from warehouse.raw import difference
from warehouse.storage import files_below
from warehouse.verifying.finding import Finding, Verified
from warehouse.workspace import Workspace

Receipts = Mapping[tuple[str, str], list[Event]]
_SHA = re.compile(r"[0-9a-f]{64}")


def check_journal(workspace: Workspace, brands: Collection[str] | None, told: Verified) -> dict[tuple[str, str], list[Event]]:
    """Hold every event against its own name; returns the receipts of each (brand, sha)."""
    receipts: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for path in files_below(workspace.journal):
        if path in {workspace.identity, workspace.people_key_mark}:
            continue  # the workspace's own marks: no events, and held against what they mark whenever that is used
        where = path.relative_to(workspace.root).as_posix()
        _, _, brand, *_ = (*where.split("/"), "", "")
        if brands is not None and brand not in brands:
            continue
        told.events += 1
        try:
            event = journal.read(path)
            is_itself = journal.event_path(workspace, event) == path and journal.text(event).encode() == path.read_bytes()
        except (IntegrityError, KeyError, TypeError):
            event, is_itself = {}, False
        if not is_itself:
            told.findings.append(
                Finding(
                    "damaged_event",
                    where,
                    expected="an event that says what its name was made from",
                    found="something else: it was damaged or changed",
                    remedy="take this one file from a backup; without one, of a receipt: remove it, "
                    "and put the export into landing/ again under a new name",
                    brand=brand,
                )
            )
        elif event["kind"] == "receipt":
            receipts[event["brand"], event["sha"]].append(event)
    return receipts


def check_raw(workspace: Workspace, receipts: Receipts, brands: Collection[str] | None, told: Verified) -> None:
    """Hold every archived export against its name, and against the receipts."""
    seen = set()
    for path in files_below(workspace.raw):
        brand, sha = path.parent.name, path.name
        if brands is not None and brand not in brands:
            continue
        told.exports += 1
        where = path.relative_to(workspace.root).as_posix()
        if not _SHA.fullmatch(sha) or path.parent.parent != workspace.raw:
            told.findings.append(_foreign(where, brand))
            continue
        seen.add((brand, sha))
        found = difference(path, sha)
        if found:
            events = receipts.get((brand, sha), [])
            told.findings.append(
                Finding(
                    "damaged_export",
                    where,
                    expected=f"the bytes that were taken, sha256 {sha}",
                    found=f"{found}: it was damaged or changed in the archive",
                    remedy=supply_again(brand, events),
                    brand=brand,
                    sha=sha,
                )
            )
        elif (brand, sha) not in receipts and not _has_receipt(workspace, brand, sha):
            told.findings.append(
                Finding(
                    "unknown_export",
                    where,
                    expected="a receipt in journal/receipt/",
                    found="none: a night was killed while it took the file, or its receipt is lost",
                    remedy="run `pilaster nightly` if it still lies in landing/; else put it there again",
                    brand=brand,
                    sha=sha,
                )
            )
    for (brand, sha), events in sorted(receipts.items()):
        if (brand, sha) not in seen:
            told.findings.append(
                Finding(
                    "lost_export",
                    f"raw/{brand}/{sha}",
                    expected=f"the export {events[0]['path']}, of which there is a receipt",
                    found="no such file",
                    remedy=supply_again(brand, events),
                    brand=brand,
                    sha=sha,
                )
            )


def check_pages(workspace: Workspace, brands: Collection[str] | None, told: Verified) -> None:
    """Pages of refused records can be read and say whose they are."""
    for path in files_below(workspace.quarantine):
        brand, sha = path.parent.name, path.stem
        is_page = path.parent.parent == workspace.quarantine and _SHA.fullmatch(sha) and path.suffix == ".json"
        if not is_page or (brands is not None and brand not in brands):
            continue
        told.pages += 1
        if not _is_readable(workspace, brand, sha):
            told.findings.append(
                Finding(
                    "damaged_page",
                    path.relative_to(workspace.root).as_posix(),
                    expected=f"refused records of {brand}/{sha[:12]} as JSON",
                    found="something else",
                    remedy="`pilaster repair --all` makes it anew from raw/",
                    brand=brand,
                    sha=sha,
                )
            )


def supply_again(brand: str, events: Collection[Event]) -> str:
    """Which export has to be supplied once more, by everything that is known of it."""
    names = "; ".join(
        f"{event['path']} ({event['size']:,} bytes, of {event['mtime'][:10]}, taken {event['received_at'][:10]})"
        for event in events
    )
    told = f": it came as {names}" if names else ""
    return f"put the original into landing/{brand}/ once more, under any new name, and run `pilaster nightly`{told}"


def _has_receipt(workspace: Workspace, brand: str, sha: str) -> bool:
    """Whether there is one by now: a night may have written it since the journal was read. A damaged one is told as such."""
    return any((workspace.journal / "receipt" / brand).glob(f"{sha[:16]}-*.json"))


def _is_readable(workspace: Workspace, brand: str, sha: str) -> bool:
    try:
        return quarantine.read(workspace, brand, sha) is not None
    except IntegrityError:
        return False


def _foreign(where: str, brand: str) -> Finding:
    return Finding(
        "foreign_file",
        where,
        expected="nothing but exports, named by the sha256 of their bytes",
        found="a file that Pilaster did not archive",
        remedy="`pilaster repair --all` moves it to quarantine/foreign/; nothing is deleted",
        brand=brand,
    )
