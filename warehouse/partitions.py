"""Building partition files: an ordered stream of rows in, one staged and verified file per brand and month out."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from transforms.contracts.tables import TABLES, Table
from transforms.errors import IntegrityError
from warehouse.faultpoints import step
from warehouse.lake import Footer, write_partition
from warehouse.ledger.partitions import STALE, Catalogue, Published, Slot
from warehouse.raw import difference, sha_of
from warehouse.shelf import Shelf
from warehouse.storage import ABSENT, LocalStorage
from warehouse.unsettled import Unsettled
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow.dataset as ds

MONTH_COLUMN = "_month"


@dataclass(frozen=True)
class Built:
    """One partition after a build: a staged file, or nothing to stage because it is as it was or has no rows any more."""

    slot: Slot
    key: str
    footer: Footer | None
    staged: Path | None
    generation: str
    n_unsettled: int = 0
    contributors: frozenset[str] = frozenset()
    file_sha: str | None = None
    """sha256 of the file's bytes as they were written; never of a file that was merely found"""

    @property
    def is_changed(self) -> bool:
        """Whether publishing has to touch the file."""
        return self.staged is not None or (self.footer is None and self.generation != ABSENT)


@dataclass
class Build:
    """Everything that one run has built so far, laid over what is published."""

    workspace: Workspace
    folder: Path
    catalogue: Catalogue
    compression: str
    storage: LocalStorage = field(default_factory=LocalStorage)
    built: dict[Slot, Built] = field(default_factory=dict)
    generations: dict[Slot, str] = field(default_factory=dict)
    beside: dict[Slot, Path | None] = field(default_factory=dict)
    """what reports of closed months would say now, told for the stage that compares; None: nothing any more"""
    left: dict[Slot, Slot] = field(default_factory=dict)
    """reports that stay as they are, each with the file of a closed month that it reads and that is lost"""
    shelf: Shelf = field(default_factory=Shelf)
    """small files that this run wrote or read"""
    merged_against: str = ""
    """fingerprint of the catalogue that the facts were merged against; publishing compares it with the ledger's"""

    _months: dict[tuple[str, str], dict[str, bool]] = field(default_factory=lambda: defaultdict(dict))
    """(table, brand) → month → whether what was built has rows"""

    def __post_init__(self) -> None:
        self.merged_against = self.catalogue.fingerprint()

    def place(self, slot: Slot) -> Path:
        """Where the published file of a slot lies."""
        return self.workspace.partition(TABLES[slot.table], slot.brand, slot.month)

    def read(self, slot: Slot) -> Path | None:
        """The file to read for a slot, tonight's before the published one; remembers which generation was read."""
        if slot in self.built and slot not in self.catalogue.closed:
            return self.built[slot].staged or (self.place(slot) if self.built[slot].footer else None)
        published = self.catalogue.published.get(slot)
        if published is None or not published.is_there:
            return None
        path = self.place(slot)
        if slot not in self.generations:
            generation = self.storage.generation(path)
            if generation != ABSENT:
                _require_as_written(path, published)
            # Only now: whoever reads it beside this takes the note as word that the file is well.
            self.generations.setdefault(slot, generation)
        if self.generations[slot] != ABSENT:
            return path
        if published.state == STALE:
            return None
        raise IntegrityError(
            where=str(path),
            expected=f"a file with {published.n_rows:,} rows, as the ledger says",
            found="no such file",
            remedy="somebody took it away; `pilaster repair --all` builds it again from raw/",
        )

    def is_stale_and_lost(self, slot: Slot) -> bool:
        """Whether a partition waits to be built again, not in this run, and its file cannot be merged into either."""
        published = self.catalogue.published.get(slot)
        if published is None or published.state != STALE:
            return False
        path = self.place(slot)
        return not path.is_file() or bool(published.file_sha and difference(path, published.file_sha))

    def is_as_closed(self, slot: Slot) -> bool:
        """Whether the file of a closed month can be compared with; one that never was has no rows."""
        if self.catalogue.closed[slot].tables[slot.table] is None:
            return True
        path, published = self.place(slot), self.catalogue.published.get(slot)
        known = published.file_sha if published else None
        return path.is_file() and not (known and difference(path, known))

    def version_of(self, slot: Slot, version: int) -> int:
        """The version that a merged partition bears: rows that an earlier one left there are still that one's."""
        published = self.catalogue.published.get(slot)
        return published.transform_version if published and published.is_there else version

    def content_of(self, slot: Slot) -> str:
        """Content hash of a slot as it will be after this night, empty where there are no rows."""
        if slot in self.built:
            footer = self.built[slot].footer
            return footer.content_hash if footer else ""
        published = self.catalogue.published.get(slot)
        return published.content_hash if published and published.is_there else ""

    def n_rows_of(self, slot: Slot) -> int:
        """Rows of a slot as it will be after this night."""
        if slot in self.built:
            footer = self.built[slot].footer
            return footer.n_rows if footer else 0
        return self.n_rows_before(slot)

    def n_rows_before(self, slot: Slot) -> int:
        """Rows of a slot as it is published."""
        published = self.catalogue.published.get(slot)
        return published.n_rows if published and published.is_there else 0

    def rows(self, table: str, slots: Iterable[Slot], columns: Sequence[str] | None = None) -> "ds.Dataset | pa.Table":
        """Rows of some partitions of one table as they will be after this night, in this order; `columns` or more of them."""
        there = [(path, self.n_rows_of(slot)) for slot in slots if (path := self.read(slot))]
        return self.shelf.rows(TABLES[table], [path for path, _ in there], sum(n_rows for _, n_rows in there), columns)

    def months_of(self, table: str, brand: str) -> set[str]:
        """Months in which a table of a brand has rows after this night."""
        # A copy: what reports of closed months would say now may be told meanwhile.
        tonight = dict(self._months.get((table, brand), {}))
        before = {month for month, found in self.catalogue.of(table, brand).items() if found.is_there}
        return (before - tonight.keys()) | {month for month, has_rows in tonight.items() if has_rows}

    def write(
        self, slot: Slot, version: int, key: str, batches: Iterable[pa.RecordBatch], contributors: frozenset[str] = frozenset()
    ) -> None:
        """Stage one partition; a file that would say the same as the published one is not staged; of a closed month none is."""
        table, path = TABLES[slot.table], self.place(slot)
        if slot in self.catalogue.closed:
            self._write_beside(slot, version, key, batches)
            return
        generation = self.generations.setdefault(slot, self.storage.generation(path))
        staged = self.folder / "tables" / slot.table / path.name
        unsettled = Unsettled()
        before = None if generation == ABSENT else self.catalogue.published.get(slot)
        is_sure = before is not None and before.state == "published" and before.file_sha
        said = Footer(before.content_hash, before.transform_version, before.n_rows) if before and is_sure else None
        written = write_partition(staged, table, version, unsettled.count(batches), self.compression, said)
        known = before.file_sha if before and written.footer == said else None
        if generation != ABSENT and not is_sure and sha_of(path) == written.file_sha:
            # Of a file of which the ledger is not sure, rows that read well prove nothing of the rest.
            known = written.file_sha
        if known and written.is_there:
            step(f"unstage {path.name}")
            staged.unlink()
        kept = None if known else staged
        self.shelf.put(table, kept or path, written.rows)
        self.enter(Built(slot, key, written.footer, kept, generation, unsettled.n, contributors, known or written.file_sha))

    def rekey(self, slot: Slot, key: str) -> None:
        """Give what was built another key: where many sources leave single rows, it follows from the content itself."""
        self.enter(replace(self.built[slot], key=key))

    def enter(self, built: Built) -> None:
        """Note what became of a partition."""
        self.built[built.slot] = built
        # For `months_of`, which others ask meanwhile, and which would else go through all that is built.
        self._months[built.slot.table, built.slot.brand][built.slot.month] = built.footer is not None

    def _write_beside(self, slot: Slot, version: int, key: str, batches: Iterable[pa.RecordBatch]) -> None:
        """A closed month stays as it is. What it would say now lies beside it for as long as this run lives."""
        path = self.folder / "beside" / slot.table / self.place(slot).name
        written = write_partition(path, TABLES[slot.table], version, batches, self.compression)
        self.shelf.put(TABLES[slot.table], path, written.rows)
        self.beside[slot] = path
        self._keep_closed(slot, key)

    def _keep_closed(self, slot: Slot, key: str) -> None:
        """The published file as it is, beside the key of what it would be made from now: so the next night need not look."""
        before = self.catalogue.published.get(slot)
        is_there = before is not None and before.state == "published"
        footer = Footer(before.content_hash, before.transform_version, before.n_rows) if before and is_there else None
        self.enter(Built(slot, key, footer, None, ABSENT, file_sha=before.file_sha if before else None))

    def write_empty(self, slot: Slot, key: str, *, is_forgotten: bool = False) -> None:
        """Note that a partition has no rows (any more); a file that is there is removed when the night is published.

        Of a closed month only what is forgotten goes.
        """
        if slot in self.catalogue.closed and not is_forgotten:
            self.beside[slot] = None
            self._keep_closed(slot, key)
            return
        generation = self.generations.setdefault(slot, self.storage.generation(self.place(slot)))
        self.enter(Built(slot, key, None, None, generation))


