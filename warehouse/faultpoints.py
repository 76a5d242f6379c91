"""Named steps at which a test may kill or stop the process; in production one integer comparison each.

Every write to disk and to the ledger passes `step()`. `PILASTER_FAULT=kill:17` kills the process with SIGKILL at the
17th step, `stop:17` sends it SIGSTOP there: so a test can loop n = 1, 2, ... until a run survives (FAULTS 1 to 4, 14).
`kill:replace dim_post` does so at the first step whose name starts like that.
"""

import os
import signal
from threading import Lock

_SIGNALS = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}


class _Armed:
    """The one fault that this process was told to commit."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None
        self.at = 0
        self.name: str | None = None
        self.names: list[str] = []


_armed = _Armed()
_counting = Lock()


def arm(fault: str) -> None:
    """Arm `kill:n` or `stop:name`, where n = 0 only notes the steps; an empty text disarms."""
    kind, _, place = fault.partition(":")
    _armed.signal = _SIGNALS[kind] if fault else None
    _armed.at = int(place) if place.isdigit() else 0
    _armed.name = place if place and not place.isdigit() else None
    _armed.names = []


def step(name: str) -> None:
    """Pass one step, just before it is done; commits the armed fault when its turn has come."""
    if _armed.signal is None:
        return
    # Steps of threads count one after the other, or two of them could pass the one that is meant.
    with _counting:
        _armed.names.append(name)
        is_named = _armed.name is not None and name.startswith(_armed.name)
        if is_named or len(_armed.names) == _armed.at:
            _armed.name = None
            os.kill(os.getpid(), _armed.signal)


def passed() -> list[str]:
    """The steps that this process passed since it was armed, in their order."""
    return list(_armed.names)


arm(os.environ.get("PILASTER_FAULT", ""))
