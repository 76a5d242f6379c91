"""`pilaster verify`: is everything still what was written?"""

from flows.commands.options import HERE, BrandOption, JsonOption, WorkspaceOption


def verify(*, workspace: WorkspaceOption = HERE, brand: BrandOption = None, json: JsonOption = False) -> int:
    """Hold Parquet files, archived exports, journal and ledger against each other. Changes nothing.

    Exit code 0: all well; 1: something was found; 2: it could not look.
    """
    from flows.checking import check
    from flows.showing.verified import show_verified

    verified = check(str(workspace), brand)
    show_verified(verified.as_dict(), as_json=json)
    return verified.exit_code
