"""`pilaster trace`: a figure of a report, back to its facts and export files."""

from typing import Annotated

from cyclopts import Parameter

from flows.commands.options import HERE, JsonOption, WorkspaceOption

_Key = Annotated[str | None, Parameter(help="tells the row from others where it has to be told")]


def trace(  # noqa: PLR0913 - every option is a column that tells rows apart
    report: str,
    /,
    *,
    brand: Annotated[str, Parameter(help="the brand of the row")],
    month: Annotated[str, Parameter(help="the month of the row, such as 2026-10")],
    metric: Annotated[str, Parameter(help="the column to follow, such as likes or eri")],
    account: _Key = None,
    platform: _Key = None,
    basis: _Key = None,
    pillar: _Key = None,
    format: _Key = None,  # noqa: A002 - the option is named after the column
    post: _Key = None,
    weekday: _Key = None,
    hour: _Key = None,
    rank: _Key = None,
    query_set: _Key = None,
    subject: _Key = None,
    partner: _Key = None,
    restated_table: _Key = None,
    restated_row: _Key = None,
    restated_metric: _Key = None,
    workspace: WorkspaceOption = HERE,
    json: JsonOption = False,
) -> int:
    """Follow one figure of a report to the rows of the facts that gave it, and from these to the export files.

    Exit code 0: its parts come to what the report says; 1: they do not, and it says where.
    """
    from flows.showing import traced
    from flows.tracing import follow

    wanted = {
        "brand": brand, "month": month, "platform": platform, "account": account, "pillar": pillar, "format": format,
        "basis": basis, "post": post, "weekday": weekday, "hour": hour, "rank": rank, "query_set": query_set, "subject": subject,
        "partner": partner, "restated_table": restated_table, "restated_row": restated_row, "restated_metric": restated_metric,
    }  # fmt: skip
    answer = follow(workspace, report, metric, wanted)
    traced.show(answer, as_json=json)
    return 0 if answer.traced.adds_up else 1
