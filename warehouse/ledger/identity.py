"""Whose ledger it is: one that lies elsewhere could be reached from two workspaces, and each would lose its way in it."""

import json
import secrets

from sqlalchemy import Engine, insert, select

from transforms.errors import SettingsError
from warehouse.ledger.address import WHERE, shown
from warehouse.ledger.open import writing
from warehouse.ledger.schema import workspace as owner
from warehouse.locks import exclusive, scratch
from warehouse.storage import write_whole
from warehouse.workspace import Workspace


def require_own(workspace: Workspace, ledger: Engine) -> None:
    """Enter the workspace as the owner of a ledger that has none.

    Raises:
        SettingsError: the ledger belongs to another workspace.
    """
    found = _owner(ledger)
    if found is None:
        mine = _name(workspace)
        with writing(ledger) as connection:
            # Somebody else may have been faster.
            found = connection.execute(select(owner.c.id)).scalar()
            if found is None:
                connection.execute(insert(owner).values(id=mine))
                return
    if found != _known(workspace):
        raise SettingsError(
            where=f"{WHERE}, {shown(ledger.url)}",
            expected=f"the ledger of {workspace.root}",
            found="the ledger of another workspace",
            remedy="each workspace has its own: name another database, or another schema with ?options=-csearch_path%3D...; "
            f"if this one is yours, put back {workspace.identity.relative_to(workspace.root)}",
        )


def _owner(ledger: Engine) -> str | None:
    with ledger.connect() as connection:
        return connection.execute(select(owner.c.id)).scalar()


def _known(workspace: Workspace) -> str | None:
    if not workspace.identity.exists():
        return None
    told: str = json.loads(workspace.identity.read_text("utf-8"))["id"]
    return told


def _name(workspace: Workspace) -> str:
    """The workspace's name for itself, made up the first time that it needs one. A copy of the workspace bears it too."""
    known = _known(workspace)
    if known is not None:
        return known
    with exclusive(workspace.publishing_lock), scratch(workspace.staging) as half_made:
        known = _known(workspace)
        if known is None:
            known = secrets.token_hex(16)
            write_whole(workspace.identity, f"{json.dumps({'kind': 'workspace', 'id': known}, indent=1)}\n".encode(), half_made)
    return known
