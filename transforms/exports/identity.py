"""Ids that carry the moment of creation, in UTC to the millisecond; better than any time that an export writes."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """How an id carries its time: shifted right by `shift`, it counts units of `unit_ms` since `epoch_ms`."""

    shift: int
    unit_ms: int
    epoch_ms: int
    first_id: int
    """ids below are plain numbers without a time"""


CLOCKS = {
    # Since November 2010.
    "x": Clock(shift=22, unit_ms=1, epoch_ms=1_288_834_974_657, first_id=1 << 40),
    # Seconds since 1970; no video is older than September 2013.
    "tiktok": Clock(shift=32, unit_ms=1000, epoch_ms=0, first_id=1_378_000_000 << 32),
    # Milliseconds since 1970; ids from before 2011 are plain numbers.
    "linkedin": Clock(shift=22, unit_ms=1, epoch_ms=0, first_id=1_293_840_000_000 << 22),
}
# Instagram. The public shortcode of a post is its id in base 64; private accounts append a secret behind the first 11 letters.
INSTAGRAM_EPOCH_MS = 1_314_220_021_721
INSTAGRAM_SHIFT = 23
SHORTCODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SHORTCODE_LENGTH = 11
LARGEST_ID = (1 << 63) - 1

_DIGIT = {letter: value for value, letter in enumerate(SHORTCODE_LETTERS)}
_SHORTCODE = re.compile(r"instagram\.com/(?:[A-Za-z0-9_.]+/)?(?:p|reel|reels|tv)/([A-Za-z0-9_-]{11})")
_STORY = re.compile(r"instagram\.com/stories/[^/]+/([0-9]{15,20})")
# The address of a post: its account's handle and its id.
LINKS = {
    "x": r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/(?P<handle>[A-Za-z0-9_]{1,20})/status(?:es)?/(?P<id>[0-9]+)",
    "tiktok": r"https?://(?:www\.|m\.)?tiktok\.com/@(?P<handle>[A-Za-z0-9_.]{1,30})/(?:video|photo)/(?P<id>[0-9]+)",
    # No handle: a page's posts are addressed by the activity alone.
    "linkedin": r"https?://(?:[a-z]{2,3}\.)?linkedin\.com/feed/update/urn(?::|%3A)li(?::|%3A)(?:activity|share|ugcPost)(?::|%3A)"
    r"(?P<id>[0-9]{5,25})",
}
# A post id of the Graph API and of old exports of Facebook names the page too.
PAGE_AND_POST = r"^\s*(?P<page>[0-9]{1,25})_(?P<post>[0-9]{1,25})\s*$"
# What stands in the handle's place when a link names no account.
NO_HANDLE = {"x": frozenset({"i"}), "tiktok": frozenset[str]()}


def id_time_ms(network: str, post_id: str) -> int | None:
    """Milliseconds since 1970 at which a post of X, TikTok or LinkedIn was created; None for ids that carry no time."""
    if not post_id.isascii() or not post_id.isdigit():
        return None
    clock, number = CLOCKS[network], int(post_id)
    return (number >> clock.shift) * clock.unit_ms + clock.epoch_ms if clock.first_id <= number <= LARGEST_ID else None


def instagram_time_ms(permalink: str) -> int | None:
    """Milliseconds since 1970 at which the medium behind a permalink of Instagram was created; None where it does not say."""
    story = _STORY.search(permalink)
    if story:
        return _instagram_ms(int(story[1]))
    found = _SHORTCODE.search(permalink)
    return _instagram_ms(shortcode_number(found[1])) if found else None


def shortcode_number(code: str) -> int:
    """The id of which an Instagram shortcode is the base-64 spelling."""
    number = 0
    for letter in code[:SHORTCODE_LENGTH]:
        number = number << 6 | _DIGIT[letter]
    return number


def link_handle(network: str, permalink: str) -> str | None:
    """Handle in the address of a post, lower case."""
    found = re.match(LINKS[network], permalink.strip())
    return found["handle"].lower() if found and found["handle"].lower() not in NO_HANDLE[network] else None


def link_post_id(network: str, permalink: str) -> str | None:
    """Post id in the address of a post."""
    found = re.match(LINKS[network], permalink.strip())
    return found["id"] if found else None


def page_of(post_id: str) -> str | None:
    """Id of the page in the id of its post."""
    found = re.match(PAGE_AND_POST, post_id)
    return found["page"] if found else None


def _instagram_ms(number: int) -> int | None:
    return (number >> INSTAGRAM_SHIFT) + INSTAGRAM_EPOCH_MS if number <= LARGEST_ID else None
