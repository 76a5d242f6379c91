"""`pilaster assign`: a person says whose numbers an export holds that names no account."""

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from flows.commands.options import HERE, WorkspaceOption

if TYPE_CHECKING:
    from transforms.errors import SettingsError
    from transforms.strategy import Account, Strategy


def assign(
    file: str,
    /,
    *,
    account: Annotated[str, Parameter(name="--account", help="PLATFORM/HANDLE, or HANDLE where only one account has it")],
    workspace: WorkspaceOption = HERE,
) -> int:
    """Answer for good whose numbers a file holds; the next night reads it so, and so does every rebuild.

    The answer may be changed by giving another one. A file whose records name their accounts takes none.
    """
    from flows.commands.choosing import choose
    from flows.commands.opening import open_workspace
    from warehouse.assigning import assign as assign_file
    from warehouse.workspace import read_formats, read_strategies

    place, ledger = open_workspace(workspace)
    chosen = choose(ledger, file)
    strategies, errors = read_strategies(place)
    if chosen["brand"] in errors:
        raise errors[chosen["brand"]]
    known = read_formats(place)[0].get(chosen["format"] or "")
    if known and known.names_account:
        raise _error(chosen, "a file that does not say whose numbers it holds", f"{known.title}: its records name their accounts")
    own = _own(account, chosen, strategies.get(chosen["brand"]))
    if known and own.platform != known.platform and not known.shared_titles:
        raise _error(chosen, f"an account of {known.platform}: it is {known.title}", f"{own.platform}/{own.handle}")
    assign_file(place, ledger, chosen["brand"], chosen["sha"], own.platform, own.handle)
    print(f"{chosen['brand']}/{chosen['name']} is {own.platform}/{own.handle}'s; run `pilaster nightly` to take it")
    return 0


def _own(wanted: str, chosen: dict[str, Any], strategy: "Strategy | None") -> "Account":
    """The one own account that a person means."""
    from transforms.strategy import fold_handle

    accounts = strategy.accounts if strategy else ()
    platform, _, name = wanted.rpartition("/")
    meant = [each for each in accounts if fold_handle(name) in each.names and platform.casefold() in {"", each.platform}]
    if len(meant) == 1:
        return meant[0]
    listed = ", ".join(f"{each.platform}/{each.handle}" for each in meant or accounts) or "none"
    expected = f"an account of strategy/{chosen['brand']}.yaml: {listed}"
    raise _error(chosen, expected, f"{wanted}, which is {len(meant) or 'none'} of them")


def _error(chosen: dict[str, Any], expected: str, found: str) -> "SettingsError":
    from transforms.errors import SettingsError

    where = f"{chosen['brand']}/{chosen['name']}"
    return SettingsError(where=where, expected=expected, found=found, remedy="name it as PLATFORM/HANDLE; nothing was changed")
