"""`pilaster quarantine list | show | retry`: how people act on held files and refused records."""

from cyclopts import App

from flows.commands.options import HERE, JsonOption, WorkspaceOption

app = App(name="quarantine", help="Look at held files and refused records, and try them again.")


@app.command(name="list")
def list_refused(*, workspace: WorkspaceOption = HERE, json: JsonOption = False) -> int:
    """List every held file and every file with refused records."""
    from flows.commands.opening import open_workspace
    from warehouse.ledger.reading import refused

    _, ledger = open_workspace(workspace)
    found = refused(ledger)
    if json:
        from json import dumps

        print(dumps(found, ensure_ascii=False, indent=1))
        return 0
    _show_list(found)
    return 0


def _show_list(found: list[dict[str, object]]) -> None:
    from flows.showing.console import console, table

    if not found:
        console().print("nothing is held, nothing is quarantined")
        return
    shown = table(
        "Held files and refused records", "sha", "brand", "file", "held for", "refused records", numbers=("refused records",)
    )
    for file in found:
        hold = file["hold"] if isinstance(file["hold"], dict) else {}
        why = f"{hold.get('code')}: {hold.get('found')}" if file["state"] == "held" else ""
        shown.add_row(str(file["sha"])[:12], str(file["brand"]), str(file["name"]), why, f"{file['n_quarantined']:,}")
    console().print(shown)


@app.command
def show(file: str, /, *, workspace: WorkspaceOption = HERE, json: JsonOption = False) -> int:
    """Show why a file is held, or which of its records were refused and why."""
    from flows.commands.choosing import choose
    from flows.commands.opening import open_workspace
    from warehouse.quarantine import read

    place, ledger = open_workspace(workspace)
    chosen = choose(ledger, file)
    page = read(place, chosen["brand"], chosen["sha"])
    if json:
        from json import dumps

        print(dumps({**chosen, "quarantine": page}, ensure_ascii=False, indent=1))
        return 0
    _show_one(chosen, page)
    return 0


def _show_one(chosen: dict[str, object], page: dict[str, list[dict[str, object]]] | None) -> None:
    from flows.showing.console import console

    out = console()
    out.print(f"{chosen['brand']}/{chosen['name']}: {chosen['state']}", style="bold")
    for label, text in (chosen["hold"] or {}).items() if isinstance(chosen["hold"], dict) else ():
        out.print(f"  {label}: {text}")
    for record in page["records"] if page else ():
        out.print(f"  line {record['line']}", style="bold")
        for reason in record["reasons"] if isinstance(record["reasons"], list) else ():
            out.print(f"    {reason}")
        for name, cell in record["record"].items() if isinstance(record["record"], dict) else ():
            out.print(f"    {name} = {cell}")
    out.print(f"  the whole file: raw/{chosen['brand']}/{chosen['sha']}")


@app.command
def retry(file: str, /, *, workspace: WorkspaceOption = HERE) -> int:
    """Plan a held file, or one with refused records, again for the next night."""
    from flows.commands.choosing import choose
    from flows.commands.opening import open_workspace
    from warehouse.ledger.holding import retry as plan_again

    _, ledger = open_workspace(workspace)
    chosen = choose(ledger, file)
    plan_again(ledger, chosen["brand"], chosen["sha"])
    print(f"{chosen['brand']}/{chosen['name']} is tried again by the next `pilaster nightly`")
    return 0
