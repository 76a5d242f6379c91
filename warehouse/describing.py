"""What describes the table folders, kept beside them: `contract/` and `datapackage.json`, made from contracts and ledger.

Nothing but partitions lies in a table folder, because readers open whole folders. So the description has a folder of its own,
and the package lies above both: Frictionless refuses a package that points upwards. All of it is derived and small; it is
replaced only where it differs, last of all that a publication writes.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from transforms.json_text import indented
from warehouse.ledger.partitions import Published, Slot, read_partitions
from warehouse.locks import exclusive, scratch
from warehouse.raw import sha_of
from warehouse.storage import files_below, holds, put_mark, remove_file, write_whole
from warehouse.workspace import Workspace, partition_name

CONTRACT_FILE = "datacontract.odcs.json"
SCHEMAS = "schemas"


def fall_due(workspace: Workspace) -> None:
    """Say that the description is behind. Whoever publishes says so first: killed, the next run makes it good."""
    put_mark(workspace.description_due)


def is_current(workspace: Workspace, version: str) -> bool:
    """Whether nothing was published since it was written, by tables that promise the same. Looks at three files alone."""
    contract = workspace.contract / CONTRACT_FILE
    if workspace.description_due.exists() or not workspace.data_package.exists() or not contract.exists():
        return False
    with contract.open("rb") as file:
        return f'"{version}"'.encode() in file.readline() + file.readline()


def refresh(workspace: Workspace, ledger: Engine, texts: Mapping[str, str]) -> bool:
    """Bring the description up to date; False when it was. `texts` are the files of contract/ by their name below it.

    A workspace that has published nothing has none.
    """
    if not _is_known(ledger) and not workspace.data_package.exists():
        return False
    with exclusive(workspace.publishing_lock), scratch(workspace.staging) as half_made:
        wanted = {path: text.encode() for path, text in _wanted(workspace, ledger, texts).items()}
        changed = [path for path, data in wanted.items() if not holds(path, data)]
        for path in changed:
            write_whole(path, wanted[path], half_made)
        gone = [path for path in files_below(workspace.contract) if path not in wanted]
        for path in gone:
            remove_file(path)
        remove_file(workspace.description_due)
    return bool(changed or gone)


def differing(workspace: Workspace, ledger: Engine, texts: Mapping[str, str]) -> list[Path]:
    """Files of the description that do not say what contracts and ledger say, or should not be there; looks only.

    None while it is due: whoever published is about to write it, and killed, the next run does.
    """
    if not _is_known(ledger):
        return []
    with exclusive(workspace.publishing_lock):
        if workspace.description_due.exists():
            return []
        wanted = _wanted(workspace, ledger, texts)
        there = {*files_below(workspace.contract), *wanted}
        return sorted(path for path in there if path not in wanted or not holds(path, wanted[path].encode()))


def _wanted(workspace: Workspace, ledger: Engine, texts: Mapping[str, str]) -> dict[Path, str]:
    """Every file of the description and its text; the package, which names the others, last."""
    from transforms.contracts.frictionless import data_package, table_schema
    from transforms.contracts.tables import TABLES

    files = list(_files(workspace, read_partitions(ledger)))
    schemas = {name: f"{SCHEMAS}/{name}.json" for name in sorted({file["table"] for file in files})}
    below = {**texts, **{place: _json(table_schema(TABLES[name])) for name, place in schemas.items()}}
    places = {name: f"{workspace.contract.name}/{place}" for name, place in schemas.items()}
    package = data_package(files, places) if files else None
    return {workspace.contract / name: text for name, text in below.items()} | (
        {workspace.data_package: _json(package)} if package else {}
    )


def _files(workspace: Workspace, known: Mapping[Slot, Published]) -> Iterator[dict[str, Any]]:
    """Every published file in the order of tables, brands and months, as the ledger knows it."""
    from transforms.contracts.tables import TABLES

    folder = workspace.warehouse.relative_to(workspace.root).as_posix()
    for slot, published in sorted(known.items()):
        if slot.table not in TABLES or published.state == "empty":
            continue
        table, sha = TABLES[slot.table], published.file_sha
        if not sha and (path := workspace.partition(table, slot.brand, slot.month)).is_file():
            sha = sha_of(path)
        if sha:
            # As text: of thousands of files, paths take longer than all the rest.
            name = partition_name(table, slot.brand, slot.month)
            yield {
                "table": slot.table,
                "name": name,
                "path": f"{folder}/{slot.table}/{name}.parquet",
                "sha256": sha,
                "n_rows": published.n_rows,
            }


def _is_known(ledger: Engine) -> bool:
    """Whether anything was ever published."""
    from sqlalchemy import select

    from warehouse.ledger.schema import partitions

    with ledger.connect() as connection:
        return connection.execute(select(partitions.c.brand).limit(1)).first() is not None


def _json(data: Mapping[str, Any]) -> str:
    return indented(data) + "\n"
