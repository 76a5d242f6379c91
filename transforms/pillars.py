"""Communication pillars: what a team wants to talk about, how much, and which posts count for which pillar."""

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from math import lcm
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

# Credit is counted in units of 1/lcm(1..n): with more pillars the units of a year's impressions would leave int64.
MAX_PILLARS = 12
# Weights are exact to the millionth, so that a target is an integer too.
TARGET_UNITS = 1_000_000

_WORD = r"[a-z0-9][a-z0-9-]{0,62}"
# Meta writes several custom labels into one cell.
_LABEL_SEPARATORS = re.compile(r"[,;|]")
_HASHTAG = re.compile(r"#(\w+)")


class Pillar(BaseModel):
    """One pillar: its share of the strategy and the rules by which a post counts for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=rf"^{_WORD}$")]
    weight: Annotated[Decimal, Field(gt=0, le=1, max_digits=7, decimal_places=6)]
    labels: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()

    @property
    def target_units(self) -> int:
        """The weight in millionths."""
        return int(self.weight * TARGET_UNITS)


def require_sound(pillars: Sequence[Pillar]) -> None:
    """Refuse pillars that no share could be compared with.

    Raises:
        ValueError: weights that do not sum to exactly 1, a name twice, or too many pillars.
    """
    total = sum((pillar.weight for pillar in pillars), Decimal(0))
    if pillars and total != 1:
        raise ValueError(f"weights of the pillars that sum to exactly 1; these sum to {total.normalize()}")
    names = [pillar.name for pillar in pillars]
    if len(set(names)) != len(names):
        raise ValueError(
            f"every pillar once; {', '.join(sorted({name for name in names if names.count(name) > 1}))} is there twice"
        )
    if len(pillars) > MAX_PILLARS:
        raise ValueError(f"at most {MAX_PILLARS} pillars, found {len(pillars)}")


def credit_units(n_pillars: int) -> int:
    """Into how many units one post is divided, so that any number of pillars shares it without a remainder."""
    return lcm(*range(1, n_pillars + 1)) if n_pillars else 1


def fold_text(text: str) -> str:
    """The one spelling under which words are compared: no case, no accents, no compatibility forms."""
    folded = text.casefold()
    return folded if folded.isascii() else unicodedata.normalize("NFKD", folded).translate(_marks())


@cache
def _marks() -> dict[int, None]:
    """Every combining mark, for `str.translate`: a million captions are not looked at letter by letter."""
    return {code: None for code in range(sys.maxunicode + 1) if unicodedata.combining(chr(code))}


@dataclass(frozen=True)
class Label:
    """One post's label: which pillar, and which rule says so."""

    label: str
    source: str
    rule: str


class Labeller:
    """The rules of one brand, compiled once. A custom label says more than a hashtag, a hashtag more than a word."""

    def __init__(self, pillars: Sequence[Pillar]) -> None:
        self._pillars = pillars
        self._labels = [{fold_text(label).strip(): label for label in pillar.labels} for pillar in pillars]
        self._hashtags = [{fold_text(tag).lstrip("#"): tag for tag in pillar.hashtags} for pillar in pillars]
        self._keywords = [{fold_text(word): word for word in pillar.keywords} for pillar in pillars]

    @property
    def has_rules(self) -> bool:
        """Whether any post could get a label."""
        return bool(self._pillars)

    @cached_property
    def _patterns(self) -> list[re.Pattern[str] | None]:
        # Longest first, so that the rule named in the row is the most telling one.
        return [
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)") if words else None
            for words in self._keywords
        ]

    def labels_of(self, caption: str | None, custom_labels: str | None) -> Iterator[Label]:
        """The pillars of one post, in the order of the strategy; each once, under its strongest rule."""
        text = fold_text(caption or "")
        tags = set(_HASHTAG.findall(text))
        custom = {fold_text(label).strip() for label in _LABEL_SEPARATORS.split(custom_labels or "")}
        for at, pillar in enumerate(self._pillars):
            found = self._strongest(at, text, tags, custom)
            if found:
                yield Label(pillar.name, *found)

    def _strongest(self, at: int, text: str, tags: set[str], custom: set[str]) -> tuple[str, str] | None:
        for source, rules, said in (("custom_label", self._labels[at], custom), ("hashtag", self._hashtags[at], tags)):
            hits = sorted(said & rules.keys())
            if hits:
                return source, rules[hits[0]]
        pattern = self._patterns[at]
        match = pattern.search(text) if pattern else None
        return ("keyword", self._keywords[at][match.group()]) if match else None


def label_rows(labeller: Labeller, posts: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """bridge_post_label: one row per post and pillar, each with its exact share of the post. Posts without a pillar have none."""
    for post in posts:
        labels = list(labeller.labels_of(post["caption"], post.get("custom_labels")))
        for label in labels:
            yield {
                "published_at": post["published_at"],
                "brand": post["brand"],
                "platform": post["platform"],
                "account": post["account"],
                "post_id": post["post_id"],
                "label_kind": "pillar",
                "label": label.label,
                "label_source": label.source,
                "label_rule": label.rule,
                "credit_numerator": 1,
                "credit_denominator": len(labels),
            }
