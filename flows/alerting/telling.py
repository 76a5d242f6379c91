"""A run tells what somebody should know: once for each thing, in one message, and never so that the run fails for it."""

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from flows.alerting import rules
from flows.alerting.message import compose, headline
from flows.alerting.rules import Alert
from flows.alerting.sending import send
from flows.run import Run
from flows.settings import Settings, read_alert_url
from flows.summary import Summary
from warehouse.ledger.alert_keys import brand_of
from warehouse.ledger.alerting import (
    Memory,
    exports_like,
    exports_since,
    first_days,
    known_brands,
    recall,
    remember,
    taken_by,
)
from warehouse.ledger.findings import findings
from warehouse.locks import exclusive
from warehouse.workspace import Workspace

# What the ledger shows for as long as it lasts. Once over it is forgotten, and told again should it return.
_LASTING = {"held", "quarantined"}
# Of all else that was told, the latest are known.
_MAX_EVENTS = 500
# How long before `rules.LATE_DAYS` an export may have been taken that supplies a period which was due within them.
_LONGEST_GRACE = timedelta(days=60)
# Who runs these looks at the screen and knows what is held: they only take it down as known.
_SILENT = {"rebuild-ledger"}


def tell(run: Run, summary: Summary, kind: str, error: BaseException | None = None) -> None:
    """Send what is new since the last run told, or that this one failed; the summary says what went out, or why it did not."""
    try:
        settings = run.settings
        if not settings.alert_url.get_secret_value() or isinstance(error, KeyboardInterrupt):
            return
        if error is not None:
            _tell_failure(run, summary, kind, error, settings)
        else:
            # Two runs that end together must not both find the same thing new.
            with exclusive(run.workspace.alerting_lock):
                _tell_findings(run, summary, kind, settings)
    except Exception as problem:  # noqa: BLE001 - no night fails for its alerts
        # Its type alone: no message of a library is trusted with an address that it may have seen.
        _admit(summary, f"alerting ended with {type(problem).__name__}")


def hand_on(run: Run, summary: Summary) -> None:
    """A part tells nothing, but what has been told is looked for in the latest runs, and one night may have many parts."""
    try:
        if run.settings.alert_url.get_secret_value():
            summary.alerts["memory"] = asdict(recall(run.ledger))
    except Exception as problem:  # noqa: BLE001 - no night fails for its alerts
        _admit(summary, f"alerting ended with {type(problem).__name__}")


def tell_of_no_start(root: str, kind: str, error: BaseException) -> None:
    """A run that could not even begin: it has no place in the ledger, and nothing remembers that it was told."""
    place = Workspace(Path(root).absolute())
    with suppress(Exception):  # what ended the run is on its way to the user
        # The settings may be what is wrong: the address alone will do.
        receivers = read_alert_url(place)
        if receivers.get_secret_value().strip():
            alert = rules.failed(kind, error, _today())
            _send([alert], kind, str(place.root), receivers, Summary(run_id="", workspace=root))


def _tell_findings(run: Run, summary: Summary, kind: str, settings: Settings) -> None:
    memory = recall(run.ledger)
    found = list(_found(run, summary, settings))
    known = set(memory.known)
    # Of a brand that is left out, the export that is waited for may well be here.
    new = [
        each for each in found if each.key not in known and (each.code != "late" or brand_of(each.key) not in summary.left_out)
    ]
    loud = [] if kind in _SILENT else rules.above(new, settings.alert_quarantined_over)
    is_told = not loud or _send(loud, kind, run.root, settings.alert_url, summary)
    # What no receiver took is as new to the next run.
    learned = [each.key for each in new if is_told or each not in loud]
    _keep(run, summary, memory, _with(_of_brands_here(run, memory), learned, (each.key for each in found)))


