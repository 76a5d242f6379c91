"""The raw archive: every export exactly as it came, named by the sha256 of its bytes, never changed again."""

import errno
import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from transforms.errors import IntegrityError
from transforms.sources import SourceFile
from warehouse.faultpoints import step
from warehouse.storage import PRIVATE_FILE, make_folder, sync_files, sync_folders
from warehouse.workspace import Workspace

_CHUNK_BYTES = 1 << 20
# A bad sector, or a file that somebody else owns now. What befalls a whole disk is another matter, and may pass.
_OF_ONE_FILE = {errno.EIO, errno.EACCES, errno.EPERM}


@dataclass(frozen=True)
class Copied:
    """One export that was copied and hashed but does not bear its name yet."""

    brand: str
    source: Path
    temporary: Path
    sha: str
    size: int
    mtime_ns: int


def copy_in(brand: str, source: Path, temporary: Path) -> Copied | None:
    """Copy one export to `temporary`; None when it changed while it was copied.

    The copy is hashed, not the original: what is archived is what was hashed.
    """
    before = source.stat()
    sha = _copy(source, temporary)
    after = source.stat()
    moved = (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)
    if moved or temporary.stat().st_size != before.st_size:
        return None
    return Copied(brand, source, temporary, sha, before.st_size, before.st_mtime_ns)


def keep(workspace: Workspace, copies: Iterable[Copied]) -> None:
    """Give copies their names for good: bytes are on the disk before a name points at them."""
    # What is archived already stays untouched, unless it is damaged: then the original takes its place again.
    copies = [copied for copied in copies if not _is_kept(workspace.raw_file(copied.brand, copied.sha), copied.sha)]
    sync_files(copied.temporary for copied in copies)
    for copied in copies:
        target = workspace.raw_file(copied.brand, copied.sha)
        make_folder(target.parent, lasts=True)
        step(f"keep {copied.sha[:8]}")
        copied.temporary.replace(target)
    sync_folders(workspace.raw / copied.brand for copied in copies)


def damaged(workspace: Workspace, files: Iterable[SourceFile]) -> dict[str, list[IntegrityError]]:
    """Brand → an error for each of its archived exports that is not the bytes that were taken; whole brands are not in it.

    A damaged archive must neither change the facts nor empty them. Hashing costs a thousandth of reading.
    """
    found: dict[str, list[IntegrityError]] = defaultdict(list)
    for file in files:
        path = workspace.raw_file(file.brand, file.sha)
        wrong = difference(path, file.sha)
        if wrong:
            error = IntegrityError(
                where=path.relative_to(workspace.root).as_posix(),
                expected=f"the bytes of {file.name} as they were taken, sha256 {file.sha}",
                found=f"{wrong}: it was changed in the archive" if wrong.startswith("sha256") else wrong,
                remedy=f"`pilaster repair --all` if it still lies in landing/{file.brand}/ as it came; "
                "else put the original into landing/ once more, under any new name: it takes its place again",
            )
            found[file.brand].append(error)
    return found


def difference(path: Path, sha: str) -> str:
    """What is there instead of the bytes of `sha`, or why nobody can read what is there; empty where it is just these."""
    try:
        found = sha_of(path) if path.is_file() else None
    except OSError as error:
        if error.errno not in _OF_ONE_FILE:
            raise
        return f"a file that cannot be read: {error.strerror}"
    return "no such file" if found is None else "" if found == sha else f"sha256 {found}"


def require_unchanged(workspace: Workspace, files: Iterable[SourceFile]) -> None:
    """Refuse to go on without one of these archived exports.

    Raises:
        IntegrityError: naming the first that is not the bytes that were taken.
    """
    for errors in damaged(workspace, files).values():
        raise errors[0]


def _is_kept(path: Path, sha: str) -> bool:
    return path.is_file() and sha_of(path) == sha


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    step(f"copy {source.name}")
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
