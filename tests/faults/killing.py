"""The loop over the steps of one night, whichever database its ledger lies in."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from tests.faults import states
from tests.faults.runner import Ended, Zygote

OnEvery = Callable[[Callable[[Zygote, int], Ended], list[int]], list[Ended]]


class Night(Protocol):
    """What the loop reads of a scene."""

    @property
    def after(self) -> states.State: ...
    @property
    def old(self) -> states.Files: ...
    @property
    def steps(self) -> tuple[str, ...]: ...


def kill_and_run_again(scene: Night, copy: Callable[[int], Path], on_every: OnEvery, numbers: Iterable[int]) -> list[Ended]:
    """For each n: kill a night at its n-th step, look at what a reader sees, run again, compare with the undisturbed night."""

    def one(zygote: Zygote, n: int) -> Ended:
        root = copy(n)

        killed = zygote.run(root, fault=f"kill:{n}")
        states.require_whole(root, scene.old, scene.after.warehouse)
        again = zygote.run(root)

        assert again.code == 0, again.trace
        states.require_same(states.state(root), scene.after, f"killed before step {n}, {scene.steps[n - 1 : n]}")
        assert not list((root / ".staging").iterdir())
        shutil.rmtree(root)
        return killed

    return on_every(one, list(numbers))
