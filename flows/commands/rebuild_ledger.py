"""`pilaster rebuild-ledger`: the ledger again, from raw/, journal/ and Parquet footers."""

from flows.commands.options import HERE, JsonOption, WorkspaceOption


def rebuild_ledger(*, workspace: WorkspaceOption = HERE, json: JsonOption = False) -> int:
    """Rebuild the ledger: enter every archived export again, read them all, and adopt the published files that still hold.

    Published files keep their bytes; one that does not say what raw/ says is built again.
    """
    from flows.commands.opening import open_workspace
    from flows.night import read_again
    from flows.settings import read_settings
    from flows.showing.console import progress_line
    from flows.showing.night import show
    from warehouse.ledger.open import set_aside_if_unusable
    from warehouse.ledger.rebuilding import enter_again
    from warehouse.workspace import Workspace

    place = Workspace(workspace.absolute())
    place.require()
    aside = set_aside_if_unusable(place, read_settings(place).ledger_url.get_secret_value())
    place, ledger = open_workspace(workspace)
    n_files = enter_again(place, ledger)
    with progress_line(quiet=json) as progress:
        summary = read_again(str(place.root), progress).as_dict()
    if aside and not json:
        print(f"the ledger that was there could not be used; it is now {aside.name}")
    if not json:
        print(f"{n_files} archived exports entered again")
    show(summary, as_json=json)
    return int(summary["exit_code"])
