"""What the processes of `pilaster up` find in their environment."""

import os
from collections.abc import Mapping

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


def adopt(environment: Mapping[str, str]) -> None:
    """Take an environment as one's own; Prefect reads it when it is imported first."""
    for name in [name for name in os.environ if name.startswith("PREFECT_") and name not in environment]:
        del os.environ[name]
    os.environ.update(environment)
