"""Sources of the settings as the warehouse reads them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flows.run import Run
from transforms.errors import DatabaseSourceError, PilasterError
from transforms.strategy import fold_handle
from warehouse.sql_sources import landing

if TYPE_CHECKING:
    from warehouse.sql_sources.source import Source


@dataclass
class Read:
    """What reading the sources came to, as plain JSON."""

    taken: list[tuple[str, str, str]] = field(default_factory=list)
    skipped: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def land_sources(run: Run, brands: list[str] | None) -> Read:
    """Take the new rows of every source of the brands at hand; one that cannot be read is told."""
    sources, unreadable = _sources(run, brands)
    read = landing.land_sources(run.workspace, run.ledger, sources)
    return Read(read.taken, [_told(error) for error in (*unreadable, *read.skipped)], read.notes)


def _sources(run: Run, brands: list[str] | None) -> tuple[list["Source"], list[DatabaseSourceError]]:
    from warehouse.sql_sources.source import Source

    found: list[Source] = []
    unreadable = []
    for name, told in run.settings.sources.items():
        if brands and told.brand not in brands:
            continue
        try:
            url = told.address(name)
        except DatabaseSourceError as error:
            unreadable.append(error)
            continue
        accounts = {fold_handle(known): fold_handle(handle) for known, handle in told.accounts.items()}
        found.append(Source(name, url, told.connector, told.brand, told.schema_name, accounts, told.settle_s))
    return found, unreadable


def _told(error: PilasterError) -> dict[str, str]:
    return {"code": error.code, **error.answers}
