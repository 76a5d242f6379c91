"""`pilaster rebuild-ledger`: the ledger again, from raw/, journal/ and Parquet footers."""

from flows.commands.options import HERE, JsonOption, WorkspaceOption


def rebuild_ledger(*, workspace: WorkspaceOption = HERE, json: JsonOption = False) -> int:
    """Rebuild the ledger: enter every archived export again, read them all, and adopt the published files that still hold.

    Published files keep their bytes; one that is not what raw/ gives, byte for byte, is built again.
    Exit code 0: all well; 1: an export that it read is held, or records of it are quarantined; 2: nothing could run.
    """
    from flows.rebuilding import rebuild_ledger as rebuild
    from flows.showing.console import progress_line
    from flows.showing.night import show

    with progress_line(quiet=json) as progress:
        rebuilt = rebuild(workspace, progress)
    if rebuilt.aside and not json:
        print(f"the ledger that was there could not be used; it is now {rebuilt.aside.name}")
    if not json:
        print(f"{rebuilt.n_files} archived exports entered again")
    summary = rebuilt.summary.as_dict()
    show(summary, as_json=json)
    return int(summary["exit_code"])
