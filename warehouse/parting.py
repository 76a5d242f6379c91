"""What a brand takes along when it leaves: one tar of exports, journal and strategy, read back before anything goes."""

import hashlib
import os
import tarfile
from pathlib import Path, PurePosixPath

from transforms.errors import IntegrityError, SettingsError
from warehouse.faultpoints import step
from warehouse.storage import PRIVATE_FILE, sync_files, sync_folders
from warehouse.workspace import Workspace

_CHUNK_BYTES = 1 << 20


def require_free(workspace: Workspace, target: Path) -> None:
    """Refuse a place for the archive that is taken, cannot be written, or lies in the workspace that is to forget.

    Raises:
        SettingsError: with what to name instead.
    """
    target = target.absolute()
    found = None
    if target.exists():
        found = "something is there already"
    elif not target.parent.is_dir():
        found = f"there is no folder {target.parent}"
    elif target.is_relative_to(workspace.root):
        found = "a place inside the workspace"
    if found:
        raise SettingsError(
            where=f"--export {target}",
            expected="a new file outside of the workspace, in a folder that exists",
            found=found,
            remedy="name another place",
        )


def write_archive(workspace: Workspace, brand: str, target: Path) -> int:
    """Write raw/<brand>/, journal/*/<brand>/ and strategy/<brand>.yaml into one tar; returns how many exports are in it.

    Raises:
        IntegrityError: an export in it is not what its name says.
    """
    half_made = target.with_name(target.name + ".part")
    folders = [workspace.raw / brand, *sorted(workspace.journal.glob(f"*/{brand}"))]
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    strategy = workspace.strategy / f"{brand}.yaml"
    step(f"write {half_made.name}")
    handle = os.open(half_made, os.O_RDWR | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in [*paths, *([strategy] if strategy.is_file() else [])]:
            archive.add(path, path.relative_to(workspace.root).as_posix(), recursive=False)
    n_exports = _require_whole(half_made)
    sync_files([half_made])
    step(f"rename {target.name}")
    half_made.replace(target)
    sync_folders([target.parent])
    return n_exports


def _require_whole(path: Path) -> int:
    n_exports = 0
    with tarfile.open(path) as archive:
        for member in archive:
            name = PurePosixPath(member.name)
            content = archive.extractfile(member)
            if name.parts[0] != "raw" or content is None:
                continue
            digest = hashlib.sha256()
            while chunk := content.read(_CHUNK_BYTES):
                digest.update(chunk)
            if digest.hexdigest() != name.name:
                raise IntegrityError(
                    where=member.name,
                    expected=f"the export as it came, sha256 {name.name}",
                    found=f"sha256 {digest.hexdigest()}",
                    remedy="`pilaster verify` says which exports are damaged; supply them again, or leave without --export",
                )
            n_exports += 1
    return n_exports
