"""Carries one message to its receivers, in a process of its own. `sending` starts it and writes everything to its input.

A process of its own, for three reasons: Apprise writes addresses with their secrets into logs, and this one has none; a receiver
that answers drop by drop is ended by a signal, which no timeout of a library promises; and the night imports nothing for it.
It imports nothing of ours, and says on standard output one line per receiver: its number, then sent, refused or unknown.
"""

import json
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def main() -> None:
    """Deliver to all at once; end for good when the time is over, whoever started this having died or not."""
    told = json.loads(sys.stdin.read())
    signal.alarm(told["seconds"])
    import apprise

    asset = apprise.AppriseAsset(app_id="Pilaster", app_desc="Pilaster", http_redirects=False)
    # One after the other: Apprise finds its plugins at the first address, and does not expect company there.
    found = [(number, _receiver(url, asset)) for number, url in enumerate(told["urls"], 1)]
    with ThreadPoolExecutor(max_workers=len(found)) as pool:
        for done in [pool.submit(_deliver, number, receiver, asset, told) for number, receiver in found]:
            done.result()


def _receiver(url: str, asset: Any) -> Any:  # noqa: ANN401 - Apprise is imported late
    import apprise

    receiver = apprise.Apprise.instantiate(url, asset=asset)
    if receiver is not None and "overflow=" not in url:
        receiver.overflow_mode = apprise.OverflowMode.TRUNCATE  # one message, even where a receiver takes few letters
    return receiver


def _deliver(number: int, receiver: Any, asset: Any, told: dict[str, Any]) -> None:  # noqa: ANN401 - likewise
    """Bring the message to one receiver and say how it went."""
    import apprise

    outcome = "unknown"
    if receiver is not None:
        circle = apprise.Apprise(receiver, asset=asset)
        kind = apprise.NotifyType.FAILURE if told["is_failure"] else apprise.NotifyType.WARNING
        text = apprise.NotifyFormat.TEXT
        is_sent = circle.notify(title=told["title"], body=told["body"], notify_type=kind, body_format=text)
        outcome = "sent" if is_sent else "refused"
    # In one piece and at once: others speak at the same time, and the end may come before the last of them.
    os.write(sys.stdout.fileno(), f"{number} {outcome}\n".encode())


if __name__ == "__main__":
    main()
