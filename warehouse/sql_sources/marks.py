"""How far each table was read. The receipts say it; the ledger knows which they are, and is told of those that it missed."""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from transforms.connectors.model import SourceTable
from warehouse import journal, receipts
from warehouse.journal import Event
from warehouse.ledger import arrivals
from warehouse.ledger.schema import files, landing
from warehouse.sql_sources.chunks import folder_of
from warehouse.sql_sources.source import Mark, Source
from warehouse.workspace import Workspace


def adopt(workspace: Workspace, ledger: Engine, brand: str) -> None:
    """Enter receipts of sources that a killed night wrote and the ledger never heard of: what was read is not read twice."""
    folder = workspace.journal / "receipt" / brand
    if not folder.is_dir():
        return
    with ledger.connect() as connection:
        known = {sha[:16] for sha in connection.execute(select(files.c.sha).where(files.c.brand == brand)).scalars()}
    # Plain names, of which few are unknown: the folder grows for ever.
    unknown = [name for name in sorted(os.listdir(folder)) if name.endswith(".json") and name[:16] not in known]  # noqa: PTH208
    events = [event for event in (journal.read(folder / name) for name in unknown) if "source" in event]
    if events:
        arrivals.register(workspace, ledger, [look(event) for event in events])


def look(event: Event) -> tuple[str, str, arrivals.Look, str]:
    """A receipt as the ledger's list of arrivals has it."""
    seen = (event["size"], str(event["mtime_ns"]), event["observed"] or "")
    return event["brand"], event["path"], seen, event["sha"]


def mark_of(workspace: Workspace, ledger: Engine, source: Source, told: SourceTable) -> Mark | None:
    """How far a table was read; None if it never was."""
    prefix = f"{folder_of(source, told)}/"
    with ledger.connect() as connection:
        query = select(landing.c.path, landing.c.sha).where(
            landing.c.brand == source.brand, landing.c.path.startswith(prefix, autoescape=True)
        )
        shas: Mapping[str, str] = dict(connection.execute(query).tuples().all())
    if not shas:
        return None
    # Its name says up to which moment a file reaches, written so that names sort as moments do.
    newest = max(shas)
    told_by = list(_sources(workspace, source.brand, {shas[newest]}))
    moment = max(datetime.fromisoformat(str(each["until"])) for each in told_by).astimezone(UTC)
    return Mark(moment, max(int(str(each["n_through"])) for each in told_by))


def _sources(workspace: Workspace, brand: str, shas: set[str]) -> Iterator[Mapping[str, object]]:
    for events in receipts.receipts_of(workspace, brand, shas).values():
        yield from (event["source"] for event in events if "source" in event)
