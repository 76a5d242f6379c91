"""What a neutral template is: a file whose headers are ours, which a team fills from whatever tool it has."""

from dataclasses import dataclass

from transforms.exports.model import Field, Format

# Times always say their zone: there is no telling where a person who types one sits.
ZONED = "YYYY-MM-DDThh:mm:ss+hh:mm"


@dataclass(frozen=True)
class Cell:
    """One column of a template, as people are told about it."""

    header: str
    column: str
    example: str
    words: str
    also: tuple[str, ...] = ()
    """headers that mean the same"""
    exposure: str | None = None
    """what the number counts, where the column is `impressions`"""


@dataclass(frozen=True)
class Template:
    """One file that `pilaster init` offers."""

    name: str
    format: Format
    cells: tuple[Cell, ...]
    about: str = ""
    """what belongs into it, and what a reader has to know"""

    def needs(self, cell: Cell) -> bool:
        """Is a file without this column held?"""
        return cell.column in self.format.required


def fields_of(cells: tuple[Cell, ...]) -> tuple[Field, ...]:
    """The fields of a format whose headers are those of a template."""
    return tuple(Field(cell.column, (cell.header, *cell.also), exposure=cell.exposure) for cell in cells)
