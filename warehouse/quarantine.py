"""The quarantine: refused records with their reasons and raw cells, one JSON file per export, replaced and never appended."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from transforms.errors import IntegrityError
from warehouse.locks import scratch
from warehouse.storage import holds, remove_file, write_whole
from warehouse.workspace import Workspace

# A person reads the first ones and mends the source; every one of them lies in raw/ under its line.
MAX_SHOWN_RECORDS = 1_000


def page(workspace: Workspace, brand: str, sha: str) -> Path:
    """Where one export's refused records are shown."""
    return workspace.quarantine / brand / f"{sha}.json"


def keep(
    workspace: Workspace,
    file: Mapping[str, Any],
    records: Iterable[tuple[int, list[str], Mapping[str, str]]],
    n_refused: int,
) -> None:
    """Show one export's refused records; without any, its page is taken away.

    `file` has brand, sha and name; `records` are (line, reasons, raw cells).
    """
    target = page(workspace, file["brand"], file["sha"])
    shown = [{"line": line, "reasons": reasons, "record": dict(cells)} for line, reasons, cells in records]
    if not n_refused:
        remove_file(target)
        return
    text = json.dumps({**file, "n_refused": n_refused, "records": shown}, ensure_ascii=False, indent=1) + "\n"
    if not holds(target, data := text.encode()):
        with scratch(workspace.staging) as half_made:
            write_whole(target, data, half_made)


def read(workspace: Workspace, brand: str, sha: str) -> dict[str, Any] | None:
    """One export's page, or None when nothing of it was refused.

    Raises:
        IntegrityError: it is damaged.
    """
    target = page(workspace, brand, sha)
    if not target.exists():
        return None
    try:
        found = json.loads(target.read_bytes())
        is_itself = (found["brand"], found["sha"]) == (brand, sha)
        if is_itself and isinstance(found["records"], list) and isinstance(found["n_refused"], int):
            return dict(found)
        said = "something else"
    except (ValueError, KeyError, TypeError) as error:
        said = str(error)
    raise IntegrityError(
        where=target.relative_to(workspace.root).as_posix(),
        expected=f"refused records of {brand}/{sha[:12]} as JSON",
        found=said,
        remedy="`pilaster repair --all` makes it anew from raw/",
    )
