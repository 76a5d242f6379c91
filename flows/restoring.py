"""Lost files of closed months, made again from exactly what their closes knew."""

from collections.abc import Collection

from flows.settings import Settings
from transforms.contracts.tables import TABLES
from transforms.errors import IntegrityError
from warehouse.ledger.closing import closed_months
from warehouse.ledger.open import Ledger
from warehouse.ledger.partitions import Slot, read_partitions
from warehouse.replaying import of_close
from warehouse.restoring import Restored, lost, put_back
from warehouse.workspace import Workspace


def restore(workspace: Workspace, ledger: Ledger, settings: Settings, among: Collection[Slot] | None = None) -> list[Restored]:
    """Restore what is lost of closed months, earlier months first, for later ones compare with them."""
    with ledger.connect() as connection:
        months = closed_months(connection)
    known, told = read_partitions(ledger), []
    for closed in sorted(months, key=lambda each: (each.brand, each.month)):
        slots = lost(workspace, known, closed, among)
        if not slots:
            continue
        # Here, for it is heavy and mostly not needed.
        from flows.replaying import replayed

        try:
            with replayed(workspace, settings, of_close(workspace, closed)) as laid:
                for slot in slots:
                    made = laid.partition(TABLES[slot.table], slot.brand, slot.month)
                    told.append(put_back(workspace, ledger, closed, slot, made))
        except IntegrityError as error:
            told += [Restored(slot, is_back=False, what=f"not put back: {error.where}: {error.found}") for slot in slots]
    return told
