"""Sending one message through Apprise. No receiver makes it fail or wait beyond `SECONDS`, and no address is shown."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import SecretStr

from flows.alerting.message import Message

SECONDS = 10
_COURIER = Path(__file__).with_name("courier.py")


@dataclass(frozen=True)
class Delivery:
    """How one message fared: receivers that took it, and for the others why not. Without their addresses."""

    n_sent: int
    problems: tuple[str, ...] = ()

    @property
    def problem(self) -> str:
        """What went wrong, on one line; nothing when all went well."""
        return "; ".join(self.problems)


def send(receivers: SecretStr, message: Message, seconds: int = SECONDS) -> Delivery:
    """Bring a message to every address in `receivers`, all at once."""
    urls = receivers.get_secret_value().split()
    told = json.dumps({"urls": urls, "seconds": seconds, **asdict(message)})
    # -P: its own folder is no place to import from. Addresses travel by standard input, which no list of processes shows.
    command = [sys.executable, "-P", str(_COURIER)]
    try:
        done = subprocess.run(  # noqa: S603 - our own file and interpreter, no shell, nothing from outside in the command
            command, input=told.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds, check=False
        )
        said, silence = done.stdout, f"the sender ended with code {done.returncode} before it answered"
    except subprocess.TimeoutExpired as error:
        said, silence = error.stdout or b"", f"no answer within {seconds} seconds"
    except OSError as error:
        said, silence = b"", f"the sender could not be started: {error.strerror}"
    outcomes = dict(line.split() for line in said.decode(errors="replace").splitlines() if line.count(" ") == 1)
    return _delivery([outcomes.get(str(number), silence) for number in range(1, len(urls) + 1)])


_WORDS = {"refused": "it did not take the message", "unknown": "its address in alert_url is none that Apprise knows"}


def _delivery(outcomes: list[str]) -> Delivery:
    counts = Counter(outcomes)
    n_sent = counts.pop("sent", 0)
    problems = (
        f"receiver {number} of {len(outcomes)}: {_WORDS.get(outcome, outcome)}"
        for number, outcome in enumerate(outcomes, 1)
        if outcome != "sent"
    )
    return Delivery(n_sent, tuple(problems))
