"""Columns of what happened to a post between two observations (METRICS 2.2)."""

from collections.abc import Iterable

from transforms.contracts.column import Column, counts, dates, flags, texts
from transforms.contracts.measures import POST_MEASURES


def changing(measures: Iterable[Column]) -> tuple[Column, ...]:
    """The counts of a post of which two observations have a difference: reach counts distinct people, a ratio never adds."""
    return tuple(column for column in measures if column.name in POST_MEASURES and column.additivity == "A")


def changes(measures: Iterable[Column]) -> tuple[Column, ...]:
    """Every column that only changes have."""
    return (*map(_delta, changing(measures)), *_OTHERS)


def _delta(column: Column) -> Column:
    meaning = f"{column.name} of the later observation less {column.name} of the earlier; NULL unless both supply it"
    return Column(f"{column.name}_delta", column.type, meaning, column.unit, "A", signed=True)


_OTHERS = (
    Column(
        "engagements_delta",
        "int64",
        "likes_delta + comments_delta + shares_delta + saves_delta, as far as supplied",
        "actions",
        "A",
        signed=True,
    ),
    *dates(
        from_date="day of the earlier observation: observed_on, or window_end where the export counts a period that ended before",
        to_date="day of the later observation, by the same rule",
    ),
    *counts("days", "-", span_days="to_date less from_date"),
    Column("from_at", "timestamp", "moment of the earlier observation, as far as it is known", "UTC"),
    Column("to_at", "timestamp", "moment of the later observation, as far as it is known", "UTC"),
    *flags(has_decrease="a count fell: likes taken back, comments deleted, views corrected; its difference stays below 0"),
    *texts(from_source_sha="sha256 of the export file that supplied the earlier observation"),
    Column("from_source_line", "int64", "source_line of the earlier observation"),
)
