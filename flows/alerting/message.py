"""One run's alerts as one message: a title to read on a phone, a text that says what, where and what to do."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flows.alerting.rules import Alert

# code → heading, then the words of the title for one and for several; in the order in which a message tells them
RULES = {
    "failed": ("The run did not finish", "the run failed", "the run failed"),
    "unread": ("Sources that could not be read", "1 source not read", "{n:,} sources not read"),
    "damaged": ("Brands left out: an archived export is not as it came", "1 brand left out", "{n:,} brands left out"),
    "mended": (
        "Published files that were not as they were written: built again from raw/",
        "1 damaged file built again",
        "{n:,} damaged files built again",
    ),
    "lost": (
        "Files of closed months that are lost, or are not what was closed",
        "1 file of a closed month lost",
        "{n:,} files of closed months lost",
    ),
    "behind": ("Pages that could not be written", "pages not written", "{n:,} folders of pages not written"),
    "held": ("Files held", "1 file held", "{n:,} files held"),
    "quarantined": ("Records refused", "1 record refused", "{n:,} records refused"),
    "late": ("Expected exports that are not there", "1 export late", "{n:,} exports late"),
    "volume": ("Far from the usual number of records", "1 export of unusual size", "{n:,} exports of unusual size"),
}
MAX_SHOWN = 10
_MAX_LETTERS = 300
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")
# Receivers read these as a call to everybody, or as a link; names of files and accounts stay names.
_HARMLESS = str.maketrans({"@": "＠", "<": "‹", ">": "›"})  # noqa: RUF001 - that they look alike is the point


@dataclass(frozen=True)
class Message:
    """What a receiver shows."""

    title: str
    body: str
    is_failure: bool = False


def compose(alerts: Sequence[Alert], kind: str, root: str) -> Message:
    """The message of one run; at most `MAX_SHOWN` things of each rule are named."""
    told = {code: found for code in RULES if (found := [each for each in alerts if each.code == code])}
    blocks = ["\n".join([RULES[code][0], *_lines(found)]) for code, found in told.items()]
    where = f"Workspace {root} ({kind}). Pages: {root}/reports/quality/index.html"
    return Message(f"Pilaster: {headline(alerts)}", "\n\n".join([*blocks, where]), "failed" in told)


def headline(alerts: Sequence[Alert]) -> str:
    """What the alerts come to: `2 files held, 1 export late`."""
    counts = {code: sum(each.n for each in alerts if each.code == code) for code in RULES}
    return ", ".join(RULES[code][1 if n == 1 else 2].format(n=n) for code, n in counts.items() if n)


def plain(text: str) -> str:
    """Text on one line, of a bearable length, in which no receiver finds a mention or a tag."""
    one_line = _UNSEEN.sub(" ", text).strip()
    short = one_line if len(one_line) <= _MAX_LETTERS else f"{one_line[: _MAX_LETTERS - 1]}…"
    return short.translate(_HARMLESS)


def _lines(found: Sequence[Alert]) -> Iterable[str]:
    for remedy, group in groupby(found[:MAX_SHOWN], key=lambda each: each.remedy):
        yield from (f"- {plain(each.where)}: {plain(each.what)}" for each in group)
        if remedy:
            yield f"  What to do: {plain(remedy)}"
    if len(found) > MAX_SHOWN:
        yield f"- and {len(found) - MAX_SHOWN:,} more"
