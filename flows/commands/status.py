"""`pilaster status`: what the workspace holds and how the last run ended."""

from typing import Any

from flows.commands.options import HERE, JsonOption, WorkspaceOption


def status(*, workspace: WorkspaceOption = HERE, json: JsonOption = False) -> int:
    """Say what the workspace holds and how the last run ended."""
    from flows.commands.opening import open_workspace
    from transforms.lineage import VERSIONS
    from warehouse.ledger import reading

    _, ledger = open_workspace(workspace)
    told = reading.status(ledger, VERSIONS)
    if json:
        from json import dumps

        print(dumps(told, indent=1, default=str))
        return 0
    _show(told)
    return 0


def _show(told: dict[str, Any]) -> None:
    from flows.showing.console import console, table

    files = table("Export files", "brand", "state", "files", numbers=("files",))
    for row in told["files"]:
        files.add_row(str(row["brand"]), str(row["state"]), f"{row['files']:,}")
    tables = table("Tables", "table", "state", "partitions", "rows", numbers=("partitions", "rows"))
    for row in told["tables"]:
        tables.add_row(str(row["table"]), str(row["state"]), f"{row['partitions']:,}", f"{row['rows']:,}")
    console().print(files, tables)
    console().print(f"{told['records_accepted']:,} records accepted, {told['records_quarantined']:,} quarantined")
    for name, n in told["stale_partitions"].items():
        console().print(
            f"{n:,} partitions of {name} were made by an earlier version; they are built again where new data touches them, "
            "and all of them by `pilaster backfill`"
        )
    for month in told["closed_months"]:
        console().print(f"{month['brand']} {month['month']} is closed since {month['closed_at']}")
    last = told["last_run"]
    if last:
        console().print(f"last run {last['run_id']} ({last['kind']}): {last['state']}; {last['summary'] or 'no summary'}")
    else:
        console().print("no run yet: drop exports into landing/<brand>/ and run `pilaster nightly`")
