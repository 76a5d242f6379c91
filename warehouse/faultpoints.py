"""Named steps at which a test may kill or stop the process; in production one integer comparison each.

Every write to disk and to the ledger passes `step()`. `PILASTER_FAULT=kill:17` kills the process with SIGKILL at the
17th step, `stop:17` sends it SIGSTOP there: so a test can loop n = 1, 2, ... until a run survives (FAULTS 1 to 4, 14).
"""

import os
import signal

_SIGNALS = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}


class _Armed:
    """The one fault that this process was told to commit."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None
        self.at = 0
        self.names: list[str] = []


_armed = _Armed()


def arm(fault: str) -> None:
    """Arm `kill:n` or `stop:n`, where n = 0 only notes the steps; an empty text disarms."""
    kind, _, count = fault.partition(":")
    _armed.signal = _SIGNALS[kind] if fault else None
    _armed.at = int(count) if fault else 0
    _armed.names = []


def step(name: str) -> None:
    """Pass one step, just before it is done; commits the armed fault when its turn has come."""
    if _armed.signal is None:
        return
    _armed.names.append(name)
    if len(_armed.names) == _armed.at:
        os.kill(os.getpid(), _armed.signal)


def passed() -> list[str]:
    """The steps that this process passed since it was armed, in their order."""
    return list(_armed.names)


arm(os.environ.get("PILASTER_FAULT", ""))
