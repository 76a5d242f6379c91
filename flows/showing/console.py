"""The console: rich on a terminal, plain text in a pipe, one line of progress on standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

_PIPE_WIDTH = 200


def console() -> Console:
    """Standard output. In a pipe: no colours, and a width that does not fold tables."""
    is_terminal = sys.stdout.isatty()
    return Console(width=None if is_terminal else _PIPE_WIDTH, no_color=not is_terminal, highlight=False, markup=False)


def table(title: str, *columns: str, numbers: tuple[str, ...] = ()) -> Table:
    """An empty table; columns named in `numbers` are set to the right."""
    made = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for column in columns:
        made.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    return made


@contextmanager
def progress_line(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A line on standard error that says which verb runs and how far it is; nothing in a pipe or when `quiet`."""
    if quiet or not sys.stderr.isatty():
        yield lambda _verb, _done, _total: None
        return
    errors = Console(stderr=True)
    with errors.status("starting") as status:
        yield lambda verb, done, total: status.update(f"{verb} {done:,} of {total:,}" if total else verb)
