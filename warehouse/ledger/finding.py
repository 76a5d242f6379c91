"""Looking many files up at once: a query per file would cost more than everything else that a night asks the ledger."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Row, select, tuple_

from warehouse.ledger.schema import files

_BATCH = 400


def files_of(
    connection: Connection, keys: Iterable[tuple[str, str]], columns: Sequence[Column[Any]]
) -> dict[tuple[str, str], Row[Any]]:
    """(brand, sha) → `columns` of each of these files that the ledger knows."""
    wanted = sorted(set(keys))
    found: dict[tuple[str, str], Row[Any]] = {}
    for start in range(0, len(wanted), _BATCH):
        here = tuple_(files.c.brand, files.c.sha).in_(wanted[start : start + _BATCH])
        rows = connection.execute(select(files.c.brand.label("of_brand"), files.c.sha.label("of_sha"), *columns).where(here))
        found |= {(row.of_brand, row.of_sha): row for row in rows}
    return found
