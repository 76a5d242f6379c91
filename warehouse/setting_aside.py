"""Parts of a file that are not read though nothing is wrong with them: told apart from those that nobody knows."""

from collections.abc import Sequence

from transforms.errors import EmptyExportError
from transforms.exports.asides import known_aside
from warehouse.containers.parts import Part
from warehouse.containers.sheets import Sheet


def with_tables(parts: Sequence[Part]) -> tuple[list[Part], list[tuple[Part, str]]]:
    """The parts that are to be read, and those that are set aside, each with the reason: nothing is in them, or nothing for us.

    Raises:
        EmptyExportError: none is left.
    """
    reasons = [(part, why_aside(part)) for part in parts]
    kept, asides = [part for part, why in reasons if not why], [(part, why) for part, why in reasons if why]
    if not kept:
        raise EmptyExportError(
            expected="a table that is carried",
            found="; ".join(told(asides)),
            remedy="nothing has to be done if this is what was exported; it stays in raw",
        )
    return kept, asides


def told(asides: Sequence[tuple[Part, str]]) -> tuple[str, ...]:
    """What a person is told of the parts that are set aside: one sentence for each reason."""
    reasons = dict.fromkeys(why for _, why in asides)
    names = {why: ", ".join(part.base_name for part, reason in asides if reason == why) for why in reasons}
    return tuple(f"set aside: {names[why]}: {why}" for why in reasons)


def why_aside(part: Part) -> str:
    """Why a part is not read; empty where it is. An unknown table is read, so that it holds the file: it may hold anything."""
    if part.aside or not isinstance(part, Sheet):
        return part.aside
    known = known_aside(part.head(), part.base_name)
    return f"{known.title}: {known.why}" if known else ""