def _require_as_written(path: Path, published: Published) -> None:
    """A merge starts from the bytes that were published: a damaged value would else be taken over and look well for ever.

    What is marked to be built again is merged into as it lies; that is not the last word on it.
    """
    if published.state != "published" or not published.file_sha:
        return
    found = difference(path, published.file_sha)
    if found:
        raise IntegrityError(
            where=str(path),
            expected=f"the bytes that were published, sha256 {published.file_sha}",
            found=f"{found}: the file was damaged or changed",
            remedy="`pilaster repair --all` builds it again from raw/; look at the disk",
        )


def is_current(before: Published | None, version: int, key_at: Callable[[int], str]) -> bool:
    """Whether a partition was made from just these inputs, by this version or an earlier one.

    A raised version alone makes it stale and builds nothing: that is a backfill's work (DESIGN 5.6).
    """
    if before is None or before.state == "rebuild":
        return False
    return any(before.key == key_at(made_by) for made_by in range(version, 0, -1))


def key_of(*parts: object) -> str:
    """The idempotency key over everything that decides what a partition says (DESIGN 5.5)."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def split(reader: Iterable[pa.RecordBatch], table: Table) -> Iterator[tuple[Slot, Iterator[pa.RecordBatch]]]:
    """Cut a stream ordered by brand and `_month` into one stream per partition."""
    for (brand, month), parts in groupby(_pieces(reader), key=lambda piece: piece[0]):
        yield Slot(table.name, brand, month), (batch for _, batch in parts)


def _pieces(reader: Iterable[pa.RecordBatch]) -> Iterator[tuple[tuple[str, str], pa.RecordBatch]]:
    for batch in reader:
        brands = pc.run_end_encode(batch.column("brand"))
        months = pc.run_end_encode(batch.column(MONTH_COLUMN))
        ends = sorted({*brands.run_ends.to_pylist(), *months.run_ends.to_pylist()})
        starts = [0, *ends[:-1]]
        first = pa.array(starts[: len(ends)], pa.int64())
        told = [batch.column(name).take(first).to_pylist() for name in ("brand", MONTH_COLUMN)]
        for place, start, end in zip(zip(*told, strict=True), starts, ends, strict=False):
            yield place, batch.slice(start, end - start)
