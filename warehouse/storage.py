"""The storage seam: the few ways in which bytes reach a disk, each durable and each a fault point.

`LocalStorage.replace_if` is the seam that an object store fills with a conditional PUT (If-Match on the ETag): it replaces
a file only while it still is the generation that the caller read.
"""

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from transforms.errors import PartitionMovedError
from warehouse.faultpoints import step

ABSENT = "absent"
PRIVATE_FILE = 0o600
# A sync waits for the disk and needs no processor; several at once share the commits of the file system's journal.
_SYNCS_AT_ONCE = 8
PRIVATE_FOLDER = 0o700


class Storage(Protocol):
    """What publishing needs of a place where files live."""

    def generation(self, path: Path) -> str:
        """Opaque token of what is at `path` now, `absent` where nothing is."""

    def replace_if(self, staged: Path, path: Path, generation: str) -> None:
        """Put `staged` at `path` if that still is `generation`; raises PartitionMovedError otherwise."""

    def remove_if(self, path: Path, generation: str) -> None:
        """Take `path` away if it still is `generation`."""


class LocalStorage:
    """A folder on a local disk. Rename is atomic; a generation is the file's inode, size and time of change."""

    def generation(self, path: Path) -> str:
        """Inode, size and mtime: every `os.replace` brings a new inode."""
        try:
            state = path.stat()
        except FileNotFoundError:
            return ABSENT
        return f"{state.st_ino}-{state.st_size}-{state.st_mtime_ns}"

    def replace_if(self, staged: Path, path: Path, generation: str) -> None:
        """Atomic rename. The caller holds the workspace's lock, so nothing of ours moves between check and rename."""
        self._require(path, generation)
        step(f"replace {path.name}")
        staged.replace(path)

    def remove_if(self, path: Path, generation: str) -> None:
        """Unlink; a file that is already gone is what was asked for."""
        if self.generation(path) == ABSENT:
            return
        self._require(path, generation)
        step(f"remove {path.name}")
        path.unlink()

    def _require(self, path: Path, generation: str) -> None:
        found = self.generation(path)
        if found != generation:
            raise PartitionMovedError(
                where=str(path), expected=f"generation {generation}", found=found, remedy="the partition is merged again"
            )


def write_whole(path: Path, data: bytes, half_made: Path) -> None:
    """Write a file in the folder `half_made`, sync it and rename it in: readers see all of it or nothing, and no other name."""
    make_folder(path.parent, lasts=True)
    temporary = half_made / path.name
    write_private(temporary, data)
    sync_files([temporary])
    step(f"rename {path.name}")
    temporary.replace(path)
    sync_folders([path.parent])


def put_whole(texts: Mapping[Path, bytes], half_made: Path) -> None:
    """Write many files as `write_whole` does, into folders that are there, and wait for the disk once."""
    if not texts:
        return
    temporary = {path: half_made / f"{at}-{path.name}" for at, path in enumerate(texts)}
    for path, data in texts.items():
        write_private(temporary[path], data)
    sync_files(temporary.values())
    for path, written in temporary.items():
        step(f"rename {path.name}")
        written.replace(path)
    sync_folders(path.parent for path in texts)


def holds(path: Path, data: bytes) -> bool:
    """Whether a file is there and says just this: then it need not be replaced."""
    return path.is_file() and path.read_bytes() == data


def bears(path: Path, stamp: str) -> bool:
    """Whether a page is there and bears a stamp in its head; one that was damaged need not be text any more."""
    return path.exists() and f'content="{stamp}"'.encode() in path.read_bytes()


def put_mark(path: Path) -> None:
    """Leave an empty file that says, even to who comes after a power cut, that something is due."""
    if not path.exists():
        write_private(path, b"")
        sync_files([path])
        sync_folders([path.parent])


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that only its owner may read. Not durable yet."""
    step(f"write {path.name}")
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb") as file:
        file.write(data)


def remove_file(path: Path) -> None:
    """Take a file away for good; one that is not there is what was asked for."""
    if path.is_symlink() or path.exists():
        step(f"remove {path.name}")
        path.unlink(missing_ok=True)
        sync_folders([path.parent])


def files_below(folder: Path) -> list[Path]:
    """Every file below a folder, in the order of their paths; links count as files, whatever they point at."""
    return [path for path in sorted(folder.rglob("*")) if path.is_symlink() or not path.is_dir()]


def remove_tree(folder: Path) -> None:
    """Take a folder away with everything in it; links in it go, what they point at stays."""
    if folder.is_symlink() or not folder.is_dir():
        remove_file(folder)
        return
    for path, folders, files in os.walk(folder, topdown=False):
        for name in [*files, *(name for name in folders if (Path(path) / name).is_symlink())]:
            step(f"remove {name}")
            (Path(path) / name).unlink()
        step(f"remove folder {Path(path).name}")
        Path(path).rmdir()
    sync_folders([folder.parent])


def make_folder(path: Path, *, lasts: bool = False) -> None:
    """Make a private folder with its parents; existing ones keep their mode. `lasts`: it survives a power cut."""
    if path.is_dir():
        return
    # Not `parents=True`: that would leave the parents open to whatever the umask lets in.
    make_folder(path.parent, lasts=lasts)
    step(f"folder {path.name}")
    path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    if lasts:
        sync_folders([path.parent])


def sync_files(paths: Iterable[Path]) -> None:
    """Sync files that are already written, several at once; all of them are on the disk when it returns."""
    waiting = []
    for path in paths:
        step(f"fsync {path.name}")
        waiting.append(path)
    # One task per thread and not per file: handing over a task costs more than the call.
    with ThreadPoolExecutor(_SYNCS_AT_ONCE) as pool:
        # Taken as a list, so that what one of them raises is raised here.
        list(pool.map(_sync_each, [waiting[at::_SYNCS_AT_ONCE] for at in range(min(_SYNCS_AT_ONCE, len(waiting)))]))


def _sync_each(paths: Iterable[Path]) -> None:
    for path in paths:
        _sync(path, os.O_RDONLY)


def sync_folders(paths: Iterable[Path]) -> None:
    """Sync folders, so that the names in them survive a power cut."""
    for path in sorted(set(paths)):
        step(f"fsync folder {path.name}")
        _sync(path, os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
