"""The one spelling under which headers and other fixed words of exports are compared."""

import re
import unicodedata
from functools import lru_cache

# Soft hyphens stand inside words of German exports; byte order marks and zero-width marks survive a copy.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\ufeff\u200b\u200c\u200d\u2060"))
_BRACKETS = str.maketrans("()[]{}", "      ")
_BLANKS = re.compile(r"\s+")


def fold(text: str) -> str:
    """`text` without case, accents, soft hyphens, brackets and superfluous blanks: `Duração (s)` is `duracao s`."""
    if text.isascii():  # nearly every header; old exports have thousands of them
        return text.lower() if text.isalnum() else " ".join(text.translate(_BRACKETS).split()).lower()
    apart = unicodedata.normalize("NFKD", text.translate(_INVISIBLE)).translate(_BRACKETS)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _BLANKS.sub(" ", bare).strip().casefold()


@lru_cache(maxsize=8192)
def fold_word(word: str) -> str:
    """As fold(), for the words of our own declarations: many formats share them."""
    return fold(word)


def without_blank_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells up to the last one with text: Excel pads rows to the widest."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
