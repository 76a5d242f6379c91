"""A ledger that was lost and looks like a new one: every run is refused before it takes what is published for a leftover."""

from collections.abc import Iterator

from sqlalchemy import Engine, select

from transforms.errors import IntegrityError
from warehouse import journal
from warehouse.ledger.schema import files
from warehouse.workspace import Workspace

# What people decided, and no export tells: kind of event → what it is.
_DECISIONS = {"close": "the closed months", "release": "the released files", "assign": "the assigned files"}


def require_ledger(workspace: Workspace, ledger: Engine, *, lands: bool) -> None:
    """Refuse an empty ledger beside a journal that tells of more than landing/ could tell anew: it is a lost one.

    A night would make the facts from what is left in landing/, and what came before would be gone from them; closed months would
    be open again, and what people let in or assigned would be forgotten. A run that takes nothing from landing/ would even take
    everything published for a leftover. Receipts alone, of exports that lie there still, are what a killed first night leaves.

    Raises:
        IntegrityError: with what the ledger should know.
    """
    with ledger.connect() as connection:
        if connection.execute(select(files.c.sha).limit(1)).first():
            return
    told = next(_beyond_landing(workspace, lands=lands), None)
    if told:
        raise IntegrityError(
            where="the ledger",
            expected=told,
            found="an empty ledger",
            remedy="run `pilaster rebuild-ledger`: it reads raw/ and journal/, and nothing was changed",
        )


def _beyond_landing(workspace: Workspace, *, lands: bool) -> Iterator[str]:
    """What the journal knows and a night over landing/ would not find out."""
    for kind, words in _DECISIONS.items():
        for event in journal.events(workspace, kind):
            # What a night assigned, the next one would assign again.
            if event.get("by", "person") == "person":
                yield f"{words} of {event['brand']}, as journal/ says"
    for event in journal.events(workspace, "receipt"):
        name = f"{event['brand']}/{event['path']}"
        if not lands:
            yield f"every export of which journal/ has a receipt, such as {name}"
        elif not (workspace.landing / name).exists():
            yield f"every export of which journal/ has a receipt, such as {name}, which is no longer in landing/"
