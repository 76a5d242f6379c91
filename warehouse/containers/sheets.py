"""A sheet of a workbook, once it is text."""

from dataclasses import dataclass

from warehouse.containers.parts import TextPart


@dataclass(frozen=True)
class Sheet(TextPart):
    """One sheet as CSV: each record is one row of it, so records are counted, not lines. It is always read at once."""

    kind: str = "xlsx"
    """what it was: xlsx, or xls for the binary one and the one in XML"""

    @property
    def base_name(self) -> str:
        """What its tab says; Excel allows no slash there."""
        return self.name.rpartition("/")[2]
