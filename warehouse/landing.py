"""Land: take settled files from landing/ into raw/ and the journal. Nothing in landing/ is ever touched."""

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from transforms.strategy import BRAND_PATTERN
from warehouse import journal, raw, receipts
from warehouse.ledger import arrivals
from warehouse.locks import scratch
from warehouse.receipts import SIDECAR_SUFFIX
from warehouse.workspace import Workspace

# Written by browsers, editors and sync clients while they are not done yet.
_UNFINISHED_SUFFIXES = (".part", ".tmp", ".crdownload", ".download")
_UNFINISHED_PREFIXES = ("~$", ".")


@dataclass(frozen=True)
class Candidate:
    """One file in landing/<brand>/, as it looked when it was listed."""

    brand: str
    path: str
    full: str
    size: int
    mtime_ns: int
    sidecar: str

    @property
    def observed_on(self) -> date:
        """The day on which it was taken, as its receipt would say it."""
        return receipts.observed(self.path, self.sidecar, datetime.fromtimestamp(self.mtime_ns / 1e9, UTC))[1].date()

    @property
    def place(self) -> Path:
        """The file itself."""
        return Path(self.full)


@dataclass
class Landed:
    """What landing took and what it left, with the reason."""

    taken: list[tuple[str, str, str]] = field(default_factory=list)
    """(brand, sha, path) of each arrival"""
    left: list[tuple[str, str]] = field(default_factory=list)
    """(path, reason) of each file that was not taken; it is tried again next night"""


def land(
    workspace: Workspace,
    ledger: Engine,
    settle_s: float,
    brands: frozenset[str] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Landed:
    """Take every settled file that the ledger does not know yet."""
    landed = Landed()
    fresh = lying(workspace, ledger, brands, landed)
    settled = _settled(fresh, settle_s, landed)
    if settled:
        with scratch(workspace.staging) as half_made:
            _take(workspace, ledger, _copies(settled, half_made, landed, progress), landed)
    return landed


def lying(workspace: Workspace, ledger: Engine, brands: frozenset[str] | None, landed: Landed) -> list[Candidate]:
    """Every file in landing/ that the ledger does not know as it looks now; what cannot be taken is told to `landed`."""
    known = arrivals.known(ledger)
    found = _list(workspace, landed, brands, known)
    return [file for file in found if known.get((file.brand, file.path)) != _look(file)]


def _copies(
    settled: list[Candidate], half_made: Path, landed: Landed, progress: Callable[[int, int], None]
) -> list[tuple[Candidate, raw.Copied]]:
    copies = []
    for number, file in enumerate(settled):
        progress(number, len(settled))
        try:
            copied = raw.copy_in(file.brand, file.place, half_made / f"{number}.raw")
        except (FileNotFoundError, PermissionError) as error:
            landed.left.append((f"{file.brand}/{file.path}", f"it cannot be read: {error.strerror}"))
            continue
        if copied is None:
            landed.left.append((f"{file.brand}/{file.path}", "it changed while it was copied"))
        else:
            copies.append((file, copied))
    return copies


def _take(workspace: Workspace, ledger: Engine, copies: list[tuple[Candidate, raw.Copied]], landed: Landed) -> None:
    """Bytes first, then the receipts, then the index over both: a kill in between loses nothing and repeats nothing."""
    if not copies:
        return
    raw.keep(workspace, (copied for _, copied in copies))
    now = datetime.now(UTC)
    events = [receipts.receipt(copied, file.path, file.sidecar or None, now) for file, copied in copies]
    journal.record(workspace, events)
    looks = [(file.brand, file.path, _look(file), copied.sha) for file, copied in copies]
    arrivals.register(workspace, ledger, looks)
    landed.taken = [(file.brand, copied.sha, file.path) for file, copied in copies]


def _look(file: Candidate) -> tuple[int, str, str]:
    return file.size, str(file.mtime_ns), file.sidecar


def _list(workspace: Workspace, landed: Landed, brands: frozenset[str] | None, known: arrivals.Looks) -> Iterator[Candidate]:
    for folder in sorted(workspace.landing.iterdir()) if workspace.landing.is_dir() else ():
        if not folder.is_dir() or folder.is_symlink() or not re.match(BRAND_PATTERN, folder.name):
            if not folder.name.startswith("."):
                landed.left.append((folder.name, "it lies outside landing/<brand>/; brands are a-z, 0-9 and -"))
            continue
        if brands is None or folder.name in brands:
            yield from _list_brand(folder, landed, known)


def _list_brand(folder: Path, landed: Landed, known: arrivals.Looks) -> Iterator[Candidate]:
    """Every export below a folder but those that are seen to be as they were taken.

    What was taken stays here until somebody clears it, so one short look at each has to do.
    """
    root = str(folder)
    found = {entry.path: entry for entry in _walk(root, landed)}

    def is_as_taken(full: str, entry: "os.DirEntry[str]") -> bool:
        look = known.get((folder.name, full[len(root) + 1 :]))
        if look is None or look[2] or full + SIDECAR_SUFFIX in found or not entry.is_file(follow_symlinks=False):
            return False
        state = _state(entry)
        return state is not None and (state.st_size, str(state.st_mtime_ns)) == look[:2]

    left = [full for full, entry in found.items() if not is_as_taken(full, entry)]
    for full in sorted(left, key=lambda each: each.split("/")):
        path, entry = full[len(root) + 1 :], found[full]
        if entry.is_symlink():
            landed.left.append((f"{folder.name}/{path}", "it is a link; put the file itself here"))
        elif entry.is_file() and not _is_unfinished(path) and not path.endswith(SIDECAR_SUFFIX):
            try:
                sidecar = (full + SIDECAR_SUFFIX in found and receipts.read_sidecar(Path(full))) or ""
            except ValueError as error:
                landed.left.append((f"{folder.name}/{path}", f"its {SIDECAR_SUFFIX} sidecar holds no ISO date: {error}"))
                continue
            state = _state(entry)
            if state is not None:
                yield Candidate(folder.name, path, full, state.st_size, state.st_mtime_ns, sidecar)


def _state(entry: "os.DirEntry[str]") -> os.stat_result | None:
    """Size and mtime of a file; None of one that was taken away or renamed since it was listed."""
    try:
        return entry.stat()
    except FileNotFoundError:
        return None


def _walk(folder: str, landed: Landed) -> Iterator["os.DirEntry[str]"]:
    """Everything below a folder but the folders themselves; links are told and not followed."""
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        landed.left.append((folder, f"it cannot be read: {error.strerror}"))
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, landed)
        else:
            yield entry


def _is_unfinished(path: str) -> bool:
    return any(part.startswith(_UNFINISHED_PREFIXES) for part in path.split("/")) or path.lower().endswith(_UNFINISHED_SUFFIXES)


def _settled(files: Iterable[Candidate], settle_s: float, landed: Landed) -> list[Candidate]:
    """Files whose size and mtime have stood still for `settle_s`; younger ones are watched for as long as that takes."""
    files = list(files)
    youngest = max((file.mtime_ns for file in files), default=0)
    # A clock that runs behind the file's does not make it old: then the whole time is waited out.
    age = time.time() - youngest / 1e9
    if files and age < settle_s:
        time.sleep(min(settle_s, settle_s - age))
    settled = []
    for file in files:
        state = file.place.stat() if file.place.exists() else None
        if state is not None and (state.st_size, state.st_mtime_ns) == (file.size, file.mtime_ns):
            settled.append(file)
        else:
            landed.left.append((f"{file.brand}/{file.path}", "it is still growing; it is taken once it stands still"))
    return settled
