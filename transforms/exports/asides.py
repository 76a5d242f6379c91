"""Tables that come along in exports and hold nothing that we carry: known, and set aside with the reason, never silently."""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.exports.headers import fold, without_blank_end

# As in recognise.py: below a title or a sentence, not below data.
_HEADER_WITHIN = 4
# Excel cuts tabs off at 31 letters, and Facebook writes three dots there; fewer letters say too little.
_CUT_OFF = 20


@dataclass(frozen=True)
class Aside:
    """One kind of table. `headers` are whole header lines, one per language or version."""

    title: str
    headers: tuple[tuple[str, ...], ...]
    why: str
    tabs: tuple[str, ...] = ()
    """where given, `headers` are beginnings of lines, and this is how the tabs of its sheets begin; Excel cuts them off"""


# Old exports of Facebook as workbooks: "Key Metrics" holds the figures, and each family of columns has a sheet of its own, whose
# tab alone says whose slices they are.
_INSIGHTS = Aside(
    title="one family of columns of Facebook's old Insights",
    headers=(("Date",), ("Post ID", "Permalink")),
    why="slices of measures, or people behind them; they stay in raw",
    tabs=(
        *(
            "Weekly ",
            "28 Days ",
            "page_",
            "post_",
            "Lifetime Likes by ",
            "Lifetime Talking About This(",
            "Lifetime Talking About This (",
        ),
        *("Lifetime Post Stories by action type", "Lifetime Post consumers by type", "Lifetime Post Consumptions by type"),
        *("Lifetime Negative feedback", "Lifetime Percentage of ", "Daily Like Sources", "Daily Unlike Sources"),
        *(
            "Daily Talking About This by",
            "Daily Page Stories by",
            "Daily Page consumptions by",
            "Daily People who interacted with",
        ),
        *("Daily Total frequency distribution", "Daily Page posts frequency distribution", "Daily Reach by "),
        *("Daily Logged-in Tab Views", "Daily External Referrers", "Daily Liked and online", "Daily Check-ins by"),
        *("Daily Positive Feedback from Users", "Daily Negative feedback", "Daily Demographics: ", "Daily Country: "),
        *("Daily City: ", "Daily Language: "),
    ),
)

ASIDES: tuple[Aside, ...] = (_INSIGHTS,)


def known_aside(rows: Sequence[Sequence[str]], tab: str = "") -> Aside | None:
    """The declaration of the table that starts with `rows`, on the sheet called `tab`, where it is one of those."""
    headers = [tuple(map(fold, without_blank_end(tuple(row)))) for row in rows[:_HEADER_WITHIN]]
    return next((aside for aside in ASIDES if _is(aside, headers, fold(tab.rstrip(".…")))), None)


def _is(aside: Aside, headers: Sequence[tuple[str, ...]], tab: str) -> bool:
    known = [tuple(map(fold, header)) for header in aside.headers]
    if not aside.tabs:
        return any(header in headers for header in known)
    begins = any(header == seen[: len(header)] for header in known for seen in headers[:1])
    return begins and any(
        tab.startswith(start) or (start.startswith(tab) and len(tab) >= _CUT_OFF) for start in map(fold, aside.tabs)
    )
