"""The team's strategy file: which accounts are ours and whose midnight ends our month. YAML text in, frozen model out."""

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from transforms.errors import StrategyError
from transforms.pillars import Pillar, require_sound

# A brand names folders and files, so it is a slug from an allow-list and never a path.
BRAND_PATTERN = r"^[a-z0-9][a-z0-9-]{0,62}$"
MAX_STRATEGY_BYTES = 1_000_000


def fold_handle(handle: str) -> str:
    """The one spelling under which handles are compared: no @, no case, no surrounding blanks."""
    return handle.strip().lstrip("@").casefold()


def _known_zone(zone: str) -> str:
    if zone not in available_timezones():
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


class Creator(_Frozen):
    """One creator whom the team wants to win or keep, under the handles that the creator has on each platform."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    handles: dict[Annotated[str, Field(pattern=r"^[a-z]+$")], Handle] = Field(min_length=1)


class Influence(_Frozen):
    """What the influencer score is measured against (METRICS 1.5): configured, never taken from the other creators."""

    typical_rate: dict[str, Annotated[Decimal, Field(gt=0, le=1)]] = {}
    """platform → typical engagements per follower and post there"""
    default_typical_rate: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.02")
    typical_amplification: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    """shares, quotes and mentions per post and 1,000 followers that count as typical"""


class Strategy(_Frozen):
    """One brand's strategy, parsed."""

    brand: Annotated[str, Field(pattern=BRAND_PATTERN)]
    time_zone: Annotated[str, AfterValidator(_known_zone)]
    accounts: tuple[Account, ...] = ()
    pillars: tuple[Pillar, ...] = ()
    creators: tuple[Creator, ...] = ()
    influence: Influence = Influence()

    @model_validator(mode="after")
    def _sound_pillars(self) -> "Strategy":
        require_sound(self.pillars)
        return self

    @model_validator(mode="after")
    def _one_creator_per_handle(self) -> "Strategy":
        seen: dict[tuple[str, str], str] = {}
        for creator in self.creators:
            if sum(creator.name == other.name for other in self.creators) > 1:
                raise ValueError(f"every creator once; {creator.name!r} is there twice")
            for at in creator.handles.items():
                other = seen.setdefault(at, creator.name)
                if other != creator.name:
                    raise ValueError(f"{at[0]} handle {at[1]!r} once; {other!r} and {creator.name!r} both have it")
        return self

    @model_validator(mode="after")
    def _one_account_per_name(self) -> "Strategy":
        seen: dict[tuple[str, str], str] = {}
        for account in self.accounts:
            for name in account.names:
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
        """(platform, name, handle) for every name of every own account: what facts read of a strategy."""
        for account in self.accounts:
            for name in sorted(account.names):
                yield account.platform, name, account.handle

    @property
    def slices(self) -> dict[str, str]:
        """What different tables read of a strategy, each as a hash: a comment or a blank line changes none of them.

        accounts: whose numbers are ours; calendar: where a month ends; labels: which post counts for which pillar;
        targets: the shares that pillars should have; creators: who they are and what their score is measured against.
        """
        rules = [(each.name, each.labels, each.hashtags, each.keywords) for each in self.pillars]
        creators = [each.model_dump(mode="json") for each in self.creators]
        return {
            "accounts": _hash([sorted(self.names()), sorted((own.platform, own.id or "", own.handle) for own in self.accounts)]),
            "calendar": _hash(self.time_zone),
            "labels": _hash(rules),
            "targets": _hash([(each.name, each.target_units) for each in self.pillars]),
            "creators": _hash([creators, self.influence.model_dump(mode="json")]),
        }

    @property
    def accounts_hash(self) -> str:
        """The slice that decides whose numbers are ours."""
        return self.slices["accounts"]

    @property
    def calendar_hash(self) -> str:
        """The slice that decides where a month ends."""
        return self.slices["calendar"]


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


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
