"""The key of the hashes that stand for people: told by the settings, else made up the first time that an export names any.

`journal/people_key.json` knows the key by a fingerprint that does not give it away. A key that comes to be another one would tell
every person apart from what is published of them already, so it is refused until somebody says that this is meant.
"""

import hmac
import json
import secrets
from collections.abc import Callable
from functools import cache

from transforms.errors import SettingsError
from warehouse.locks import exclusive, scratch
from warehouse.storage import write_whole
from warehouse.workspace import Workspace

_FINGERPRINT_OF = b"pilaster: which key it is"


def secret_of(workspace: Workspace, told: str) -> Callable[[], bytes]:
    """Asks for the key when it is needed; `told` is what the settings say, or empty."""

    @cache
    def secret() -> bytes:
        with exclusive(workspace.publishing_lock), scratch(workspace.staging) as half_made:
            if not told and not workspace.people_key.exists() and not workspace.people_key_mark.exists():
                write_whole(workspace.people_key, f"{secrets.token_hex(32)}\n".encode(), half_made)
            key = _key(workspace, told)
            mark = json.dumps({"kind": "people_key", "fingerprint": _fingerprint(key)}, indent=1) + "\n"
            if not workspace.people_key_mark.exists():
                write_whole(workspace.people_key_mark, mark.encode(), half_made)
        if workspace.people_key_mark.read_text("utf-8") != mark:
            raise _another_key(workspace)
        return key

    return secret


def _key(workspace: Workspace, told: str) -> bytes:
    if told:
        return told.encode()
    if not workspace.people_key.exists():
        raise _another_key(workspace)
    return workspace.people_key.read_text("utf-8").strip().encode()


def _fingerprint(key: bytes) -> str:
    return hmac.digest(key, _FINGERPRINT_OF, "sha256").hex()[:16]


def _another_key(workspace: Workspace) -> SettingsError:
    mark = workspace.people_key_mark.relative_to(workspace.root)
    return SettingsError(
        where=f"hash_key (or PILASTER_HASH_KEY), or {workspace.people_key.relative_to(workspace.root)}",
        expected="the key with which people were hashed so far",
        found="another key, or none",
        remedy=f"put the former key back; to change it for good, remove {mark} and rebuild fact_audience_member and "
        "fact_interaction with `pilaster backfill --replay --table ...` over all their months",
    )
