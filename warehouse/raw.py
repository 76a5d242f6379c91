"""The raw archive: every export exactly as it came, named by the sha256 of its bytes, never changed again."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from warehouse.faultpoints import step
from warehouse.storage import PRIVATE_FILE, make_folder, sync_files, sync_folders
from warehouse.workspace import Workspace

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Copied:
    """One export that was copied and hashed but does not bear its name yet."""

    brand: str
    source: Path
    temporary: Path
    sha: str
    size: int
    mtime_ns: int


def copy_in(workspace: Workspace, brand: str, source: Path, number: int) -> Copied | None:
    """Copy one export beside its place in the archive; None when it changed while it was copied.

    The copy is hashed, not the original: what is archived is what was hashed.
    """
    folder = workspace.raw / brand
    make_folder(folder)
    before = source.stat()
    temporary = folder / f".{os.getpid()}-{number}.tmp"
    step(f"copy {source.name}")
    sha = _copy(source, temporary)
    after = source.stat()
    moved = (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)
    if moved or temporary.stat().st_size != before.st_size:
        temporary.unlink()
        return None
    return Copied(brand, source, temporary, sha, before.st_size, before.st_mtime_ns)


def keep(workspace: Workspace, copies: Iterable[Copied]) -> None:
    """Give copies their names for good: bytes are on the disk before a name points at them."""
    copies = list(copies)
    sync_files(copied.temporary for copied in copies)
    for copied in copies:
        target = workspace.raw_file(copied.brand, copied.sha)
        step(f"keep {copied.sha[:8]}")
        copied.temporary.replace(target)
    sync_folders(workspace.raw / copied.brand for copied in copies)


def sweep(workspace: Workspace) -> None:
    """Remove copies that a killed run left half-made; a living run's copies bear its own process id."""
    for leftover in workspace.raw.glob("*/.*.tmp"):
        pid = leftover.name[1:].partition("-")[0]
        if not Path(f"/proc/{pid}").exists() or int(pid) == os.getpid():
            leftover.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with source.open("rb") as reader, os.fdopen(handle, "wb") as writer:
        while chunk := reader.read(_CHUNK_BYTES):
            digest.update(chunk)
            writer.write(chunk)
    return digest.hexdigest()


def sha_of(path: Path) -> str:
    """sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def starts_with(longer: Path, shorter: Path) -> bool:
    """Whether one archived file begins with the whole of another: an upload that was taken too early (FAULTS 55)."""
    with longer.open("rb") as long, shorter.open("rb") as short:
        while chunk := short.read(_CHUNK_BYTES):
            if long.read(len(chunk)) != chunk:
                return False
    return True
