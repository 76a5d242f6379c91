"""`pilaster inspect`: say what an export is, without a workspace and without a dataframe library."""

from pathlib import Path

from flows.commands.options import JsonOption


def inspect(*files: Path, json: JsonOption = False) -> int:
    """Say what each export is: its format, how its columns are read, what is unknown, which dates it covers.

    Exit code 0: every file can be taken; 1: at least one would be held.
    """
    from flows.showing import inspection
    from transforms.errors import SettingsError
    from warehouse.inspection import inspect as inspect_files

    if not files:
        raise SettingsError(
            where="pilaster inspect", expected="at least one FILE", found="none", remedy="name the exports to look at"
        )
    found = inspect_files(list(files))
    inspection.show(found, as_json=json)
    return 0 if all(each.reason is None for each in found) else 1
