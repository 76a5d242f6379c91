"""How hits of listening tools are read: which network, which hit, for whom, by whom, and how it was judged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyarrow as pa

from transforms.exports.headers import fold
from transforms.exports.platforms import KNOWN_PLATFORMS
from transforms.exports.record_readings import is_null, read_flag, require, supplied
from transforms.exports.values import ROUNDED_ID
from transforms.exports.vectors import per_unique
from transforms.strategy import fold_handle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.exports.normalise import Work

# Everything that is none of the networks: news, blogs, forums. `network` and `source` say which.
OTHER = "other"
_HOSTS = {
    "twitter.com": "x", "x.com": "x", "t.co": "x", "youtu.be": "youtube", "fb.com": "facebook",
    **{f"{name}.com": name for name in sorted(set(KNOWN_PLATFORMS.values()) - {"vine", "x"})}, "vine.co": "vine",
}  # fmt: skip
_WORDS = re.compile(r"[^a-z]+")
SENTIMENTS = {
    word: judged
    for judged, words in {
        "positive": ("positive", "v. positive", "very positive", "pos"),
        "neutral": ("neutral", "neu"),
        "negative": ("negative", "v. negative", "very negative", "neg"),
    }.items()
    for word in words
}


def read_mention(work: Work, sentiments: Mapping[str, str] = SENTIMENTS) -> None:
    """Everything that names a hit. A tool's judgement that `sentiments` does not know stays in its own word only."""
    work.done["platform"] = pa.array(
        map(_platform, _texts(work, "network"), _texts(work, "source"), _texts(work, "url")), pa.string()
    )
    work.done["subject"] = pa.array(_subjects(work), pa.string())
    _read_mention_id(work)
    if "author_handle" in work.cells.columns:
        authors = supplied(work, "author_handle")
        work.done["author_handle"] = per_unique(authors, lambda text: fold_handle(text) or None, pa.string())
    if "sentiment_native" in work.cells.columns:
        judged = supplied(work, "sentiment_native")
        work.done["sentiment"] = per_unique(judged, lambda text: sentiments.get(fold(text)), pa.string())
    read_flag(work, "is_about_us")
    require(work, "published_at")


def _platform(network: str | None, source: str | None, url: str | None) -> str:
    """Our name of the network: by the tool's word for it, by a source that is called just so, by the host of the address."""
    named = {KNOWN_PLATFORMS[word] for word in _WORDS.split(fold(network or "")) if word in KNOWN_PLATFORMS}
    if len(named) == 1:
        return named.pop()
    return KNOWN_PLATFORMS.get(fold(source or "")) or _HOSTS.get(_host(url or ""), OTHER)


def _host(url: str) -> str:
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(?:www|m|mobile)\.", "", host)


def _subjects(work: Work) -> list[str]:
    """The subject as the record names it, else the folder that the file lay in, else the brand."""
    files = [origin.file for origin in work.cells.origins]
    otherwise = [file.folders[-1] if file.folders else file.brand for file in files]
    return [(told or "").strip() or otherwise[at] for told, at in zip(_texts(work, "subject"), work.cells.origin, strict=True)]


def _read_mention_id(work: Work) -> None:
    told = zip(*(_texts(work, name) for name in ("mention_id", "url", "author_handle", "published_at")), strict=True)
    work.done["mention_id"] = pa.array([mention_key(*cells) for cells in told], pa.string())
    column = "mention_id" if "mention_id" in work.cells.columns else "url"
    work.complain(column, is_null(work.done["mention_id"]), "names no hit: a spreadsheet may have rounded the id")


def mention_key(given: str | None, url: str | None, author: str | None, moment: str | None) -> str | None:
    """The one name of a hit: the tool's id; else address, author and time, for many comments may share one address."""
    if given and given.strip():
        return None if ROUNDED_ID.fullmatch(given.strip()) else given.strip()
    if not url or not url.strip():
        return None
    address = re.sub(r"(?i)^https?://(?:www\.|m\.)?", "", url.strip()).partition("#")[0]
    return " ".join(part for part in (address, fold_handle(author or ""), (moment or "").strip()) if part)


def _texts(work: Work, name: str) -> list[str | None]:
    found: list[str | None] = supplied(work, name).to_pylist() if name in work.cells.columns else [None] * work.n_rows
    return found
