"""Where the ledger lies, as a URL. It may hold a password, so whatever is said of it is said without."""

import re

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from transforms.errors import SettingsError

WHERE = "ledger_url (or PILASTER_LEDGER_URL)"
# psycopg 3 is the driver that comes with Pilaster; `postgres` is how some hosters write it.
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
_HOST = re.compile(r"[\w.:,%-]*")
# What libpq would also take as a parameter of the URL, where SQLAlchemy shows it to everybody.
SECRETS = ("password", "sslpassword")


def parse(url: str | URL) -> URL:
    """The URL of a ledger, with the driver that reaches it.

    Raises:
        SettingsError: it is no URL of a database that can hold a ledger. Nothing of the text is repeated: a URL that was misread
            may show its password anywhere.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise _refused("text that is no URL (it is not shown, for it may hold a password)") from None
    if parsed.drivername not in _DRIVERS:
        raise _refused(f"{parsed.drivername}://...")
    if "@" in f"{parsed.database}" or any("@" in name for name in parsed.query) or not _HOST.fullmatch(parsed.host or ""):
        raise _refused("a URL in which an @ stands where none belongs (it is not shown, for it may hold a password)")
    return parsed.set(drivername=_DRIVERS[parsed.drivername])


def shown(url: URL) -> str:
    """A URL for people: no password, and no parameters, which may hold one too."""
    return URL.create(
        url.get_backend_name(), username=url.username, host=url.host, port=url.port, database=url.database
    ).render_as_string()


def without_secrets(text: str, url: URL) -> str:
    """A text of somebody else's, without the secrets of a URL should they stand in it."""
    for secret in (url.password, *(url.query.get(name) for name in SECRETS)):
        if isinstance(secret, str) and secret:
            text = text.replace(secret, "...")
    return text


def _refused(found: str) -> SettingsError:
    return SettingsError(
        where=WHERE,
        expected="sqlite:////folder/ledger.db or postgresql://user:password@host:5432/database",
        found=found,
        remedy="correct it (a password has @ as %40, / as %2F and : as %3A), or remove it to get ledger.db in the workspace",
    )
