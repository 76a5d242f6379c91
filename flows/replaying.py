"""A month as it was known: the same stages over what a close, or a day, knew, in a workspace that lives as long as it is read."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import SecretStr

from flows import settings as kept
from flows.night import replay
from flows.settings import Settings
from warehouse.ledger.open import ledger_of
from warehouse.ledger.rebuilding import enter_again
from warehouse.locks import scratch
from warehouse.replaying import Known, lay_out
from warehouse.workspace import Workspace


@contextmanager
def replayed(workspace: Workspace, settings: Settings, known: Known) -> Iterator[Workspace]:
    """A workspace with everything that follows from `known`; it is gone afterwards. The real one is only read.

    Raises:
        IntegrityError: an archived export or an event is damaged.
    """
    with scratch(workspace.staging) as folder:
        laid = lay_out(workspace, known, folder.absolute())
        # Its ledger is its own, whatever the environment says, and nobody is told of it.
        own = settings.model_copy(update={"ledger_url": SecretStr(""), "alert_url": SecretStr("")})
        with kept.instead(laid, own):
            ledger = ledger_of(laid, "")
            try:
                enter_again(laid, ledger)
            finally:
                ledger.dispose()
            replay(str(laid.root))
            yield laid
