"""The hands that build and judge reports side by side, and what they share."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from warehouse.content_hash import SLICE_ROWS
from warehouse.engine import cursors, memory_of
from warehouse.side_by_side import Room

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Some reports wait for others: more hands than these would find nothing to do.
AT_ONCE = 4
# Of all that queries read at a time: more gains nothing. What joins and windows make of a row takes `_ROW_BYTES` of the engine.
ROOM_ROWS = 8 * SLICE_ROWS
_ROW_BYTES = 4096


class Hand(NamedTuple):
    """One of those who work side by side."""

    connection: "duckdb.DuckDBPyConnection"
    room: Room
    """for what all of them read at a time"""
    telling: RLock
    """held by who fills `Build.beside`: two reports may ask the same third one what it would say now"""


@contextmanager
def hands(connection: "duckdb.DuckDBPyConnection", tables: "Mapping[str, pa.Table]") -> Iterator[list[Hand]]:
    """As many hands as the engine has threads, and no more than there is work for; all of them know `tables`."""
    room, telling = Room(min(ROOM_ROWS, memory_of(connection) // _ROW_BYTES)), RLock()
    with cursors(connection, AT_ONCE) as found:
        for each in found:
            for name, rows in tables.items():
                each.register(name, rows)
        yield [Hand(each, room, telling) for each in found]


def stop(hands: Iterable[Hand]) -> None:
    """End what the hands are at, and let them begin nothing more: the first of them has failed, or somebody wants to leave."""
    for hand in hands:
        hand.room.close()
        hand.connection.interrupt()
