"""People who never asked to be in a table: a keyed hash stands for each, the same on one platform wherever it is seen.

Who has the key can tell whether a known handle is in a table; who has not cannot, not even by trying all handles there are.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from transforms.exports.model import KEYED

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

# 128 bits: enough to keep all people apart, short enough to join on.
HEX_DIGITS = 32


def pseudonym(key: bytes, platform: str, person: str) -> str:
    """The keyed hash (HMAC-SHA256) of a folded id or handle on one platform."""
    return hmac.digest(key, f"{platform}\n{person}".encode(), "sha256").hex()[:HEX_DIGITS]


def pseudonymised(table: pa.Table, secret: Callable[[], bytes]) -> pa.Table:
    """The table with keyed hashes in place of ids and handles; `secret` is asked for the key only where there are any.

    A record whose platform could not be read has no hash: it is refused anyway.
    """
    import pyarrow as pa

    for name in KEYED:
        if name in table.column_names and table[name].null_count < len(table):
            key = secret()
            people = zip(table["platform"].to_pylist(), table[name].to_pylist(), strict=True)
            hashes = [pseudonym(key, platform, person) if platform and person else None for platform, person in people]
            table = table.set_column(table.schema.get_field_index(name), table.schema.field(name), pa.array(hashes, pa.string()))
    return table
