"""A build as text, laid down in the folder of its run: so the next stage can go on in another process."""

import json
from dataclasses import astuple
from pathlib import Path

from warehouse.faultpoints import step
from warehouse.lake import Footer
from warehouse.ledger.partitions import Slot
from warehouse.partitions import Build, Built
from warehouse.storage import LocalStorage

_NAME = "build.json"


def lay_down(build: Build) -> str:
    """Write down what was built; returns what `laid_down` says of it."""
    state = {
        "built": [
            {
                "slot": list(each.slot),
                "key": each.key,
                "footer": astuple(each.footer) if each.footer else None,
                "staged": str(each.staged) if each.staged else None,
                "generation": each.generation,
                "n_unsettled": each.n_unsettled,
                "contributors": sorted(each.contributors),
                "file_sha": each.file_sha,
            }
            for _, each in sorted(build.built.items())
        ],
        "beside": [[*slot, str(path) if path else None] for slot, path in build.beside.items()],
        "left": [[*slot, *lost] for slot, lost in build.left.items()],
        "merged_against": build.merged_against,
        "generations": [[*slot, generation] for slot, generation in build.generations.items()],
    }
    step(f"write {_NAME}")
    (build.folder / _NAME).write_text(json.dumps(state), "utf-8")
    return laid_down(build.folder)


def laid_down(folder: Path) -> str:
    """Which build lies in the folder of a run, by the generation of its text."""
    return LocalStorage().generation(folder / _NAME)


def pick_up(build: Build) -> None:
    """Let a new build go on where the one that was laid down left off."""
    state = json.loads((build.folder / _NAME).read_text("utf-8"))
    for each in state["built"]:
        slot = Slot(*each["slot"])
        footer = Footer(*each["footer"]) if each["footer"] else None
        staged = Path(each["staged"]) if each["staged"] else None
        told = {name: each[name] for name in ("key", "generation", "n_unsettled", "file_sha")}
        contributors = frozenset(each["contributors"])
        build.enter(Built(slot=slot, footer=footer, staged=staged, contributors=contributors, **told))
    build.beside = {Slot(*slot): Path(path) if path else None for *slot, path in state["beside"]}
    build.left = {Slot(*each[:3]): Slot(*each[3:]) for each in state["left"]}
    build.merged_against = state["merged_against"]
    build.generations = {Slot(*slot): generation for *slot, generation in state["generations"]}
