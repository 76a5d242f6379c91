"""The Prefect flow of a verification: a thin skin over `flows.checking`."""

import logging
from datetime import date
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.artifacts import escaped
from flows.checking import check
from flows.nightly import completed, day_of_run
from warehouse.verifying.finding import Verified

_MAX_ROWS = 200


@flow(
    name="verify",
    flow_run_name=lambda: f"verify-{day_of_run()}",
    persist_result=False,
    result_serializer="json",
    validate_parameters=True,
)
def verify(workspace: str = ".", day: date | None = None, brands: list[str] | None = None) -> State[dict[str, Any]]:  # noqa: ARG001 - `day` names the run
    """Hold everything that is stored against everything that is known of it; changes nothing.

    Args:
        workspace: folder with pilaster.toml.
        day: day of the run; its scheduled day if not given.
        brands: brands to look at; all of them if not given.
    """
    verified = check(workspace, brands)
    _leave(verified)
    return completed(verified.last_line, verified.as_dict(), has_findings=bool(verified.findings))


def _leave(verified: Verified) -> None:
    """Leave the findings as an artifact. A verification is not lost because a server does not answer."""
    from prefect.artifacts import create_table_artifact

    names = ("kind", "where", "expected", "found", "remedy")
    rows = [{name: getattr(finding, name) for name in names} for finding in verified.findings[:_MAX_ROWS]]
    try:
        create_table_artifact(table=rows, key="verify-findings", description=escaped(verified.last_line))
    except Exception:
        logging.getLogger(__name__).warning("Prefect took no artifacts of this run", exc_info=True)
