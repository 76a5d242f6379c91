"""Lost files of closed months: what reads them stays as it is, everything else goes on, and the run says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warehouse.ledger.partitions import Slot, place_of
from warehouse.partitions import Build
from warehouse.workspace import Workspace


def lost_among(build: Build, sources: Iterable[Slot]) -> Slot | None:
    """The first of some sources that is closed and not there as it was closed: nobody can make it from what is known today."""
    return next((slot for slot in sources if slot in build.catalogue.closed and not build.is_as_closed(slot)), None)


@dataclass(frozen=True)
class Lost:
    """One lost file, and which partitions read it."""

    slot: Slot
    readers: tuple[Slot, ...]

    def told(self, workspace: Workspace) -> dict[str, str]:
        """The four answers for people and alerts: where, expected, found, remedy."""
        readers = ", ".join(f"{each.table}/{each.brand}/{each.month}" for each in self.readers)
        brand, month = self.slot.brand, self.slot.month
        return {
            "where": place_of(workspace, self.slot).relative_to(workspace.root).as_posix(),
            "expected": "the file of a closed month, as it was closed",
            "found": f"no such file, or another one; what reads it stays as it was: {readers}",
            "remedy": f"`pilaster repair --all` makes it from what its close knew; if that says other values, take the file from "
            f"a backup, or open the month: `pilaster close {month} --brand {brand} --reopen --reason ...`",
        }


def lost_files(left: Iterable[Sequence[str]]) -> list[Lost]:
    """Lost files with their readers, out of what a build wrote down as `left`."""
    readers: dict[Slot, list[Slot]] = {}
    for each in left:
        readers.setdefault(Slot(*each[3:]), []).append(Slot(*each[:3]))
    return [Lost(slot, tuple(sorted(found))) for slot, found in sorted(readers.items())]
