"""identity.py a column at a time: the same moments and handles, read from the bytes of the whole column at once."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.exports import identity
from transforms.exports.vectors import Flags, Ints, Texts, per_unique, text_bytes

_LINKS = (b"https://www.instagram.com/p/", b"https://www.instagram.com/reel/", b"https://www.instagram.com/tv/")
_NO_DIGIT = 255
_DIGITS = np.full(256, _NO_DIGIT, dtype=np.uint8)
_DIGITS[np.frombuffer(identity.SHORTCODE_LETTERS.encode(), np.uint8)] = np.arange(64, dtype=np.uint8)


def instagram_times(permalinks: Texts) -> tuple[Ints, Flags]:
    """Moment of creation in microseconds of UTC, and where the permalink tells it."""
    number = np.zeros(len(permalinks), np.uint64)
    known = np.zeros(len(permalinks), bool)
    usual = np.zeros(len(permalinks), bool)
    data, ends = text_bytes(permalinks)
    starts, lengths = ends[:-1].astype(np.int64), np.diff(ends)
    for link in _LINKS:
        begins = pc.fill_null(pc.starts_with(permalinks, link.decode()), False).to_numpy(zero_copy_only=False)  # noqa: FBT003 - pyarrow's argument
        rows = np.flatnonzero(begins & (lengths >= len(link) + identity.SHORTCODE_LENGTH))
        if len(rows):
            number[rows], known[rows] = _shortcodes(data, starts[rows] + len(link))
            usual[rows] = True
    moments = _milliseconds(number, known) * 1000
    rest = np.flatnonzero(~usual & permalinks.is_valid().to_numpy(zero_copy_only=False))
    if len(rest):
        odd = per_unique(permalinks.take(pa.array(rest)), identity.instagram_time_ms, pa.int64())
        moments[rest] = odd.fill_null(0).to_numpy() * 1000
        known[rest] = odd.is_valid().to_numpy(zero_copy_only=False)
    return moments, known


def _shortcodes(
    data: np.ndarray[tuple[int], np.dtype[np.uint8]], starts: Ints
) -> tuple[np.ndarray[tuple[int], np.dtype[np.uint64]], Flags]:
    """Ids spelled by the eleven letters from each start, and which of them are spelled with legal letters and fit."""
    number = np.zeros(len(starts), np.uint64)
    good = np.ones(len(starts), bool)
    for at in range(identity.SHORTCODE_LENGTH):
        digit = _DIGITS[data[starts + at]]
        good &= digit != _NO_DIGIT
        if at == 0:
            good &= digit < 8  # noqa: PLR2004 - a larger first letter spells more than 63 bits
        number = (number << np.uint64(6)) | digit.astype(np.uint64)
    return number, good


def _milliseconds(number: np.ndarray[tuple[int], np.dtype[np.uint64]], known: Flags) -> Ints:
    moments: Ints = (number >> np.uint64(identity.INSTAGRAM_SHIFT)).astype(np.int64) + identity.INSTAGRAM_EPOCH_MS
    return np.where(known, moments, 0)


def id_times(network: str, post_ids: Texts) -> tuple[Ints, Flags]:
    """Moment of creation in microseconds of UTC, and which ids of X or TikTok carry it."""
    clock = identity.CLOCKS[network]
    numbers = _numbers(post_ids)
    if numbers is None:
        odd = per_unique(post_ids, lambda text: identity.id_time_ms(network, text), pa.int64())
        return odd.fill_null(0).to_numpy() * 1000, odd.is_valid().to_numpy(zero_copy_only=False)
    known = numbers >= clock.first_id
    return np.where(known, ((numbers >> clock.shift) * clock.unit_ms + clock.epoch_ms) * 1000, 0), known


def _numbers(ids: Texts) -> Ints | None:
    """Ids as numbers, 0 for NULL; None where one of them is anything else than digits, or too large."""
    data, ends = text_bytes(ids)
    if not (data[ends[0] : ends[-1]] - ord("0") <= 9).all():  # noqa: PLR2004 - unsigned: below "0" wraps
        return None
    try:
        numbers: Ints = pc.fill_null(ids.cast(pa.int64()), 0).to_numpy()
    except pa.ArrowInvalid:  # beyond 64 bits, or empty
        return None
    return numbers


def links(network: str, permalinks: Texts) -> tuple[pa.Array, pa.Array]:
    """(handle in lower case, post id) in the addresses of posts; NULL where there is none."""
    parts = pc.extract_regex(permalinks, rf"^\s*{identity.LINKS[network]}")
    handles, none = pc.utf8_lower(pc.struct_field(parts, "handle")), sorted(identity.NO_HANDLE[network])
    named = pc.if_else(pc.is_in(handles, value_set=pa.array(none, pa.string())), pa.scalar(None, pa.string()), handles)
    return named, pc.struct_field(parts, "id")


def pages_and_posts(ids: Texts) -> tuple[pa.Array, pa.Array]:
    """(page, post) in post ids that name both; NULL where one does not."""
    parts = pc.extract_regex(ids, identity.PAGE_AND_POST)
    return pc.struct_field(parts, "page"), pc.struct_field(parts, "post")
