"""A person's answer to whose numbers a file holds: an event of the journal, and the file planned again."""

from datetime import UTC, datetime

from sqlalchemy import Engine, select, update

from transforms.sources import said_by_person
from warehouse import journal
from warehouse.ledger.open import writing
from warehouse.ledger.retiring import retire
from warehouse.ledger.schema import files
from warehouse.locks import exclusive
from warehouse.workspace import Workspace


def assign(workspace: Workspace, ledger: Engine, brand: str, sha: str, platform: str, handle: str) -> None:
    """Write down whose a file is. What was taken for another account leaves the facts with it.

    Events are numbered: the same answer may be given, taken back and given again.
    """
    # Two answers at the same moment: one is the later.
    with exclusive(workspace.publishing_lock):
        told = [event for event in journal.events(workspace, "assign") if (event["brand"], event["sha"]) == (brand, sha)]
        number = 1 + max((event.get("number", 0) for event in told), default=0)
        said = {"platform": platform, "account": handle, "by": "person", "number": number}
        now = datetime.now(UTC).isoformat()
        journal.record(workspace, [{"kind": "assign", "brand": brand, "sha": sha, **said, "at": now}])
        with writing(ledger) as connection:
            here = (files.c.brand == brand) & (files.c.sha == sha)
            state = connection.execute(select(files.c.state).where(here)).scalar()
            connection.execute(update(files).where(here).values(assigned_account=said_by_person(platform, handle)))
            if state in {"held", "taken"}:
                retire(connection, brand, sha, "received")
