"""A sheet of a workbook, once it is text."""

import csv
import io
from dataclasses import dataclass
from itertools import islice

from warehouse.containers.parts import TextPart

_HEAD_ROWS = 12
# Above a header stand titles and sentences, and no cell of Excel is longer than 32,767 characters.
_HEAD_BYTES = 256 * 1024


@dataclass(frozen=True)
class Sheet(TextPart):
    """One sheet as CSV: each record is one row of it, so records are counted, not lines. It is always read at once."""

    kind: str = "xlsx"
    """what it was: xlsx, or xls for the binary one and the one in XML"""

    def head(self) -> list[list[str]]:
        """The first rows: enough to see what it is."""
        reader = csv.reader(io.StringIO(self.data[:_HEAD_BYTES].decode(errors="replace"), newline="\n"))
        return list(islice(reader, _HEAD_ROWS))

    @property
    def base_name(self) -> str:
        """What its tab says; Excel allows no slash there."""
        return self.name.rpartition("/")[2]
