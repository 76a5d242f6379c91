"""Whose numbers a file holds, where its content does not say: an assignment, the strategy or a folder, never a guess."""

from transforms.errors import UnassignedFileError
from transforms.exports.model import Format
from transforms.exports.recognise import Recognised
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy, fold_handle

NETWORKS = {"instagram": "Instagram", "facebook": "Facebook", "x": "X"}


def resolve_account(found: Recognised, file: SourceFile, strategy: Strategy) -> tuple[str | None, str | None]:
    """(account's handle, how it was found: assigned, strategy or folder); (None, None) where the records name their accounts.

    Raises:
        UnassignedFileError: nothing says whose numbers these are; carries the question to answer.
    """
    format_ = found.format
    if format_.names_account:
        return None, None
    if file.assigned_account:
        account = strategy.account_named(format_.platform, file.assigned_account)
        return account.handle if account else fold_handle(file.assigned_account), "assigned"
    if found.shared_title:
        _require_network(format_, found.shared_title, file, strategy)
    accounts = strategy.on(format_.platform)
    if len(accounts) == 1:
        return accounts[0].handle, "strategy"
    named = _named_by_folder(format_.platform, file, strategy)
    if named is None:
        raise _whose(format_, accounts, file)
    return named.handle, "folder"


def _require_network(format_: Format, title: str, file: SourceFile, strategy: Strategy) -> None:
    """A title that two networks use is ours if a folder names the network, or if the brand is not on the other one."""
    folders = {folder.casefold() for folder in file.folders}
    sister = format_.sister or ""
    if format_.platform in folders:
        return
    if sister not in folders and strategy.on(format_.platform) and not strategy.on(sister):
        return
    ours, theirs = NETWORKS[format_.platform], NETWORKS.get(sister, sister)
    question = f"Is {title!r} in {file.name} from {ours} or from {theirs}?"
    raise UnassignedFileError(
        expected=f"a title, a folder or a strategy that names the network of {title!r}",
        found=f"a title that {ours} and {theirs} both write, in {'/'.join(file.folders) or 'the brand folder'}",
        remedy=f"{question} Put the file into a folder of that name, or assign its account",
    )


def _named_by_folder(platform: str, file: SourceFile, strategy: Strategy) -> Account | None:
    """The innermost folder that names an own account."""
    named = (strategy.account_named(platform, folder) for folder in reversed(file.folders))
    return next((account for account in named if account), None)


def _whose(format_: Format, accounts: tuple[Account, ...], file: SourceFile) -> UnassignedFileError:
    network, handles = NETWORKS[format_.platform], ", ".join(account.handle for account in accounts)
    return UnassignedFileError(
        expected=f"an account of {network}, because a file of this kind names none",
        found=f"accounts {handles} in the strategy" if handles else f"no account of {network} in the strategy",
        remedy=f"Which account of {network} is {file.name} about? Put it into a folder of that name, or assign its account",
    )
