"""Carries one message to its receivers, in a process of its own. `sending` starts it and writes everything to its input.

A process of its own, for three reasons: Apprise writes addresses with their secrets into logs, and this one has none; a receiver
that answers drop by drop is ended by a signal, which no timeout of a library promises; and the night imports nothing for it.
It imports nothing of ours, and says on standard output one line per receiver: its number, then sent, refused or unknown.
"""

import json
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def deliver(number: int, url: str, told: dict[str, Any]) -> None:
    """Bring the message to one receiver and say how it went."""
    import apprise

    asset = apprise.AppriseAsset(app_id="Pilaster", app_desc="Pilaster", http_redirects=False)
    receiver = apprise.Apprise.instantiate(url, asset=asset)
    if receiver is None:
        outcome = "unknown"
    else:
        if "overflow=" not in url:
            receiver.overflow_mode = apprise.OverflowMode.TRUNCATE  # one message, even where a receiver takes few letters
        kind = apprise.NotifyType.FAILURE if told["is_failure"] else apprise.NotifyType.WARNING
        circle = apprise.Apprise(asset=asset)
        circle.add(receiver)
        is_sent = circle.notify(title=told["title"], body=told["body"], notify_type=kind, body_format=apprise.NotifyFormat.TEXT)
        outcome = "sent" if is_sent else "refused"
    print(f"{number} {outcome}", flush=True)


def main() -> None:
    """Deliver to all at once; end for good when the time is over, whoever started this having died or not."""
    told = json.loads(sys.stdin.read())
    signal.alarm(told["seconds"])
    with ThreadPoolExecutor(max_workers=len(told["urls"])) as pool:
        for number, url in enumerate(told["urls"], 1):
            pool.submit(deliver, number, url, told)


if __name__ == "__main__":
    main()
