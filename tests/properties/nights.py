"""Histories carried through nights, at once or one after the other."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings

from tests.builders.workspace import Team, team
from tests.properties.histories import Export
from tests.properties.strategies import ACCOUNTS, CREATORS, PILLARS, ZONES

# A night costs a second, so examples are few and rich, and a failing one is not shrunk. More are for a search at leisure.
FEW = settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "5")),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def workspace(root: Path) -> Team:
    """A workspace with the strategies of both brands."""
    made = team(root)
    for brand, zone in ZONES.items():
        made.strategy(brand, zone, ACCOUNTS, pillars=PILLARS[brand], creators=CREATORS)
    return made


def at_once(root: Path, history: Iterable[Export]) -> Team:
    """Every export in one night."""
    return in_nights(root, [list(history)])


def in_nights(root: Path, nights: Iterable[Sequence[Export]]) -> Team:
    """One night after each batch of exports."""
    made = workspace(root)
    for export_night in nights:
        for export in export_night:
            made.land(export.data, export.name, export.brand, export.taken)
        made.night()
    return made
