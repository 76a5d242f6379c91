"""rpt_pillar_balance for the terminal: each pillar's share beside its target, as bars, and the drift of the month."""

from pathlib import Path
from typing import Any

from flows.showing.console import console, table
from flows.showing.tables import latest, percent, rows
from transforms.contracts.tables import RPT_PILLAR_BALANCE

_NUMBERS = ("target", "posts", "gap", "exposure", "engagements")
_BAR_CELLS = 24


def show(root: Path, month: str | None = None) -> None:
    """Print the pillar balance: a full bar is what was posted, the mark is what the strategy wants."""
    found = rows(root, RPT_PILLAR_BALANCE, month)
    out = console()
    if not found:
        out.print("rpt_pillar_balance has no rows yet: name pillars with weights in strategy/<brand>.yaml")
        return
    shown = table(
        "Pillar balance (rpt_pillar_balance)", "month", "brand", "pillar", *_NUMBERS, "share of posts", numbers=_NUMBERS
    )
    before = None
    for row in latest(found):
        if before not in (None, (row["month"], row["brand"])):
            shown.add_section()
        before = (row["month"], row["brand"])
        shares = [percent(row[name]) for name in ("target_share", "posts_share")]
        rest = [_gap(row["posts_gap"]), percent(row["impressions_share"]), percent(row["engagements_share"])]
        shown.add_row(row["month"], row["brand"], row["pillar"], *shares, *rest, _bar(row))
    out.print(shown)
    for line in _drifts(latest(found)):
        out.print(line)


def _gap(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:+.1f} pp"


def _bar(row: dict[str, Any]) -> str:
    """The share as a bar and the target as a mark in it."""
    if row["posts_share"] is None:
        return "–"
    share, target = (round(row[name] * _BAR_CELLS) for name in ("posts_share", "target_share"))
    cells = ["█" if cell < share else "·" for cell in range(_BAR_CELLS)]
    cells[min(max(target - 1, 0), _BAR_CELLS - 1)] = "┃"
    return "".join(cells)


def _drifts(found: list[dict[str, Any]]) -> list[str]:
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for row in found:
        seen.setdefault((row["month"], row["brand"]), row)
    return [
        f"{month} {brand}: drift {percent(row['posts_drift'])} of posts would have to change pillar; "
        f"{row['label_coverage_numerator']:,} of {row['label_coverage_denominator']:,} posts have a pillar"
        for (month, brand), row in seen.items()
    ]
