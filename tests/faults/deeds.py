"""What a child of the zygote can be told to do: a night, or a night in a world where one call of the operating system fails."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any


def night(root: str) -> dict[str, Any]:
    """One night."""
    from flows import night as nights

    return nights.night(root).as_dict()


def night_that_began_earlier(root: str) -> dict[str, Any]:
    """A night that looked for open intents before there was one."""
    from warehouse import recovery

    recovery.recover = lambda *_: []
    return night(root)


def night_of(root: str, brand: str) -> dict[str, Any]:
    """A night that looks at one brand."""
    from flows import night as nights

    return nights.night(root, [brand]).as_dict()


def night_in_portions(root: str, files: int = 1) -> dict[str, Any]:
    """A night that carries so many files in one publication."""
    from flows import portions
    from flows.batching import Limits

    portions.LIMITS = Limits(files)
    return night(root)


def backfill(root: str, *, replay: bool = False, brand: str | None = None, files: int = 1) -> dict[str, Any]:
    """A backfill of all there is, in batches of so many files."""
    from flows import backfilling, outlook
    from flows.batching import Limits
    from transforms.months import MonthRange

    asked = outlook.Asked(MonthRange("2026-01", "2026-12"), (brand,) if brand else (), None, replay, Limits(files))
    return backfilling.backfill(root, asked).as_dict()


def rebuild(root: str) -> int:
    """`pilaster rebuild-ledger`."""
    from flows.commands.rebuild_ledger import rebuild_ledger

    return rebuild_ledger(workspace=Path(root), json=True)


def offboard(root: str, brand: str) -> dict[str, Any]:
    """`pilaster offboard --yes`."""
    from flows import offboarding

    return offboarding.offboard(Path(root), brand).as_dict()


def close(root: str, brand: str, month: str) -> str:
    """`pilaster close`."""
    from flows import closing

    return closing.close(Path(root), brand, month).event


def reopen(root: str, brand: str, month: str, reason: str) -> None:
    """`pilaster close --reopen`."""
    from flows import closing

    closing.reopen(Path(root), brand, month, reason)


def night_that_meets_a_leaving_brand(root: str, brand: str) -> dict[str, Any]:
    """A night in which a brand leaves between its reports and its publication, by somebody who did not look for runs."""
    from flows import offboarding, stages
    from warehouse import offboarding as steps

    publish = stages.STAGES["publish"]

    def late(run: Any) -> dict[str, Any]:
        steps.others_at_work = lambda *_: []
        offboarding.offboard(Path(root), brand)
        return publish(run)

    stages.STAGES["publish"] = late
    return night(root)


def night_on_a_full_disk(root: str, table: str) -> dict[str, Any]:
    """A night in which the disk is full when a partition of `table` is written."""
    import pyarrow as pa

    open_file = pa.OSFile

    def full(path: str, mode: str = "rb", **settings: Any) -> Any:
        if mode == "wb" and Path(path).parent.name == table:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return open_file(path, mode, **settings)

    pa.OSFile = full
    return night(root)


def night_with_a_full_ledger(root: str, n_pages: int) -> dict[str, Any]:
    """A night in which the ledger can grow by no more than so many pages."""
    import sqlite3
    from contextlib import closing

    from warehouse.ledger import open as opening

    with closing(sqlite3.connect(Path(root) / "ledger.db")) as connection:
        (n_before,) = connection.execute("PRAGMA page_count").fetchone()
    more = (*opening._PRAGMAS, f"PRAGMA max_page_count={n_before + n_pages}")
    setattr(opening, "_PRAGMAS", more)  # noqa: B010 - as a world that is other, not as code of ours
    return night(root)


def night_without_fsync(root: str, nth: int) -> dict[str, Any]:
    """A night in which the n-th fsync fails, and no other."""
    fsync = os.fsync
    seen = 0

    def failing(handle: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == nth:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(handle)

    setattr(os, fsync.__name__, failing)
    told = night(root)
    return told | {"n_fsync": seen}


def night_with_short_writes(root: str, nth: int) -> dict[str, Any]:
    """A night in which the n-th write to a file of our own breaks off half-way."""
    from warehouse import journal, storage

    write = storage.write_private
    seen = 0

    def short(path: Path, data: bytes) -> None:
        nonlocal seen
        seen += 1
        if seen == nth:
            write(path, data[: len(data) // 2])
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        write(path, data)

    for module in (storage, journal):
        setattr(module, write.__name__, short)
    return night(root)


def night_under_umask_0(root: str) -> dict[str, Any]:
    """A night whose umask takes nothing away."""
    os.umask(0)
    return night(root)


DEEDS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (
        night,
        night_that_began_earlier,
        night_of,
        night_in_portions,
        backfill,
        rebuild,
        offboard,
        close,
        reopen,
        night_that_meets_a_leaving_brand,
        night_on_a_full_disk,
        night_with_a_full_ledger,
        night_without_fsync,
        night_with_short_writes,
        night_under_umask_0,
    )
}