def _tell_failure(run: Run, summary: Summary, kind: str, error: BaseException, settings: Settings) -> None:
    # What no ledger keeps open is told now: the next run knows nothing of it.
    alerts = [rules.failed(kind, error, _today()), *rules.unread(summary.skipped, _today())]
    memory = None
    with suppress(Exception):  # the ledger may be what failed, and then the alert goes out without it
        memory = recall(run.ledger)
    new = [each for each in alerts if memory is None or each.key not in memory.known]
    is_told = not new or _send(new, kind, run.root, settings.alert_url, summary)
    if memory is not None and is_told:
        _keep(run, summary, memory, _with(memory, [each.key for each in new], memory.known))


def _found(run: Run, summary: Summary, settings: Settings) -> Iterator[Alert]:
    """Everything that the rules find in the ledger as this run leaves it."""
    waiting = findings(run.ledger)["waiting"]
    yield from rules.unread(summary.skipped, _today())
    yield from rules.held(waiting)
    yield from rules.quarantined(waiting)
    yield from _late(run)
    taken = taken_by(run.ledger, [run.run_id, *summary.parts, *summary.recovered])
    if taken:
        since = min(file["observed_at"] for file in taken).date() - timedelta(days=rules.USUAL_DAYS)
        history = exports_like(run.ledger, taken, since)
        yield from rules.volume(taken, history, settings.alert_volume_factor, settings.alert_volume_exports)


def _late(run: Run) -> Iterator[Alert]:
    """Late is relative to today, at the brand's own midnight (DESIGN 6: nowhere but here and in `status`)."""
    strategies = {brand: each for brand, each in run.strategies.items() if any(own.exports for own in each.accounts)}
    if not strategies:
        return
    today = {brand: datetime.now(strategy.zone).date() for brand, strategy in strategies.items()}
    first = {brand: day for brand, day in first_days(run.ledger).items() if brand in strategies}
    formats = {expected.format for each in strategies.values() for own in each.accounts for expected in own.exports}
    since = {brand: today[brand] - timedelta(days=rules.LATE_DAYS) - _LONGEST_GRACE for brand in first}
    files = exports_since(run.ledger, since, formats)
    for brand in sorted(first):
        yield from rules.late(strategies[brand], (file for file in files if file["brand"] == brand), first[brand], today[brand])


def _of_brands_here(run: Run, memory: Memory) -> Memory:
    if {brand_of(key) for key in memory.known} <= {None, *run.strategies}:
        return memory
    # One whose strategy is missing, or cannot be read, is here for as long as a file of it is.
    return _without_gone(memory, {*run.strategies, *known_brands(run.ledger)})


def _without_gone(memory: Memory, here: Collection[str]) -> Memory:
    """The memory without what was told of brands that are no longer here; that of a failure is of no one brand."""
    known = tuple(key for key in memory.known if (brand := brand_of(key)) is None or brand in here)
    return memory if known == memory.known else Memory(memory.turn + 1, known)


def _with(memory: Memory, learned: Iterable[str], lasts: Iterable[str]) -> Memory:
    """The memory after a run: what it told is known, what is over is forgotten."""
    still = set(lasts)
    keys = [key for key in memory.known if key in still or key.partition(" ")[0] not in _LASTING] + list(learned)
    events = [key for key in keys if key.partition(" ")[0] not in _LASTING][-_MAX_EVENTS:]
    known = (*(key for key in keys if key.partition(" ")[0] in _LASTING), *events)
    return memory if known == memory.known else Memory(memory.turn + 1, known)


def _keep(run: Run, summary: Summary, before: Memory, after: Memory) -> None:
    summary.alerts["memory"] = asdict(after)
    if after is not before:
        remember(run.ledger, run.run_id, after)


def _send(alerts: list[Alert], kind: str, root: str, receivers: SecretStr, summary: Summary) -> bool:
    """Whether a receiver took the message."""
    delivery = send(receivers, compose(alerts, kind, root))
    if delivery.n_sent:
        summary.alerts["told"] = headline(alerts)
    if delivery.problem:
        _admit(summary, f"not delivered: {headline(alerts)}; {delivery.problem}")
    return delivery.n_sent > 0


def _admit(summary: Summary, problem: str) -> None:
    summary.alerts["problem"] = problem
    logging.getLogger(__name__).warning("alert: %s", problem)


def _today() -> date:
    return datetime.now(UTC).date()
