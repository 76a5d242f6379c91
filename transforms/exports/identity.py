"""Ids that carry the moment of creation, in UTC to the millisecond; better than any time that an export writes."""

import re

# X since November 2010. Ids below are plain numbers without a time.
X_EPOCH_MS = 1_288_834_974_657
X_SHIFT = 22
X_FIRST_ID = 1 << 40
# Instagram. The public shortcode of a post is its id in base 64; private accounts append a secret behind the first 11 letters.
INSTAGRAM_EPOCH_MS = 1_314_220_021_721
INSTAGRAM_SHIFT = 23
SHORTCODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SHORTCODE_LENGTH = 11
LARGEST_ID = (1 << 63) - 1

_DIGIT = {letter: value for value, letter in enumerate(SHORTCODE_LETTERS)}
_SHORTCODE = re.compile(r"instagram\.com/(?:[A-Za-z0-9_.]+/)?(?:p|reel|reels|tv)/([A-Za-z0-9_-]{11})")
_STORY = re.compile(r"instagram\.com/stories/[^/]+/([0-9]{15,20})")
_X_LINK = re.compile(r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/([A-Za-z0-9_]{1,20})/status(?:es)?/([0-9]+)")
# What stands in the handle's place when a link names no account.
_X_NO_HANDLE = {"i"}


def x_time_ms(post_id: str) -> int | None:
    """Milliseconds since 1970 at which a post of X was created; None for ids that carry no time."""
    if not post_id.isascii() or not post_id.isdigit():
        return None
    number = int(post_id)
    return (number >> X_SHIFT) + X_EPOCH_MS if X_FIRST_ID <= number <= LARGEST_ID else None


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


def x_handle(permalink: str) -> str | None:
    """Handle in the address of a post of X, lower case."""
    found = _X_LINK.match(permalink.strip())
    return found[1].lower() if found and found[1].lower() not in _X_NO_HANDLE else None


def x_post_id(permalink: str) -> str | None:
    """Post id in the address of a post of X."""
    found = _X_LINK.match(permalink.strip())
    return found[2] if found else None


def _instagram_ms(number: int) -> int | None:
    return (number >> INSTAGRAM_SHIFT) + INSTAGRAM_EPOCH_MS if number <= LARGEST_ID else None
