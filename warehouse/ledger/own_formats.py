"""Files in formats/ as published files were read with them: what was taken under one that has changed is read again."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from transforms.exports.headers import fold
from transforms.exports.registry import Own, Registry
from warehouse.ledger.open import writing
from warehouse.ledger.retiring import retire
from warehouse.ledger.schema import files, own_formats

Key = tuple[str, str]


def read_changed_again(ledger: Engine, formats: Registry) -> list[Key]:
    """Plan every export again that was taken under words which have changed since; returns which these are.

    Its rows leave the facts and come back as the file in formats/ now says. A file that cannot be read changes nothing: the
    exports under it stay as they are until it can.
    """
    with ledger.connect() as connection:
        if not _changed(_known(connection), formats):
            return []
    with writing(ledger) as connection:
        before = _known(connection)
        changed = _changed(before, formats)
        again = sorted({key for name in changed for key in _taken_under(connection, before.get(name), formats.own.get(name))})
        for brand, sha in again:
            retire(connection, brand, sha, "received")
        connection.execute(delete(own_formats).where(own_formats.c.name.in_(changed)))
        rows = [{"name": name, **formats.own[name]._asdict()} for name in changed if name in formats.own]
        if rows:
            connection.execute(insert(own_formats), rows)
    return again


def changed_since(connection: Connection, read_with: Mapping[str, Iterable[str]]) -> set[str]:
    """Formats whose words have changed since a run began that read its files with `read_with`: name → (format, told)."""
    now, then = _known(connection), {name: Own(*told) for name, told in read_with.items()}
    differ = {name for name in now.keys() | then.keys() if now.get(name) != then.get(name)}
    return {own.format for name in differ for own in (now.get(name), then.get(name)) if own}


def asleep(connection: Connection, formats: Registry) -> dict[str, str]:
    """Formats under which exports were taken, each with its file in formats/, where that cannot be read now."""
    return {own.format: name for name, own in sorted(_known(connection).items()) if name in formats.broken}


def _known(connection: Connection) -> dict[str, Own]:
    return {row.name: Own(row.format, row.told) for row in connection.execute(select(own_formats))}


def _changed(before: Mapping[str, Own], formats: Registry) -> list[str]:
    names = (before.keys() | formats.own.keys()) - formats.broken
    return sorted(name for name in names if before.get(name) != formats.own.get(name))


def _taken_under(connection: Connection, before: Own | None, now: Own | None) -> Iterator[Key]:
    """Taken exports that may be read otherwise now. Where only headers were added, those that have such a header."""
    added = _added_headers(before, now)
    for name in sorted({own.format for own in (before, now) if own}):
        query = select(files.c.brand, files.c.sha, files.c.unknown_columns).where(
            files.c.state == "taken", files.c.format == name
        )
        for brand, sha, unknown in connection.execute(query).tuples():
            if added is None or any(fold(str(column)).endswith(header) for column in unknown for header in added):
                yield brand, sha


def _added_headers(before: Own | None, now: Own | None) -> tuple[str, ...] | None:
    """Folded headers that a longer list of words brings; None where anything else has changed too."""
    old = _words(before) if before else {"extends": None}
    new = _words(now) if now else {}
    if not new.get("extends") or (before is not None and old["extends"] != new["extends"]):
        return None
    if any(old.get(key, empty) != new[key] for key, empty in _EMPTY.items()):
        return None
    had, has = _heads(old), _heads(new)
    return tuple(sorted(fold(head) for _, head in has - had)) if had <= has else None


_EMPTY: dict[str, Any] = {
    "titles": [], "days": [], "times": [], "lifetime": [], "missing": [], "totals": [], "media_types": {},
}  # fmt: skip


def _heads(told: dict[str, Any]) -> set[tuple[str, str]]:
    return {(name, head) for name, each in told.get("columns", {}).items() for head in each["headers"]}


def _words(own: Own) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(own.told)
    return told
