"""Which formats a header may be of: found by its words, so that a hundred formats cost no more than the few that share them."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from transforms.exports.headers import fold_word
from transforms.exports.model import Format


def candidates(formats: tuple[Format, ...], cells: frozenset[str]) -> list[Format]:
    """Those of `formats`, in their order, that a header with these folded cells can bear the signature of."""
    by_word, always = _index(formats)
    found = always.union(*(by_word[cell] for cell in cells if cell in by_word))
    return [formats[place] for place in sorted(found)]


@lru_cache(maxsize=64)
def _index(formats: tuple[Format, ...]) -> tuple[Mapping[str, frozenset[int]], frozenset[int]]:
    """Folded word → places of the formats that cannot do without it or one of its like; and the formats that need none."""
    words = [_needed(format_) for format_ in formats]
    common = Counter(word for needed in words for word in set().union(*needed))
    by_word: dict[str, set[int]] = {}
    for place, needed in enumerate(words):
        # Each set of words has to be met, so one is enough to be found by: the one that the fewest formats share.
        for word in min(needed, key=lambda each: sum(common[word] for word in each), default=()):
            by_word.setdefault(word, set()).add(place)
    always = frozenset(place for place, needed in enumerate(words) if not needed)
    return {word: frozenset(places) for word, places in by_word.items()}, always


def _needed(format_: Format) -> list[set[str]]:
    """The words of each set of its signature."""
    return [
        {fold_word(alias) for field in format_.fields if field.name in wanted for alias in field.aliases}
        for wanted in format_.signature
    ]
