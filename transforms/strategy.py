"""The team's strategy file: which accounts are ours and whose midnight ends our month. YAML text in, frozen model out."""

import hashlib
import json
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from transforms.errors import StrategyError

# A brand names folders and files, so it is a slug from an allow-list and never a path.
BRAND_PATTERN = r"^[a-z0-9][a-z0-9-]{0,62}$"
MAX_STRATEGY_BYTES = 1_000_000


def fold_handle(handle: str) -> str:
    """The one spelling under which handles are compared: no @, no case, no surrounding blanks."""
    return handle.strip().lstrip("@").casefold()


@cache
def _zones() -> frozenset[str]:
    # It walks through the folders of the time zone database, which takes longer than all else in a strategy.
    return frozenset(available_timezones())


def _known_zone(zone: str) -> str:
    if zone not in _zones():
        msg = f"{zone!r} is no IANA time zone such as Europe/Amsterdam"
        raise ValueError(msg)
    return zone


Handle = Annotated[str, AfterValidator(fold_handle), Field(min_length=1, max_length=200)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Account(_Frozen):
    """One account of the brand on one platform, with every other handle it ever had."""

    platform: Annotated[str, Field(pattern=r"^[a-z]+$")]
    handle: Handle
    id: Annotated[str, Field(pattern=r"^\d+$")] | None = None
    aliases: tuple[Handle, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Every folded handle by which an export may call this account."""
        return frozenset((self.handle, *self.aliases))


class Strategy(_Frozen):
    """One brand's strategy, parsed."""

    brand: Annotated[str, Field(pattern=BRAND_PATTERN)]
    time_zone: Annotated[str, AfterValidator(_known_zone)]
    accounts: tuple[Account, ...] = ()

    @model_validator(mode="after")
    def _one_account_per_name(self) -> "Strategy":
        seen: dict[tuple[str, str], str] = {}
        for account in self.accounts:
            for name in account.names | ({account.id} if account.id else set()):
                other = seen.setdefault((account.platform, name), account.handle)
                if other != account.handle:
                    msg = f"{account.platform} accounts {other!r} and {account.handle!r} both answer to {name!r}"
                    raise ValueError(msg)
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The brand's time zone, ready to use."""
        return ZoneInfo(self.time_zone)

    def on(self, platform: str) -> tuple[Account, ...]:
        """The brand's accounts on one platform."""
        return tuple(account for account in self.accounts if account.platform == platform)

    def account_named(self, platform: str, name: str) -> Account | None:
        """The own account that answers to `name` (handle or alias, any case) on `platform`."""
        return next((account for account in self.on(platform) if fold_handle(name) in account.names), None)

    def names(self) -> Iterator[tuple[str, str, str]]:
        """(platform, name, handle) for every name of every own account, its id among them: what facts read of a strategy."""
        told = {(each.platform, name, each.handle) for each in self.accounts for name in (*each.names, each.id) if name}
        yield from sorted(told)

    @property
    def accounts_hash(self) -> str:
        """Changes when, and only when, facts must be told again whose accounts are ours."""
        return _hash(list(self.names()))

    @property
    def calendar_hash(self) -> str:
        """Changes when, and only when, the brand's months are cut elsewhere."""
        return _hash(self.time_zone)


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=128)  # a night asks for every strategy several times
def parse_strategy(text: str, where: str, brand: str) -> Strategy:
    """Read one strategy file. `brand` is the name the file has to bear.

    Raises:
        StrategyError: with line and key of the first thing that is wrong.
    """
    if len(text.encode()) > MAX_STRATEGY_BYTES:
        raise StrategyError(where=where, expected=f"at most {MAX_STRATEGY_BYTES:,} bytes", found=f"{len(text):,} characters")
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        if tree is not None and any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise StrategyError(where=where, expected="plain YAML", found="an alias (*name)", remedy="write the value out")
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise StrategyError(
            where=where, expected="YAML", found=" ".join(str(error).split()), remedy="mend the line named here"
        ) from error
    if not isinstance(data, dict):
        raise StrategyError(
            where=where,
            expected="a mapping with brand, time_zone and accounts",
            found=type(data).__name__,
            remedy="start from the template that `pilaster init` writes",
        )
    try:
        strategy = Strategy.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file"
        line = _line_of(tree, first["loc"])
        raise StrategyError(
            where=f"{where}, line {line}, {key}",
            expected="no such key here" if first["type"] == "extra_forbidden" else first["msg"].removeprefix("Value error, "),
            found=repr(first["input"])[:120],
            remedy="correct this line; the rest of the night goes on without the brand",
        ) from error
    if strategy.brand != brand:
        raise StrategyError(
            where=where,
            expected=f"brand: {brand}, as the file is named",
            found=f"brand: {strategy.brand}",
            remedy="rename the file or the brand; landing/<brand>/ bears the same name",
        )
    return strategy


def _line_of(node: Any, path: tuple[int | str, ...]) -> int:  # noqa: ANN401 - yaml's nodes are untyped
    """Line of the deepest key on `path` that the file really has."""
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == part), None)
            if found is None:
                break
            node = found[1] if isinstance(found[1], (yaml.MappingNode, yaml.SequenceNode)) else found[0]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
    return int(node.start_mark.line) + 1
