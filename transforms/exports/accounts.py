"""Whose numbers a file holds, where its content does not say: an assignment, the strategy or a folder, never a guess."""

from datetime import date

from transforms.errors import UnassignedFileError
from transforms.exports.headers import fold
from transforms.exports.model import Format
from transforms.exports.periods import without_period
from transforms.exports.recognise import Recognised
from transforms.sources import SourceFile, handle_of, platform_of
from transforms.strategy import Account, Strategy, fold_handle

NETWORKS = {
    "instagram": "Instagram",
    "facebook": "Facebook",
    "x": "X",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "linkedin": "LinkedIn",
}
# A shorter name stands in too many folders by accident.
SHORTEST_NAME_INSIDE = 4


def resolve_account(found: Recognised, file: SourceFile, strategy: Strategy) -> tuple[str | None, str | None]:
    """(account's handle, how it was found: assigned, strategy or folder); (None, None) where the records name their accounts.

    Raises:
        UnassignedFileError: nothing says whose numbers these are; carries the question to answer.
    """
    format_ = found.format
    if format_.names_account:
        return None, None
    if file.assigned_account:
        return _assigned(format_, file.assigned_account, strategy), "assigned"
    accounts = strategy.on(format_.platform)
    if len(accounts) == 1:
        return accounts[0].handle, "strategy"
    named = _named_by_folder(format_.platform, file, strategy)
    if named is None:
        raise _whose(format_, accounts, file)
    return named.handle, "folder"


def settle(found: Recognised, file: SourceFile, strategy: Strategy) -> Recognised:
    """The table as an export of its network, where it stands under a title that two networks write.

    What a person assigned decides, else a folder, else an earlier assignment, else a strategy that knows only one of them.

    Raises:
        UnassignedFileError: none of them does; carries the question to answer.
    """
    if not found.shared_title:
        return found
    networks = [format_.platform for format_ in found.candidates]
    told = platform_of(file.assigned_account) if file.assigned_account else None
    if told in networks:
        return found.of(told)
    for folder in reversed(file.folders):
        if folder.casefold() in networks:
            return found.of(folder.casefold())
    assigned = file.assigned_account
    owning = [network for network in networks if assigned and strategy.account_named(network, assigned)]
    known = [network for network in networks if strategy.on(network)]
    for only in (owning, known):
        if len(only) == 1:
            return found.of(only[0])
    raise _which_network(found.shared_title, networks, file)


def _assigned(format_: Format, assigned: str, strategy: Strategy) -> str:
    platform = platform_of(assigned)
    if platform and platform != format_.platform:
        raise UnassignedFileError(
            expected=f"an account of {_network(format_.platform)}: this is {format_.title}",
            found=f"it is assigned to {assigned[1:]}",
            remedy=f"assign it again, as {format_.platform}/HANDLE",
        )
    account = strategy.account_named(format_.platform, handle_of(assigned))
    return account.handle if account else fold_handle(handle_of(assigned))


def _network(platform: str) -> str:
    return NETWORKS.get(platform, platform.capitalize())


def _command(file: SourceFile, platforms: list[str]) -> str:
    name = f"'{file.name}'" if " " in file.name else file.name
    return f"pilaster assign {name} --account {' or '.join(f'{platform}/HANDLE' for platform in platforms)}"


def _which_network(title: str, platforms: list[str], file: SourceFile) -> UnassignedFileError:
    networks = [_network(platform) for platform in platforms]
    return UnassignedFileError(
        expected=f"a title, a folder or a strategy that names the network of {title!r}",
        found=f"a title that {' and '.join(networks)} both write, in {'/'.join(file.folders) or 'the brand folder'}",
        remedy=f"Is {title!r} in {file.name} from {' or from '.join(networks)}? "
        f"Put the file into a folder of that name, or answer with `{_command(file, platforms)}`",
    )


def _named_by_folder(platform: str, file: SourceFile, strategy: Strategy) -> Account | None:
    """The account that the innermost folder is named after; else the one whose name stands in a folder or the file's name."""
    named = (strategy.account_named(platform, folder, file.observed_on) for folder in reversed(file.folders))
    exact = next((account for account in named if account), None)
    inside = (_named_inside(text, strategy.on(platform), file.observed_on) for text in (file.name, *reversed(file.folders)))
    return exact or next((account for account in inside if account), None)


def _named_inside(text: str, accounts: tuple[Account, ...], on: date) -> Account | None:
    """The one account whose name `text` holds, as `Content 2026-10-01_2026-10-31 Atelier Films` does; of two, neither."""
    words = _letters(without_period(text))
    dated = ((each, name, until) for each in accounts for name, until in each.dated_names.items())
    names = [(account, _letters(name)) for account, name, until in dated if until is None or on <= until]
    found = {account for account, name in names if len(name) >= SHORTEST_NAME_INSIDE and name in words}
    return found.pop() if len(found) == 1 else None


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _whose(format_: Format, accounts: tuple[Account, ...], file: SourceFile) -> UnassignedFileError:
    network, handles = (
        _network(format_.platform),
        ", ".join(account.handle for account in accounts),
    )
    return UnassignedFileError(
        expected=f"an account of {network}, because a file of this kind names none",
        found=f"accounts {handles} in the strategy" if handles else f"no account of {network} in the strategy",
        remedy=f"Which account of {network} is {file.name} about? Put it into a folder of that name, or answer with "
        f"`{_command(file, [format_.platform])}`",
    )
