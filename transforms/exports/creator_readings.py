"""How the cells of the creators' templates are read: platform, handle, post, yes or no, kind and currency."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from transforms.exports.headers import fold
from transforms.exports.identity import LINKS, link_post_id
from transforms.exports.values import ROUNDED_ID
from transforms.exports.vectors import Flags, per_unique, whole
from transforms.facts.small_dims import PLATFORMS
from transforms.strategy import fold_handle

if TYPE_CHECKING:
    from collections.abc import Callable

    from transforms.exports.normalise import Work

_PLATFORMS = {row["platform"]: row["platform"] for row in PLATFORMS} | {"twitter": "x", "ig": "instagram", "fb": "facebook"}
_ANSWERS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_KINDS = {kind: kind for kind in ("earned", "paid", "gifted")}
_CURRENCY = re.compile(r"[A-Z]{3}")
_ADDRESS = re.compile(r"(?i)(?:https?://)?(?:www\.|m\.)?(?P<host>[a-z0-9.-]+\.[a-z]{2,})(?P<path>/[^?#\s]*)(?:[?#]\S*)?")


def read_creator(work: Work) -> None:
    """Whose row it is: platform and handle."""
    networks = f"is none of {', '.join(sorted(set(_PLATFORMS.values())))}"
    _read(work, "platform", lambda text: _PLATFORMS.get(fold(text)), pa.string(), networks, needed=True)
    _read(work, "account_handle", lambda text: fold_handle(text) or None, pa.string(), "is no handle", needed=True)


def read_listed_creator(work: Work) -> None:
    """Whose row of a list of one network it is: the handle."""
    _read(work, "account_handle", lambda text: fold_handle(text) or None, pa.string(), "is no handle", needed=True)


def read_creator_post(work: Work) -> None:
    """Whose post it is, which one, and what it was to us."""
    read_creator(work)
    _read_post_id(work)
    work.complain("published_at", _is_null(_supplied(work, "published_at")))
    _read(work, "is_about_us", lambda text: _ANSWERS.get(fold(text)), pa.bool_(), "is neither yes nor no")
    _read(work, "activation_kind", lambda text: _KINDS.get(fold(text)), pa.string(), f"is none of {', '.join(_KINDS)}")
    _read(work, "currency", currency, pa.string(), "is no currency such as EUR")


def currency(text: str) -> str | None:
    """A code of three letters."""
    code = text.strip().upper()
    return code if _CURRENCY.fullmatch(code) else None


def post_key(platform: str | None, post_id: str, permalink: str) -> str | None:
    """The one name of a post: its id as the platform gives it, else the id in its address, else the bare address."""
    given = post_id.strip()
    if given and not _ADDRESS.fullmatch(given):
        return None if ROUNDED_ID.fullmatch(given) else given
    address = given or permalink.strip()
    if platform in LINKS and (found := link_post_id(platform, address)):
        return found
    bare = _ADDRESS.fullmatch(address)
    return f"{bare['host'].lower()}{bare['path'].rstrip('/')}" if bare else None


def _read(work: Work, name: str, read: Callable[[str], Any], type_: pa.DataType, why: str, *, needed: bool = False) -> None:
    """A column cell by cell: NULL where nothing was supplied, a complaint where `read` finds nothing in what was."""
    if name in work.cells.columns:
        cells = _supplied(work, name)
        work.done[name] = per_unique(cells, read, type_)
        work.complain(name, _is_null(work.done[name]) & (~_is_null(cells) | needed), why)


def _read_post_id(work: Work) -> None:
    cells = [
        _supplied(work, name).to_pylist() if name in work.cells.columns else [None] * work.n_rows
        for name in ("post_id", "permalink")
    ]
    told = zip(work.done["platform"].to_pylist(), *cells, strict=True)
    work.done["post_id"] = pa.array([post_key(platform, given or "", link or "") for platform, given, link in told], pa.string())
    column = "post_id" if "post_id" in work.cells.columns else "permalink"
    work.complain(column, _is_null(work.done["post_id"]), "names no post: a spreadsheet may have rounded the id")


def _supplied(work: Work, name: str) -> pa.Array:
    """The cells of a column, NULL where they say that nothing was supplied."""
    missing = work.cells.format.missing
    return per_unique(whole(work.cells.columns[name]), lambda text: None if text.strip() in missing else text, pa.string())


def _is_null(cells: pa.Array) -> Flags:
    flags: Flags = cells.is_null().to_numpy(zero_copy_only=False)
    return flags
