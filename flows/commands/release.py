"""`pilaster release`: a person lets a file in that a check holds."""

from typing import Annotated

from cyclopts import Parameter

from flows.commands.options import HERE, WorkspaceOption


def release(
    file: str,
    /,
    *,
    reason: Annotated[str, Parameter(name="--reason", help="why it may come in; kept in the journal for good")],
    workspace: WorkspaceOption = HERE,
) -> int:
    """Let a file in that a check of the whole file holds; the next night takes it.

    A file that cannot be read or recognised cannot be released: there is nothing to let in.
    """
    from datetime import UTC, datetime

    from flows.commands.choosing import choose
    from flows.commands.opening import open_workspace
    from transforms.errors import SettingsError
    from warehouse import journal
    from warehouse.ledger.holding import RELEASABLE, retry

    place, ledger = open_workspace(workspace)
    chosen = choose(ledger, file)
    code = (chosen["hold"] or {}).get("code", chosen["state"])
    if code != RELEASABLE:
        raise SettingsError(
            where=f"{chosen['brand']}/{chosen['name']}",
            expected="a file that a check of the whole file holds",
            found=f"{chosen['state']}, {code}",
            remedy=(chosen["hold"] or {}).get("remedy", "nothing to do: it is not held"),
        )
    event = {
        "kind": "release",
        "brand": chosen["brand"],
        "sha": chosen["sha"],
        "reason": reason,
        "at": datetime.now(UTC).isoformat(),
    }
    journal.record(place, [event])
    retry(ledger, chosen["brand"], chosen["sha"], is_released=True)
    print(f"{chosen['brand']}/{chosen['name']} is let in; run `pilaster nightly` to take it")
    return 0
