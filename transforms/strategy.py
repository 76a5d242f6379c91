"""The team's strategy file: which accounts are ours and whose midnight ends our month. YAML text in, frozen model out."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from transforms.care import USUAL_WINDOW_DAYS, BusinessHours, HoursField, OursField, RivalsField, WindowField
from transforms.errors import StrategyError
from transforms.expected_exports import ExpectedExport
from transforms.pillars import Pillar, require_sound
from transforms.plain_yaml import line_of, read_plain
from transforms.strategy_errors import told

if TYPE_CHECKING:
    from transforms.exports.registry import Registry

# A brand names folders and files, so it is a slug from an allow-list and never a path.
BRAND_PATTERN = r"^[a-z0-9][a-z0-9-]{0,62}$"
# What the ledger calls a table that is one file for everybody.
RESERVED = "all"


def fold_handle(handle: str) -> str:
    """The one spelling under which handles are compared: no @, no case, no surrounding blanks."""
    return handle.strip().lstrip("@").casefold()


@cache
def _zones() -> frozenset[str]:
    # It walks through the folders of the time zone database, which takes longer than all else in a strategy.
    return frozenset(available_timezones())


def _own_name(brand: str) -> str:
    if brand == RESERVED:
        raise ValueError(f"a name other than {RESERVED!r}, which stands for all brands together")
    return brand


def _known_zone(zone: str) -> str:
    if zone not in _zones():
        raise ValueError("an IANA time zone such as Europe/Amsterdam")
    return zone


Handle = Annotated[str, AfterValidator(fold_handle), Field(min_length=1, max_length=200)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Former(_Frozen):
    """A handle that the account gave up: who bears it later is somebody else."""

    handle: Handle
    until: Annotated[date, Field(description="last day on which it was ours")]


_DATED = "with a date"
Alias = Annotated[
    Annotated[Handle, Tag("a name")] | Annotated[Former, Tag(_DATED)],
    Discriminator(lambda told: "a name" if isinstance(told, str) else _DATED),
]


def _each_once(exports: tuple[ExpectedExport, ...]) -> tuple[ExpectedExport, ...]:
    for name in {each.format for each in exports if sum(each.format == other.format for other in exports) > 1}:
        raise ValueError(f"every export once; {name!r} is there twice")
    return exports


class Account(_Frozen):
    """One account of the brand on one platform, with every other handle it ever had."""

    platform: Annotated[str, Field(pattern=r"^[a-z]+$", description="social network: facebook, instagram, x, youtube")]
    handle: Annotated[Handle, Field(description="the account's name, with or without @")]
    id: Annotated[str, Field(pattern=r"^\d+$", description="the platform's own id of the account, in quotes")] | None = None
    aliases: Annotated[
        tuple[Alias, ...],
        Field(description="every other name that the account ever had; {handle: old, until: 2026-05-01} if it was given up"),
    ] = ()
    exports: Annotated[
        tuple[ExpectedExport, ...],
        Field(description="exports that you promise yourselves; rpt_quality says which came late or never"),
        AfterValidator(_each_once),
    ] = ()
    business_hours: HoursField = None

    @model_validator(mode="after")
    def _knows_its_exports(self, info: ValidationInfo) -> "Account":
        # Imported here: formats are declared in the words of this module.
        from transforms.exports.registry import SHIPPED

        formats = (info.context or {}).get("formats", SHIPPED)
        known = sorted(each.id for each in formats if each.platform == self.platform)
        for expected in self.exports:
            # A format file that is broken for a night must not take the brand with it.
            if expected.format not in known and expected.format not in formats.broken:
                raise ValueError(f"exports of {self.platform}: {', '.join(known) or 'none is known yet'}; {expected.format}")
        return self

    @property
    def names(self) -> frozenset[str]:
        """Every folded handle by which an export may call this account."""
        return frozenset(self.dated_names)

    @property
    def dated_names(self) -> dict[str, date | None]:
        """The same, each with the last day on which it was this account's; None for good."""
        told = {each.handle: each.until for each in self.aliases if isinstance(each, Former)}
        return told | {each: None for each in (self.handle, *self.aliases) if isinstance(each, str)}


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


def _sound_pillars(pillars: tuple[Pillar, ...]) -> tuple[Pillar, ...]:
    require_sound(pillars)
    return pillars


def _one_creator_per_handle(creators: tuple[Creator, ...]) -> tuple[Creator, ...]:
    seen: dict[tuple[str, str], str] = {}
    for creator in creators:
        if sum(creator.name == other.name for other in creators) > 1:
            raise ValueError(f"every creator once; {creator.name!r} is there twice")
        for at in creator.handles.items():
            other = seen.setdefault(at, creator.name)
            if other != creator.name:
                raise ValueError(f"{at[0]} handle {at[1]!r} once; {other!r} and {creator.name!r} both have it")
    return creators


def _one_account_per_name(accounts: tuple[Account, ...]) -> tuple[Account, ...]:
    seen: dict[tuple[str, str], str] = {}
    for account in accounts:
        for name in sorted(account.names | ({account.id} if account.id else set())):
            other = seen.setdefault((account.platform, name), account.handle)
            if other != account.handle:
                raise ValueError(
                    f"one {account.platform} account for each name; {other!r} and {account.handle!r} both answer to {name!r}"
                )
    return accounts


