"""`pilaster down`: exactly the processes of `pilaster up`; the worker and its runs first, then the server; it is told between."""

import logging

from flows.serving.answering import answers
from flows.serving.environment import speaking_with
from flows.serving.home import Home, Serving
from flows.serving.processes import Process, end
from warehouse.workspace import Workspace

_WORKER_GRACE_SECONDS, _SERVER_GRACE_SECONDS = 20.0, 15.0
_ENDED = "ended by `pilaster down`; the next night makes it good"


def stop(workspace: Workspace) -> list[Process] | None:
    """End what `pilaster up` started; returns the processes that were met, None if nothing was up."""
    home = Home(workspace)
    with home.locked():
        serving = home.read()
        return None if serving is None else end_all(home, serving)


def end_all(home: Home, serving: Serving) -> list[Process]:
    """End every process that carries the mark of one `up`, dead parents' children too, and forget it."""
    met = end(serving.mark_of("worker"), _WORKER_GRACE_SECONDS)
    if answers(serving.port):
        try:
            with speaking_with(home, serving):
                _tell_of_ended_runs()
        except Exception as error:  # noqa: BLE001 - whatever it is, the processes have to end; Prefect's pages are a comfort
            logging.getLogger(__name__).warning("the server was not told of the runs that have ended: %s", error)
    met += end(serving.mark_of("server"), _SERVER_GRACE_SECONDS)
    home.forget()
    return met


def _tell_of_ended_runs() -> None:
    """Mark the runs whose process is gone as crashed: with the server gone too, nobody would, and they would run for ever."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
    from prefect.client.schemas.objects import StateType
    from prefect.states import Crashed

    begun = FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING, StateType.CANCELLING])
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=begun))):
            client.set_flow_run_state(run.id, Crashed(message=_ENDED), force=True)
