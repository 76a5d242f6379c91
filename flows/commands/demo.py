"""`pilaster demo`: a workspace of a fictional shop, one night over it, and its report."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from flows.commands.options import DirectOption


def demo(
    folder: Annotated[Path | None, Parameter(name="DIR")] = None,
    /,
    *,
    workspace: Annotated[Path | None, Parameter(name="--workspace", help="the same as DIR", negative="")] = None,
    direct: DirectOption = False,
) -> int:
    """Make a demo workspace with a year of exports of six platforms and run one night over it.

    Among the exports are a duplicated, a damaged and an unknown file and one bad record. Exit code 0: the night found exactly
    these; 1: it found something else.

    Args:
        folder: folder to make; a new one below the current folder if not given.
        workspace: the same as DIR.
        direct: run without Prefect; the files are the same.
    """
    from flows.commands.running import run_flow
    from flows.demo import planted, shop
    from flows.demo.strategy import STRATEGY
    from flows.demo.write import write_exports
    from flows.scaffold import scaffold
    from flows.showing import night, reports

    root = (workspace or folder or _free_folder()).absolute()
    _require_empty(root)
    # The exports are complete when they are written, so there is nothing to wait for.
    made = list(scaffold(root, shop.BRAND, settle_s=0, strategy=STRATEGY))
    n_exports = write_exports(root / "landing")
    print(f"{root}: {len(made)} folders and files made, {n_exports} exports written into landing/{shop.BRAND}/")
    summary = run_flow("nightly", root, None, direct=direct, quiet=False)
    reports.show(root)
    night.show(summary)
    as_planted = planted.found_as_planted(summary)
    print("the night found exactly what was planted" if as_planted else "the night did not find exactly what was planted")
    return 0 if as_planted else 1


def _free_folder() -> Path:
    number = 1
    while (folder := Path(f"pilaster-demo-{number}")).exists():
        number += 1
    return folder


def _require_empty(root: Path) -> None:
    from transforms.errors import WorkspaceError

    if root.is_dir() and any(root.iterdir()):
        raise WorkspaceError(
            where=str(root),
            expected="a new or empty folder",
            found="a folder with files",
            remedy="name another: pilaster demo DIR",
        )
