"""A workspace of its own for one brand, made of nothing but archived exports and events of the journal: what was known once.

Exports and events are linked, not copied. Months that were closed before come along as they were closed, for later reports
compare with them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from transforms.contracts.tables import TABLES
from transforms.errors import IntegrityError
from warehouse import journal, receipts
from warehouse.closing import CLOSE, FORMAT, STRATEGY, event_of, text_of
from warehouse.faultpoints import step
from warehouse.ledger.closing import Closed
from warehouse.raw import sha_of
from warehouse.storage import make_folder, write_private
from warehouse.workspace import Workspace

DECISIONS = ("receipt", "assign", "release")


@dataclass(frozen=True)
class Known:
    """What was known of one brand."""

    brand: str
    strategy: str
    """text of its strategy file"""
    formats: Mapping[str, str]
    """name → text of each file in formats/"""
    events: Mapping[str, tuple[str, ...]]
    """kind → names of its events in the journal"""
    closes: tuple[str, ...] = ()
    """closes of earlier months, with which the reports compare"""
    exports: tuple[str, ...] = field(default=())
    """sha of each export"""


def of_close(workspace: Workspace, closed: Closed) -> Known:
    """Exactly what a close knew."""
    event = event_of(workspace, closed)
    told = {kind: tuple(event["known"][kind]) for kind in DECISIONS}
    shas = {journal.read(workspace.journal / "receipt" / closed.brand / name)["sha"] for name in told["receipt"]}
    strategy = text_of(workspace, closed.brand, STRATEGY, event["strategy"])
    formats = {name: text_of(workspace, closed.brand, FORMAT, each) for name, each in event["formats"].items()}
    return Known(closed.brand, strategy, formats, told, tuple(event["closes"]), tuple(sorted(shas)))


def own_formats(workspace: Workspace) -> dict[str, str]:
    """Texts of the files in formats/, by name."""
    return {path.stem: path.read_bytes().decode("utf-8", "replace") for path in sorted(workspace.formats.glob("*.yaml"))}


def of_day(workspace: Workspace, brand: str, strategy: str, day: date) -> Known:
    """What the exports say that were taken up to a day, whenever they arrived."""
    folder = workspace.journal / "receipt" / brand
    told: dict[str, list[tuple[str, journal.Event]]] = {}
    for path in sorted(folder.glob("*.json")):
        event = journal.read(path)
        told.setdefault(event["sha"], []).append((path.name, event))
    shas = {sha for sha, found in told.items() if receipts.source_file([event for _, event in found]).observed_on <= day}
    names = {"receipt": tuple(name for sha in sorted(shas) for name, _ in told[sha])}
    for kind in DECISIONS[1:]:
        found = sorted((workspace.journal / kind / brand).glob("*.json"))
        names[kind] = tuple(path.name for path in found if journal.read(path)["sha"] in shas)
    return Known(brand, strategy, own_formats(workspace), names, (), tuple(sorted(shas)))


def lay_out(workspace: Workspace, known: Known, root: Path) -> Workspace:
    """The workspace in `root` in which the brand knows just that. Its ledger is still to be made.

    Raises:
        IntegrityError: an export is not in the archive any more, or a closed month is not as it was closed.
    """
    laid = Workspace(root)
    make_folder(laid.strategy)
    write_private(laid.settings, b"settle_s = 0\n")
    write_private(laid.strategy / f"{known.brand}.yaml", known.strategy.encode())
    for name, text in known.formats.items():
        make_folder(laid.formats)
        write_private(laid.formats / f"{name}.yaml", text.encode())
    # Whoever was hashed by a key is to be hashed by the same.
    keys = [(workspace.people_key, laid.people_key), (workspace.people_key_mark, laid.people_key_mark)]
    _link(pair for pair in keys if pair[0].exists())
    _link(_exports(workspace, laid, known))
    for kind, names in known.events.items():
        own, theirs = laid.journal / kind / known.brand, workspace.journal / kind / known.brand
        _link((theirs / name, own / name) for name in names)
    for name in known.closes:
        _link(_closed(workspace, laid, known.brand, name))
    return laid


def _exports(workspace: Workspace, laid: Workspace, known: Known) -> Iterable[tuple[Path, Path]]:
    for sha in known.exports:
        path = workspace.raw_file(known.brand, sha)
        if not path.is_file():
            raise IntegrityError(
                where=path.relative_to(workspace.root).as_posix(),
                expected="an export that was known then",
                found="no such file",
                remedy=f"put the original into landing/{known.brand}/ once more, under any new name",
            )
        yield path, laid.raw_file(known.brand, sha)


def _closed(workspace: Workspace, laid: Workspace, brand: str, name: str) -> Iterable[tuple[Path, Path]]:
    """The event of an earlier close and the files that it closed; they have to be whole."""
    place = workspace.journal / CLOSE / brand / name
    yield place, laid.journal / CLOSE / brand / name
    event = journal.read(place)
    for table, told in event["tables"].items():
        if told is None or table not in TABLES:
            continue
        path = workspace.partition(TABLES[table], brand, event["month"])
        if not path.is_file() or sha_of(path) != told["file_sha"]:
            raise IntegrityError(
                where=path.relative_to(workspace.root).as_posix(),
                expected=f"the file that was closed, sha256 {told['file_sha'][:12]}: later months compare with it",
                found="another one" if path.is_file() else "no such file",
                remedy="`pilaster repair --all` builds it again; earlier months come first",
            )
        yield path, laid.partition(TABLES[table], brand, event["month"])


def _link(pairs: Iterable[tuple[Path, Path]]) -> None:
    for source, place in pairs:
        make_folder(place.parent)
        step(f"link {place.name}")
        place.symlink_to(source.absolute())
