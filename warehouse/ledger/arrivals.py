"""Arrivals in the ledger: which paths were seen, which files they are, and what a second arrival changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Engine, and_, select, tuple_, update

from warehouse import quarantine, raw, receipts
from warehouse.ledger.finding import files_of
from warehouse.ledger.open import writing
from warehouse.ledger.retiring import retire
from warehouse.ledger.schema import files, landing
from warehouse.ledger.upsert import upsert
from warehouse.storage import remove_file
from warehouse.workspace import Workspace

NEW_FILE = {"state": "received", "unknown_columns": [], "notes": [], "is_released": False}
_BATCH = 400
Look = tuple[int, str, str]
"""(size, mtime in ns, sidecar text): how a path looked when it was taken"""
Looks = Mapping[tuple[str, str], Look]
"""(brand, path) → how it looked"""


def known(ledger: Engine) -> Looks:
    """How every path looked that was taken."""
    with ledger.connect() as connection:
        told = select(landing.c.brand, landing.c.path, landing.c.size, landing.c.mtime_ns, landing.c.sidecar)
        rows = connection.execute(told).tuples().all()
        return {(brand, path): (size, mtime, sidecar) for brand, path, size, mtime, sidecar in rows}


def register(workspace: Workspace, ledger: Engine, looks: Sequence[tuple[str, str, Look, str]]) -> None:
    """Enter arrivals (brand, path, look, sha); idempotent, so that a killed night can do it again."""
    shas = defaultdict(set)
    for brand, _, _, sha in looks:
        shas[brand].add(sha)
    rows = [
        receipts.as_row(receipts.source_file(told), workspace.raw_file(brand, sha).stat().st_size)
        for brand, found in sorted(shas.items())
        for sha, told in sorted(receipts.receipts_of(workspace, brand, found).items())
    ]
    with writing(ledger) as connection:
        superseded = _superseded(workspace, connection, looks)
        _enter(connection, rows)
        for brand, sha in superseded:
            # What the shorter one had refused is the longer one's to refuse.
            remove_file(quarantine.page(workspace, brand, sha))
            retire(connection, brand, sha, "superseded")
        upsert(
            connection,
            landing,
            [
                {"brand": brand, "path": path, "size": look[0], "mtime_ns": look[1], "sidecar": look[2], "sha": sha}
                for brand, path, look, sha in looks
            ],
        )


def _enter(connection: Connection, rows: list[dict[str, object]]) -> None:
    """New files become `received`; so does a known one of which the new receipt tells something else than was believed."""
    keys = [(str(row["brand"]), str(row["sha"])) for row in rows]
    known = files_of(connection, keys, list(files.c))
    upsert(connection, files, [{**row, **NEW_FILE} for key, row in zip(keys, rows, strict=True) if key not in known])
    for key, row in zip(keys, rows, strict=True):
        found = known.get(key)
        if found and any(found._mapping[name] != told for name, told in row.items()):  # noqa: SLF001 - SQLAlchemy's documented way
            identity = and_(files.c.brand == row["brand"], files.c.sha == row["sha"])
            connection.execute(update(files).where(identity).values(**row))
            if found.state != "superseded":
                retire(connection, str(row["brand"]), str(row["sha"]), "received")


def _superseded(
    workspace: Workspace, connection: Connection, looks: Iterable[tuple[str, str, Look, str]]
) -> list[tuple[str, str]]:
    """Files of which a longer one with the same beginning now lies at the same path: they were taken half-uploaded."""
    earlier = _earlier(connection, [(brand, path) for brand, path, _, _ in looks])
    pairs = defaultdict(set)
    for brand, path, _, sha in looks:
        before = earlier.get((brand, path), sha)
        if before != sha:
            pairs[brand].add((before, sha))
    return [(brand, shorter) for brand, found in pairs.items() for shorter in prefixes(workspace, brand, found)]


def _earlier(connection: Connection, places: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(brand, path) → sha of what was taken there before."""
    found: dict[tuple[str, str], str] = {}
    for start in range(0, len(places), _BATCH):
        here = tuple_(landing.c.brand, landing.c.path).in_(places[start : start + _BATCH])
        rows = connection.execute(select(landing.c.brand, landing.c.path, landing.c.sha).where(here)).tuples()
        found |= {(brand, path): sha for brand, path, sha in rows}
    return found


def prefixes(workspace: Workspace, brand: str, pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Of each pair of files that lay at one path, the shorter one if the longer one begins with it.

    What is damaged or lost in the archive says nothing of what was exported: an empty file would be the beginning of any other.
    """
    shorter_ones = []
    for pair in sorted(pairs):
        places = {sha: workspace.raw_file(brand, sha) for sha in pair}
        if all(place.is_file() for place in places.values()):
            shorter, longer = sorted(pair, key=lambda sha: places[sha].stat().st_size)
            if raw.starts_with(places[longer], places[shorter]) and all(raw.sha_of(places[sha]) == sha for sha in pair):
                shorter_ones.append(shorter)
    return shorter_ones
