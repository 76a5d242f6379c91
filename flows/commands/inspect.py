"""`pilaster inspect`: say what an export is, without a dataframe library; a workspace adds its own formats."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from flows.commands.options import HERE, JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from transforms.exports.registry import Registry


def inspect(
    *files: Path,
    draft: Annotated[bool, Parameter(name="--draft", help="print a first draft of a file for formats/", negative="")] = False,
    workspace: WorkspaceOption = HERE,
    json: JsonOption = False,
) -> int:
    """Say what each export is: its format, how its columns are read, what is unknown, which dates it covers.

    In a workspace its own formats are known too. `--draft` prints, for one export that is not known, a first draft of the file
    that would make it known: save it as formats/NAME.yaml and go through it.

    Exit code 0: every file can be taken; 1: at least one would be held.
    """
    from flows.showing import inspection
    from transforms.errors import SettingsError
    from warehouse.inspection import draft_of
    from warehouse.inspection import inspect as inspect_files

    if not files or (draft and len(files) != 1):
        wanted = "one FILE" if draft else "at least one FILE"
        given = f"{len(files)} of them" if files else "none"
        raise SettingsError(where="pilaster inspect", expected=wanted, found=given, remedy="name the exports to look at")
    formats = _formats(workspace)
    if draft:
        print(draft_of(files[0], formats), end="")
        return 0
    found = inspect_files(list(files), formats)
    inspection.show(found, as_json=json)
    return 0 if all(each.reason is None for each in found) else 1


def _formats(root: Path) -> "Registry":
    """The formats of the workspace at hand; the shipped ones where there is none. A broken file is told, and does not stop it."""
    import sys

    from transforms.exports.registry import SHIPPED
    from warehouse.workspace import Workspace, read_formats

    place = Workspace(root.absolute())
    if not place.settings.is_file():
        return SHIPPED
    formats, errors = read_formats(place)
    for error in errors.values():
        print(f"format not read: {error}", file=sys.stderr)
    return formats
