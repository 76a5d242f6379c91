"""What a table is: its grain, key, partition and columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from transforms.contracts.columns import COLUMNS, Column

Layer = Literal["staging", "fact", "dim", "report", "dictionary"]
# published: brand x UTC month of publication, or `undated`; activity: brand x month of activity_date;
# report: brand x brand-local month; whole: one small file.
# change: brand x UTC month of to_date
Partition = Literal["published", "activity", "change", "report", "whole", "none"]


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

    @property
    def fields(self) -> tuple[Column, ...]:
        """The declared columns, in the order of the file."""
        return tuple(COLUMNS[name] for name in self.columns)

    def select(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """Names of the columns whose additivity code is one of `kinds`."""
        wanted = set(kinds)
        return tuple(column.name for column in self.fields if column.additivity in wanted)
