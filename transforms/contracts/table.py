"""What a table is: its grain, key, partition and columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from transforms.contracts.columns import COLUMNS, Column

Layer = Literal["staging", "fact", "dim", "report", "dictionary"]
# published: brand x UTC month of publication, or `undated`; activity: brand x month of activity_date;
# report: brand x brand-local month; whole: one small file.
# change: brand x UTC month of to_date; observed: brand x month of observed_on;
# sent: brand x UTC month of sent_at; seen: brand x month of seen_on
Partition = Literal["published", "activity", "observed", "sent", "seen", "change", "report", "whole", "none"]
_MOMENTS = {"published": "published_at", "observed": "observed_on", "sent": "sent_at", "seen": "seen_on", "change": "to_date"}


@dataclass(frozen=True)
class Table:
    """One table. `required` columns are never NULL; `key` identifies a row within its brand; rows are ordered by `order`."""

    name: str
    layer: Layer
    grain: str
    partition: Partition
    key: tuple[str, ...]
    columns: tuple[str, ...]
    required: tuple[str, ...]
    order: tuple[str, ...] = ()
    many_per_record: bool = False
    """one record of an export may give several rows of it: they share its lineage, and its fate"""
    compared: tuple[str, ...] = ()
    """columns besides the measures in which two observations of one thing may differ"""

    @property
    def fields(self) -> tuple[Column, ...]:
        """The declared columns, in the order of the file."""
        return tuple(COLUMNS[name] for name in self.columns)

    @property
    def moment(self) -> str:
        """The column whose month says in which file a row of a fact lies."""
        return _MOMENTS.get(self.partition, "activity_date")

    def select(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """Names of the columns whose additivity code is one of `kinds`."""
        wanted = set(kinds)
        return tuple(column.name for column in self.fields if column.additivity in wanted)
