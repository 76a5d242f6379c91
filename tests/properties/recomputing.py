"""A workspace's engagement reports held against the plain-Python recomputation, column by column."""

from datetime import date
from typing import Any

from tests.builders.workspace import Team
from tests.properties.engagement_levels_oracle import level, trend
from tests.properties.engagement_oracle import Facts, engagement
from transforms.contracts.tables import TABLES

NAMES: dict[str, tuple[str, ...]] = {
    "rpt_engagement": ("platform", "account"),
    "rpt_engagement_platform": ("platform",),
    "rpt_engagement_brand": (),
}


def latest_of(made: Team, brand: str) -> date | None:
    """The brand's latest accepted observation, as the ledger knows it; None without any."""
    query = f"SELECT max(observed_on) AS day FROM files WHERE brand = '{brand}' AND state = 'taken' AND n_accepted > 0"
    day = made.ledger(query)[0]["day"]
    return date.fromisoformat(str(day)[:10]) if day else None


def recomputed(made: Team, brand: str, zone: str, latest: date | None) -> dict[str, list[dict[str, Any]]]:
    """Every engagement report of one brand, told from its facts."""
    if latest is None:
        return {name: [] for each in NAMES for name in (each, f"{each}_trend")}
    facts = Facts(*(made.rows(name, brand) for name in ("dim_post", "fact_post_daily", "fact_account_daily", "fact_post_change")))
    accounts = engagement(facts, brand, zone, latest)
    found = {}
    for name, names in NAMES.items():
        rows = accounts if names == NAMES["rpt_engagement"] else level(accounts, names)
        found[name] = rows
        found[f"{name}_trend"] = trend(rows, accounts, names)
    return found


def assert_recomputed(made: Team, brand: str, zone: str, latest: date | None) -> int:
    """Every column of every row is what plain Python makes of the facts; returns the number of cells compared."""
    n_cells = 0
    for name, expected in recomputed(made, brand, zone, latest).items():
        found = made.rows(name, brand)
        key = ("month", *TABLES[name].key)
        assert len(found) == len(expected), name
        by_key = {tuple(row[part] for part in key): row for row in expected}
        for row in found:
            told = by_key[tuple(row[part] for part in key)]
            assert told.keys() == row.keys(), (name, told.keys() ^ row.keys())
            different = {column: (value, told[column]) for column, value in row.items() if value != told[column]}
            assert different == {}, (name, [row[part] for part in key])
            n_cells += len(row)
    return n_cells
