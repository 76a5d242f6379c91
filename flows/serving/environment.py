"""What the processes of `pilaster up` find in their environment."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flows.serving.home import Home, Serving

# Of the caller's own Prefect settings only these count: where the database is, and how much is logged. A profile, an API key
# or the address of another server would lead the processes astray.
_KEPT = ("PREFECT_SERVER_DATABASE_", "PREFECT_API_DATABASE_", "PREFECT_LOGGING_LEVEL", "PREFECT_SERVER_LOGGING_LEVEL")
_LOOPBACK = "127.0.0.1"


def environment(home: Home, serving: Serving, inherited: Mapping[str, str]) -> dict[str, str]:
    """The environment of server, worker and of `pilaster up` itself when it speaks with them."""
    kept = {name: value for name, value in inherited.items() if not name.startswith("PREFECT_") or name.startswith(_KEPT)}
    secret = home.secret()
    outside_proxies = ",".join(filter(None, [inherited.get("NO_PROXY") or inherited.get("no_proxy"), _LOOPBACK]))
    return kept | {
        "PREFECT_HOME": str(home.root),
        "PREFECT_API_URL": serving.api,
        "PREFECT_API_AUTH_STRING": secret,
        "PREFECT_SERVER_API_AUTH_STRING": secret,
        "PREFECT_SERVER_API_HOST": _LOOPBACK,
        "PREFECT_SERVER_API_PORT": str(serving.port),
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": serving.ui,
        # Else the server copies its pages into the folder where Prefect is installed, which need not be ours to write.
        "PREFECT_UI_STATIC_DIRECTORY": str(home.root / "ui"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLI_PROMPT": "false",
        "DO_NOT_TRACK": "1",
        "GX_ANALYTICS_ENABLED": "false",
        "NO_PROXY": outside_proxies,
        "no_proxy": outside_proxies,
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def speaking_with(home: Home, serving: Serving) -> Iterator[None]:
    """Let Prefect's client speak with this server, whichever it spoke with before.

    Prefect reads its environment once, when it is imported first: that decides on its home. The address is told again each time,
    for an `up` that clears another one away speaks with two servers.
    """
    told = environment(home, serving, os.environ)
    for name in [name for name in os.environ if name.startswith("PREFECT_") and name not in told]:
        del os.environ[name]
    os.environ.update(told)
    from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

    with temporary_settings({PREFECT_API_URL: serving.api, PREFECT_API_AUTH_STRING: home.secret()}):
        yield