class Strategy(_Frozen):
    """One brand's strategy, parsed."""

    brand: Annotated[
        str,
        Field(pattern=BRAND_PATTERN, description="the brand's short name: that of this file and of its folder in landing/"),
        AfterValidator(_own_name),
    ]
    time_zone: Annotated[
        str,
        AfterValidator(_known_zone),
        Field(description="whose midnight ends the month: an IANA name such as Europe/Amsterdam"),
    ]
    accounts: Annotated[
        tuple[Account, ...], AfterValidator(_one_account_per_name), Field(description="the accounts that are ours")
    ] = ()
    pillars: Annotated[
        tuple[Pillar, ...],
        AfterValidator(_sound_pillars),
        Field(description="what you want to talk about; weights sum to exactly 1"),
    ] = ()
    creators: Annotated[
        tuple[Creator, ...], AfterValidator(_one_creator_per_handle), Field(description="people whom you want to win or keep")
    ] = ()
    influence: Annotated[Influence, Field(description="what the influencer score is measured against")] = Influence()
    business_hours: HoursField = None
    response_window_days: WindowField = USUAL_WINDOW_DAYS
    our_names: OursField = ()
    competitors: RivalsField = ()

    @property
    def zone(self) -> ZoneInfo:
        """The brand's time zone, ready to use."""
        return ZoneInfo(self.time_zone)

    @property
    def calendars(self) -> dict[str, BusinessHours]:
        """Business hours by whose they are: of the brand under an empty name, else of platform/handle."""
        own = {f"{each.platform}/{each.handle}": each.business_hours for each in self.accounts}
        return {whose: hours for whose, hours in sorted({"": self.business_hours, **own}.items()) if hours}

    def on(self, platform: str) -> tuple[Account, ...]:
        """The brand's accounts on one platform."""
        return tuple(account for account in self.accounts if account.platform == platform)

    def account_named(self, platform: str, name: str, on: date | None = None) -> Account | None:
        """The own account that answers to `name` (handle or alias, any case) on `platform`, in an export taken on a day."""
        folded = fold_handle(name)
        for account in self.on(platform):
            if folded in account.names:
                until = account.dated_names[folded]
                return account if until is None or on is None or on <= until else None
        return None

    def names(self) -> Iterator[tuple[str, str, str, date | None]]:
        """(platform, name, handle, until) for every name of every own account, its id among them: what facts read of a strategy.

        A name counts in exports that were taken up to `until`, and in every export where that is None.
        """
        found: dict[tuple[str, str, str], date | None] = {}
        for each in self.accounts:
            for name, until in (each.dated_names | ({each.id: None} if each.id else {})).items():
                key = each.platform, name, each.handle
                # Listed twice, a name counts once, for as long as either says.
                before = found.get(key, until)
                found[key] = max(before, until) if before and until else None
        yield from ((*key, until) for key, until in sorted(found.items(), key=lambda told: told[0]))

    @cached_property
    def slices(self) -> dict[str, str]:
        """What different tables read of a strategy, each as a hash: a comment or a blank line changes none of them.

        accounts: whose numbers are ours; calendar: where a month ends; labels: which post counts for which pillar;
        targets: the shares that pillars should have; creators: who they are and what their score is measured against;
        exports: what is expected of each account, and when; care: when and how soon somebody answers; listening: whose names
        count as ours and whose as a competitor's.
        """
        rules = [(each.name, each.labels, each.hashtags, each.keywords) for each in self.pillars]
        creators = [each.model_dump(mode="json") for each in self.creators]
        hours = {whose: each.model_dump(mode="json") for whose, each in self.calendars.items()}
        return {
            "accounts": _hash(sorted(tuple(map(str, filter(None, name))) for name in self.names())),
            "calendar": _hash(self.time_zone),
            "labels": _hash(rules),
            "targets": _hash([(each.name, each.target_units) for each in self.pillars]),
            "exports": _hash([[own.platform, own.handle, [each.model_dump() for each in own.exports]] for own in self.accounts]),
            "creators": _hash([creators, self.influence.model_dump(mode="json")]),
            "care": _hash([self.response_window_days, hours]),
            "listening": _hash([sorted(self.our_names), sorted(self.competitors)]),
        }

    @property
    def accounts_hash(self) -> str:
        """The slice that decides whose numbers are ours."""
        return self.slices["accounts"]


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=128)  # a night asks for every strategy several times
def parse_strategy(text: str, where: str, brand: str, formats: "Registry | None" = None) -> Strategy:
    """Read one strategy file. `brand` is the name the file has to bear; `formats` are those that it may expect, else the shipped.

    Raises:
        StrategyError: with line and key of the first thing that is wrong.
    """
    tree, data = read_plain(text, where)
    try:
        strategy = Strategy.model_validate(data, context={"formats": formats} if formats else None)
    except ValidationError as error:
        raise told(error, where, tree, skipped=_DATED) from error
    if strategy.brand != brand:
        raise StrategyError(
            where=f"{where}, line {line_of(tree, ('brand',))}, brand",
            expected=f"brand: {brand}, as the file is named",
            found=f"brand: {strategy.brand}",
            remedy="rename the file or the brand; landing/<brand>/ bears the same name",
        )
    return strategy
