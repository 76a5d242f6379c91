"""How records are read that name their own platform: network, account, post, yes or no, one of a few words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from transforms.exports.headers import fold
from transforms.exports.identity import LINKS, link_post_id
from transforms.exports.platforms import KNOWN_PLATFORMS
from transforms.exports.values import ROUNDED_ID
from transforms.exports.vectors import Flags, per_unique, whole
from transforms.strategy import fold_handle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from transforms.exports.normalise import Work

_ANSWERS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
ADDRESS = re.compile(r"(?i)(?:https?://)?(?:www\.|m\.)?(?P<host>[a-z0-9.-]+\.[a-z]{2,})(?P<path>/[^?#\s]*)(?:[?#]\S*)?")


def read_platform(work: Work) -> None:
    """The network that the record names, from the list of those that Pilaster knows."""
    networks = f"is none of {', '.join(sorted(set(KNOWN_PLATFORMS.values())))}"
    read_column(work, "platform", lambda text: KNOWN_PLATFORMS.get(fold(text)), pa.string(), networks, needed=True)


def read_handle(work: Work) -> None:
    """The account that the record names."""
    read_column(work, "account_handle", lambda text: fold_handle(text) or None, pa.string(), "is no handle", needed=True)


def read_flag(work: Work, name: str) -> None:
    """Yes or no; NULL where nobody said."""
    read_column(work, name, lambda text: _ANSWERS.get(fold(text)), pa.bool_(), "is neither yes nor no")


def read_choice(work: Work, name: str, words: Mapping[str, str], *, needed: bool = False) -> None:
    """One of a few words, folded word to ours."""
    why = f"is none of {', '.join(dict.fromkeys(words.values()))}"
    read_column(work, name, lambda text: words.get(fold(text)), pa.string(), why, needed=needed)


def read_post_id(work: Work) -> None:
    """The one name of each post, out of its id and its address. `platform` is read already."""
    cells = [
        supplied(work, name).to_pylist() if name in work.cells.columns else [None] * work.n_rows
        for name in ("post_id", "permalink")
    ]
    told = zip(work.done["platform"].to_pylist(), *cells, strict=True)
    work.done["post_id"] = pa.array([post_key(platform, given or "", link or "") for platform, given, link in told], pa.string())
    column = "post_id" if "post_id" in work.cells.columns else "permalink"
    work.complain(column, is_null(work.done["post_id"]), "names no post: a spreadsheet may have rounded the id")


def post_key(platform: str | None, post_id: str, permalink: str) -> str | None:
    """The one name of a post: its id as the platform gives it, else the id in its address, else the bare address."""
    given = post_id.strip()
    if given and not ADDRESS.fullmatch(given):
        return None if ROUNDED_ID.fullmatch(given) else given
    address = given or permalink.strip()
    if platform in LINKS and (found := link_post_id(platform, address)):
        return found
    return bare_address(address)


def bare_address(address: str) -> str | None:
    """An address without protocol, www and query; None where the text is none."""
    bare = ADDRESS.fullmatch(address.strip())
    return f"{bare['host'].lower()}{bare['path'].rstrip('/')}" if bare else None


def read_column(work: Work, name: str, read: Callable[[str], Any], type_: pa.DataType, why: str, *, needed: bool = False) -> None:
    """A column cell by cell: NULL where nothing was supplied, a complaint where `read` finds nothing in what was."""
    if name in work.cells.columns:
        cells = supplied(work, name)
        work.done[name] = per_unique(cells, read, type_)
        work.complain(name, is_null(work.done[name]) & (~is_null(cells) | needed), why)


def require(work: Work, name: str) -> None:
    """Complain of the records that leave a cell empty which they cannot do without."""
    work.complain(name, is_null(supplied(work, name)))


def supplied(work: Work, name: str) -> pa.Array:
    """The cells of a column, NULL where they say that nothing was supplied."""
    missing = work.cells.format.missing
    return per_unique(whole(work.cells.columns[name]), lambda text: None if text.strip() in missing else text, pa.string())


def is_null(cells: pa.Array) -> Flags:
    """Which cells are NULL."""
    flags: Flags = cells.is_null().to_numpy(zero_copy_only=False)
    return flags
