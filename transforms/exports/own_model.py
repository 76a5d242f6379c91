"""What a file in formats/ may say, as a model: a new kind of export, or more words for one that is known."""

import re
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from transforms.exports.model import Ids, Unit
from transforms.exports.number_style import NumberStyle

# Names a format in tables and a file in formats/.
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
Grain = Literal["post", "post by day", "account by day", "creator by day"]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _detailed(value: object) -> object:
    return {"headers": value} if isinstance(value, str | list) else value


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("an IANA time zone such as Europe/Amsterdam")
    return name


Texts = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=300)], ...], BeforeValidator(_listed)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnColumn(_Frozen):
    """The headers of one of our columns, and how its cells are written where they are no plain count."""

    headers: Annotated[Texts, Field(min_length=1)]
    counts: Annotated[str, Field(pattern=r"^[a-z_]+$")] | None = None
    written: Unit | None = None


class OwnNumbers(_Frozen):
    """How numbers are written."""

    thousands: Literal["", ",", ".", " ", "'", "\u00a0", "\u202f"] = ""
    decimal: Literal["", ".", ","] = ""
    suffixes: bool = False

    @model_validator(mode="after")
    def _two_marks(self) -> "OwnNumbers":
        if self.thousands and self.thousands == self.decimal:
            raise ValueError(f"two different marks for thousands and decimals; {self.decimal!r} for both")
        return self

    @property
    def style(self) -> NumberStyle:
        """The same, for formats."""
        # Whoever groups by points has a comma before the decimals, and need not say so.
        return NumberStyle(self.thousands, self.decimal or ("," if self.thousands == "." else "."), self.suffixes)


Columns = dict[str, Annotated[OwnColumn, BeforeValidator(_detailed)]]


class OwnFormat(_Frozen):
    """A new kind of export."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    platform: Annotated[str, Field(pattern=r"^[a-z]+$", max_length=40)]
    grain: Grain
    columns: Columns
    required: tuple[str, ...] = ()
    exact: bool = False
    ids: Literal["text", "numbers"] | Ids = "text"
    days: Texts = ()
    times: Texts = ()
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    lifetime: Texts = ()
    missing: Texts = ()
    totals: Texts = ()
    numbers: OwnNumbers = OwnNumbers()
    media_types: dict[str, Literal["image", "video", "reel", "carousel", "story", "text", "other"]] = {}
    not_carried: dict[str, str] = {}
    draft: bool = False


class Addition(_Frozen):
    """More words for a format that is known: another language, a header's new name."""

    extends: str
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] | None = None
    columns: Columns = {}
    titles: Texts = ()
    days: Texts = ()
    times: Texts = ()
    lifetime: Texts = ()
    missing: Texts = ()
    totals: Texts = ()
    media_types: dict[str, Literal["image", "video", "reel", "carousel", "story", "text", "other"]] = {}
    not_carried: dict[str, str] = {}
    draft: bool = False
