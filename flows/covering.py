"""What tonight's exports list whole: kept in the ledger per file, and looked at where deleted posts are looked for."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from flows.run import Run
from warehouse.ledger.planning import Plan

if TYPE_CHECKING:
    from warehouse.covering import Coverage

Key = tuple[str, str]


def listed(run: Run) -> dict[Key, list[list[Any]]]:
    """(brand, sha) → what the ledger keeps of what a file lists whole. Where anything of it was refused, that is nothing."""
    in_doubt = {(brand, sha) for brand, sha, *_ in run.take("held") + run.take("refused")}
    found: dict[Key, list[list[Any]]] = defaultdict(list)
    for brand, sha, *rest in run.take("covers"):
        if (brand, sha) not in in_doubt:
            found[brand, sha].append(rest)
    return found


def coverage(run: Run, planned: Plan) -> "Coverage":
    """The coverage of all exports of the brands at hand."""
    from warehouse.covering import Coverage

    found = listed(run)
    tonight = {(file.brand, file.sha): (file.observed_at, file.observed_on) for file in planned.files}
    return Coverage(run.ledger, {key: (*taken, found.get(key, [])) for key, taken in tonight.items()})
