"""SQL text with its few holes filled from the contracts, so that a measure is added in one place."""

from collections.abc import Iterable
from importlib.resources import files

from transforms.contracts.columns import ENGAGEMENT_COMPONENTS
from transforms.contracts.tables import Table


def load(package: str, name: str, **holes: str) -> str:
    """Text of `<package>/<name>.sql` with its {holes} filled."""
    text = files(package).joinpath(f"{name}.sql").read_text("utf-8")
    return text.format(**holes) if holes else text


def cells(table: Table) -> str:
    """How many measures a row supplies: the second tie-break between two records of one key."""
    return "(" + " + ".join(f"({name} IS NOT NULL)::INT" for name in measures(table)) + ")"


def values(table: Table) -> str:
    """All measures of a row as one comparable number; NULL and 0 differ."""
    return "hash(" + ", ".join(measures(table)) + ")"


def measures(table: Table) -> tuple[str, ...]:
    """Everything that a row counts, but for the sum that we make of it, and what else its table compares."""
    return (*(name for name in table.select(("A", "A-p", "N", "S")) if name != "engagements"), *table.compared)


def engagements(shares: str = "shares") -> str:
    """METRICS 1.1: likes + comments + shares + saves as far as supplied; NULL only if none is (R1)."""
    components = _components(shares)
    total = " + ".join(f"coalesce({each}, 0)" for each in components)
    return f"CASE WHEN coalesce({', '.join(components)}) IS NOT NULL THEN {total} END"


def components_present(shares: str = "shares") -> str:
    """Which components `engagements` was made of, one bit each."""
    bits = " + ".join(f"(({each}) IS NOT NULL)::INT * {1 << bit}" for bit, each in enumerate(_components(shares)))
    return f"({bits})::INT"


def _components(shares: str) -> list[str]:
    return [shares if name == "shares" else name for name in ENGAGEMENT_COMPONENTS]


def only_if(condition: str, names: Iterable[str]) -> str:
    """Each column where `condition` holds, else NULL; for SELECT * REPLACE."""
    return ",\n            ".join(f"CASE WHEN {condition} THEN {name} END AS {name}" for name in names)


def entity(table: Table) -> str:
    """What a staging record is an observation of: its key without the moment of observation."""
    return ", ".join(name for name in table.key if name != "observed_on")
