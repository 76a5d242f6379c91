"""One run from its beginning to its end, whatever its end is: its place in the ledger, its inputs, what people are told of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from flows.alerting.telling import hand_on, tell, tell_of_no_start
from flows.collecting import collecting_rarely
from flows.run import Run, begin, conclude
from flows.summary import Summary
from transforms.errors import disk_error
from warehouse.ledger.own_formats import read_changed_again
from warehouse.workspace import read_formats, read_strategies, require_a_strategy


@contextmanager
def running(root: str, kind: str, *, is_part: bool = False, before: Sequence[Summary] = ()) -> Iterator[tuple[Run, Summary]]:
    """A run, open for what it is to do.

    Of a part of something larger only a failure is told. Whichever run tells, tells of the parts `before` it, too.
    """
    with collecting_rarely():
        yield from _running(root, kind, is_part=is_part, before=before)


def _running(root: str, kind: str, *, is_part: bool, before: Sequence[Summary]) -> Iterator[tuple[Run, Summary]]:
    try:
        run, recovered = begin(root, kind)
    except Exception as error:
        tell_of_no_start(root, kind, error)
        raise
    summary = Summary(run_id=run.run_id, workspace=run.root, recovered=[each.run_id for each in recovered], is_part=is_part)
    try:
        _read_inputs(run, summary)
        read_changed_again(run.ledger, run.formats)
        yield run, summary
    except BaseException as error:
        summary.error = str(error)
        summary.follow(before)
        told = disk_error(error, run.root, "the night") if isinstance(error, OSError) else error
        tell(run, summary, kind, told)
        # The first error is the one to tell; a ledger that is gone cannot take the second.
        with suppress(Exception):
            conclude(run, "failed", summary.as_dict())
        if told is not error:
            raise told from error
        raise
    if summary.is_part:
        hand_on(run, summary)
    else:
        summary.follow(before)
        tell(run, summary, kind)
    conclude(run, "published", summary.as_dict())


def _read_inputs(run: Run, summary: Summary) -> None:
    errors = read_strategies(run.workspace)[1]
    summary.strategy_errors = [str(error) for error in errors.values()]
    summary.format_errors = [str(error) for error in read_formats(run.workspace)[1].values()]
    require_a_strategy(run.workspace)
