"""Workspaces whose ledger is on PostgreSQL: each copy of one gets a copy of its database."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.builders.postgres import Server
from tests.faults import states
from tests.faults.runner import Zygote

_URL = re.compile(r'^ledger_url = "(.*)"$', re.MULTILINE)


@dataclass(frozen=True)
class Scene:
    """One night: the workspace as it finds it, as it leaves it undisturbed, and the steps it takes in between."""

    server: Server
    before: Path
    database: str
    done: Path
    database_done: str
    after: states.State
    old: states.Files
    steps: tuple[str, ...]

    def copy(self, target: Path, *, port: int | None = None) -> tuple[Path, str]:
        """The workspace once more, with a ledger of its own; `port` is that of somebody between us and the server."""
        return _copy(self.server, self.before, self.database, target, port)

    def copy_done(self, target: Path) -> tuple[Path, str]:
        """The same after its night."""
        return _copy(self.server, self.done, self.database_done, target)

    def commits(self) -> list[int]:
        """The numbers of the steps at which a transaction is about to be committed."""
        return [number for number, step in enumerate(self.steps, 1) if step == "ledger commit"]

    def intent(self) -> int:
        """Which of them, counted from 1, is the intent's; the one after it says that everything is in place."""
        # Under the lock nothing but the notes that description and pages fall due comes before it.
        told = [
            (number, step)
            for number, step in enumerate(self.steps, 1)
            if not step.endswith(("description-due", "pages-due")) and not step.startswith("fsync folder")
        ]
        lock = next(at for (at, one), (_, two) in pairwise(told) if (one, two) == ("open .publishing.lock", "ledger commit"))
        return 1 + sum(number < lock for number in self.commits())


def scene(server: Server, zygote: Zygote, before: Path, database: str) -> Scene:
    """A night that nobody disturbs."""
    root, done = _copy(server, before, database, before.with_name("undisturbed"))
    ended = zygote.run(root, fault="kill:0")
    assert ended.code == 0, ended.trace
    return Scene(server, before, database, root, done, states.state(root), states.files(before / "warehouse"), ended.steps)


def _copy(server: Server, template: Path, database: str, target: Path, port: int | None = None) -> tuple[Path, str]:
    copied = server.database(database)
    root = states.copy(template, target)
    name_ledger(root, server.url(copied, port=port))
    return root, copied


def name_ledger(root: Path, url: str) -> None:
    """Say in the settings where the ledger lies."""
    settings = root / "pilaster.toml"
    told = _URL.sub("", settings.read_text("utf-8"))
    settings.write_text(f'{told.strip()}\nledger_url = "{url}"\n', "utf-8")
