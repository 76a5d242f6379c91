"""`pilaster inspect`: say what an export is, without a workspace and without a dataframe library."""

from pathlib import Path

from flows.commands.options import JsonOption


def inspect(*files: Path, json: JsonOption = False) -> int:
    """Say what each export is: its format, how its columns are read, what is unknown, which dates it covers.

    Exit code 0: every file is recognised; 1: at least one is not.
    """
    from flows.showing import inspection
    from warehouse.inspection import inspect as inspect_files

    found = inspect_files(list(files))
    inspection.show(found, as_json=json)
    return 0 if all(each.format for each in found) else 1
