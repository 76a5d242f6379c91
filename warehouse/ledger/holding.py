"""Holding and letting in: what people and missing strategies do to a file's state."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Engine, select, update

from transforms.errors import StrategyError
from transforms.sources import SourceFile
from warehouse.ledger.open import writing
from warehouse.ledger.schema import files

# Only what a check decided can be overruled; what cannot be read cannot be let in.
RELEASABLE = "file_check"


def hold_orphans(ledger: Engine, orphans: Iterable[SourceFile], errors: Mapping[str, StrategyError]) -> list[dict[str, Any]]:
    """Hold files of brands whose strategy is missing or wrong; returns those that were not held for it already."""
    held = []
    with ledger.connect() as connection:
        known = connection.execute(select(files.c.brand, files.c.sha, files.c.hold).where(files.c.state == "held"))
        before = {(row.brand, row.sha): row.hold for row in known}
    for file in orphans:
        hold = _without_strategy(file, errors.get(file.brand))
        if before.get((file.brand, file.sha)) != hold:
            held.append({"brand": file.brand, "sha": file.sha, "name": file.name, "state": "held", "hold": hold})
    if held:
        with writing(ledger) as connection:
            for each in held:
                here = (files.c.brand == each["brand"]) & (files.c.sha == each["sha"])
                connection.execute(update(files).where(here).values(state="held", hold=each["hold"], judged_by=None))
    return held


def _without_strategy(file: SourceFile, error: StrategyError | None) -> dict[str, str]:
    found = "no such file" if error is None else f"{error.where}: {error.expected}"
    return {
        "code": "strategy",
        "where": f"landing/{file.brand}/{file.name}",
        "expected": f"strategy/{file.brand}.yaml, which says whose numbers these are",
        "found": found,
        "remedy": "write or mend it; the next night takes the file by itself",
    }


def retry(ledger: Engine, brand: str, sha: str, *, is_released: bool = False) -> None:
    """Plan a held file, or one with refused records, again for the next night."""
    values: dict[str, Any] = {"judged_by": None} | ({"is_released": True} if is_released else {})
    with writing(ledger) as connection:
        here = (files.c.brand == brand) & (files.c.sha == sha)
        connection.execute(update(files).where(here, files.c.state == "held").values(state="received", **values))
        connection.execute(update(files).where(here, files.c.state == "taken").values(**values))
