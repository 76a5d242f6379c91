"""Locks on one machine: files locked while they are open. The kernel frees a lock when its holder dies; time never does."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.faultpoints import step
from warehouse.storage import PRIVATE_FILE, make_folder

LOCK_SUFFIX = ".lock"


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the one lock at `path`, waiting for it."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def claim(folder: Path) -> int:
    """Make a folder of one's own and hold its lock; returns the open handle.

    The lock comes first: a folder whose lock is free belongs to the dead, and anybody may remove it.
    """
    lock = lock_of(folder)
    while True:
        handle = _open(lock)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if _is_at(handle, lock):
            break
        # Somebody swept it in the moment between making and locking it.
        os.close(handle)
    make_folder(folder)
    return handle


def claim_dead(folder: Path) -> int | None:
    """The lock of a folder whose owner is dead, as an open handle; None while its owner lives."""
    lock = lock_of(folder)
    handle = _open(lock)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    if not _is_at(handle, lock):
        os.close(handle)
        return None
    return handle


def remove(folder: Path, handle: int) -> None:
    """Remove a folder that one holds the lock of, and give the lock back."""
    step(f"sweep {folder.name}")
    shutil.rmtree(folder, ignore_errors=True)
    lock_of(folder).unlink(missing_ok=True)
    os.close(handle)


def lock_of(folder: Path) -> Path:
    """Where the lock of a claimed folder lies: beside it."""
    return folder.with_name(folder.name + LOCK_SUFFIX)


@contextmanager
def scratch(staging: Path) -> Iterator[Path]:
    """A folder for files that are half made. When its owner dies, the next run sweeps it with the dead runs' folders."""
    folder = staging / f"half-made-{secrets.token_hex(6)}"
    handle = claim(folder)
    try:
        yield folder
    finally:
        remove(folder, handle)


def _open(path: Path) -> int:
    make_folder(path.parent)
    step(f"open {path.name}")
    return os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
