"""How the cells of the creators' templates are read: whose row it is, which post, what it was to us and what it cost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa

from transforms.exports.record_readings import (
    read_choice,
    read_column,
    read_flag,
    read_handle,
    read_platform,
    read_post_id,
    require,
)

if TYPE_CHECKING:
    from transforms.exports.normalise import Work

_KINDS = {kind: kind for kind in ("earned", "paid", "gifted")}
_CURRENCY = re.compile(r"[A-Z]{3}")


def read_creator(work: Work) -> None:
    """Whose row it is: platform and handle."""
    read_platform(work)
    read_handle(work)


def read_listed_creator(work: Work) -> None:
    """Whose row of a list of one network it is: the handle."""
    read_handle(work)


def read_creator_post(work: Work) -> None:
    """Whose post it is, which one, and what it was to us."""
    read_creator(work)
    read_post_id(work)
    require(work, "published_at")
    read_flag(work, "is_about_us")
    read_choice(work, "activation_kind", _KINDS)
    read_column(work, "currency", currency, pa.string(), "is no currency such as EUR")


def currency(text: str) -> str | None:
    """A code of three letters."""
    code = text.strip().upper()
    return code if _CURRENCY.fullmatch(code) else None
