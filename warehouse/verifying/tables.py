"""The table folders against the ledger: every published file is there as it was written, and nothing else is."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from transforms.errors import IntegrityError
from warehouse.lake import content_of, read_footer
from warehouse.ledger.partitions import Published, Slot, place_of, slot_of
from warehouse.raw import difference
from warehouse.storage import files_below
from warehouse.verifying.finding import Finding
from warehouse.workspace import Workspace

Known = Mapping[Slot, Published]
_REBUILD = "`pilaster repair {slot}` builds it again from raw/"
_UNFINISHED = (".tmp", ".part", ".crdownload", "~")


def check_tables(workspace: Workspace, known: Known, brands: Collection[str] | None) -> Iterator[Finding]:
    """Every published partition, then every file that is none. `brands` limits both to some brands."""
    for slot, published in sorted(known.items()):
        if brands is None or slot.brand in brands:
            yield from check_partition(workspace, slot, published)
    for path in files_below(workspace.warehouse):
        yield from check_file(workspace, path, known, brands)


def check_partition(workspace: Workspace, slot: Slot, published: Published) -> Iterator[Finding]:
    """One partition: its bytes are those that were written, and its rows those that the ledger and its footer tell of."""
    if published.state == "empty":
        return
    path = place_of(workspace, slot)
    if published.state == "rebuild":
        yield _finding("marked_partition", workspace, path, slot, "a partition that is up to date", "marked to be built again")
    elif (finding := check_bytes(workspace, slot, published)) is not None:
        yield finding
    elif (differs := _difference(path, published)) is not None:
        yield _finding("damaged_partition", workspace, path, slot, *differs)


def check_bytes(workspace: Workspace, slot: Slot, published: Published) -> Finding | None:
    """The file of one partition by its bytes alone, if it is not there as it was written.

    They tell what no reader of rows would notice, in padding, statistics and footers.
    """
    path = place_of(workspace, slot)
    if not path.is_file():
        rows = f"a file with {published.n_rows:,} rows, as the ledger says"
        return _finding("missing_partition", workspace, path, slot, rows, "no such file")
    if not published.file_sha or not (found := difference(path, published.file_sha)):
        return None
    expected = f"the bytes that were written, sha256 {published.file_sha[:12]}"
    if found.startswith("sha256"):
        found = f"{path.stat().st_size:,} other bytes, {found[: len('sha256 ') + 12]}: damaged or changed"
    return _finding("damaged_partition", workspace, path, slot, expected, found)


def check_file(workspace: Workspace, path: Path, known: Known, brands: Collection[str] | None) -> Iterator[Finding]:
    """One file in the table folders: a partition that the ledger knows, or something that does not belong there."""
    slot = slot_of(workspace, path)
    brand = slot.brand if slot else ""
    published = known.get(slot) if slot else None
    belongs = published is not None and published.state != "empty" and not path.is_symlink()
    if not belongs and (brands is None or brand in brands):
        yield Finding(
            "foreign_file",
            path.relative_to(workspace.root).as_posix(),
            expected="nothing but the partitions that the ledger knows: readers open whole folders",
            found=_what_it_is(path, slot),
            remedy="`pilaster repair --all` moves it to quarantine/foreign/; nothing is deleted",
            brand=brand,
        )


def check_without_ledger(workspace: Workspace, brands: Collection[str] | None) -> Iterator[Finding]:
    """What the files say of themselves, when nobody else can say it."""
    for path in sorted(workspace.warehouse.glob("*/*.parquet")):
        slot = slot_of(workspace, path)
        if slot is None or (brands is not None and slot.brand not in brands):
            continue
        differs = _difference(path, None)
        if differs:
            yield _finding("damaged_partition", workspace, path, slot, *differs)


def _difference(path: Path, published: Published | None) -> tuple[str, str] | None:
    """(expected, found) of a file whose rows are not what its footer and the ledger tell; None when they are.

    They are read where the bytes are right, too, for a ledger may err.
    """
    try:
        footer = read_footer(path)
        content, n_rows = content_of(path)
    except IntegrityError as error:
        return error.expected, error.found
    except (OSError, ValueError, pa.ArrowException) as error:
        return "rows that can be read", str(error).splitlines()[0]
    told = (footer.content_hash, footer.transform_version, footer.n_rows)
    known = (published.content_hash, published.transform_version, published.n_rows) if published is not None else told
    if (content, n_rows) != (footer.content_hash, footer.n_rows):
        return f"content {footer.content_hash[:12]}, as its footer says", f"content {content[:12]}, {n_rows:,} rows"
    if told != known:
        return f"content {known[0][:12]}, version {known[1]}, {known[2]:,} rows, as the ledger says", (
            f"content {told[0][:12]}, version {told[1]}, {told[2]:,} rows in its footer"
        )
    return None


def _what_it_is(path: Path, slot: Slot | None) -> str:
    if path.is_symlink():
        return "a link"
    if not path.stat().st_size:
        return "an empty file"
    if slot is not None:
        return "a partition that the ledger does not know"
    if path.name.startswith(".") or path.name.endswith(_UNFINISHED):
        return "a file that somebody did not finish"
    return "a file that Pilaster did not write"


def _finding(kind: str, workspace: Workspace, path: Path, slot: Slot, expected: str, found: str) -> Finding:
    remedy = _REBUILD.format(slot=f"{slot.table}/{slot.brand}/{slot.month}")
    where = path.relative_to(workspace.root).as_posix()
    return Finding(kind, where, expected, found, remedy, slot.brand, slot)  # type: ignore[arg-type]
