"""What became of the accepted records: each is counted once, however many rows of however many tables it gave."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transforms.exports.register import FORMATS

if TYPE_CHECKING:
    import duckdb

    from transforms.facts.register import Fact

# Formats whose records give several rows, maybe of several tables: their records are counted by their lines.
_SPLITTING = sorted(name for name, format_ in FORMATS.items() if format_.splits)
_MEANINGS = ("n_new", "n_changes_latest", "n_same_value", "n_older")


@dataclass
class Counts:
    """The numbers that have to add up: per (brand, sha) of a file, and per file and table what its records meant there."""

    duplicates: dict[tuple[str, str], int] = field(default_factory=dict)
    accepted: dict[tuple[str, str], int] = field(default_factory=dict)
    dispositions: list[dict[str, object]] = field(default_factory=list)


def nothing_yet(connection: "duckdb.DuckDBPyConnection") -> Counts:
    """Nothing counted yet."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE lines (brand VARCHAR, source_sha VARCHAR, source_line BIGINT, is_accepted BOOLEAN)"
    )
    return Counts()


def count(connection: "duckdb.DuckDBPyConnection", fact: "Fact", counts: Counts) -> None:
    """Count what is in `incoming` and `duplicates` of one fact."""
    for name, told in (("duplicates", counts.duplicates), ("incoming", counts.accepted)):
        plain = f"SELECT brand, source_sha, count(*) FROM {name} WHERE NOT list_contains($split, format) GROUP BY ALL"
        _add(told, connection.execute(plain, {"split": _SPLITTING}).fetchall())
        lines = f"INSERT INTO lines SELECT brand, source_sha, source_line, {name == 'incoming'} FROM {name}"
        connection.execute(f"{lines} WHERE list_contains($split, format)", {"split": _SPLITTING})
    for brand, sha, *meanings in connection.execute(fact.dispositions()).fetchall():
        row = {"brand": brand, "sha": sha, "table_name": fact.table.name}
        counts.dispositions.append(row | dict(zip(_MEANINGS, meanings, strict=True)))


def finish(connection: "duckdb.DuckDBPyConnection", counts: Counts) -> Counts:
    """Count the records with several rows: a duplicate is one of which no row was accepted."""
    rows = connection.execute(
        """
        WITH records AS (
            SELECT brand, source_sha, source_line, bool_or(is_accepted) AS is_accepted FROM lines GROUP BY ALL
        )
        SELECT brand, source_sha, count(*) FILTER (is_accepted), count(*) FILTER (NOT is_accepted) FROM records GROUP BY ALL
        """
    ).fetchall()
    for told, at in ((counts.accepted, 2), (counts.duplicates, 3)):
        _add(told, [(row[0], row[1], row[at]) for row in rows if row[at]])
    return counts


def _add(told: dict[tuple[str, str], int], rows: list[tuple[str, str, int]]) -> None:
    for brand, sha, n in rows:
        told[brand, sha] = told.get((brand, sha), 0) + n
