"""Settings of one workspace: pilaster.toml below PILASTER_* of the environment, read once at the door."""

import json
import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from flows.cron import require_cron
from flows.source_settings import Name, Source
from transforms.errors import SettingsError
from warehouse.workspace import Workspace

# Platforms go on counting for two days and more (their own words); a month that is closed earlier is restated every time.
SHORTEST_WAIT = 3
# A shorter key could be found by trying.
SHORTEST_KEY = 16
_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://\S+")


class Settings(BaseSettings):
    """Everything a workspace may set. An environment variable (PILASTER_SETTLE_S, ...) that is not empty beats the file."""

    # A variable that is left empty says nothing: containers and files of variables hand on many of those.
    model_config = SettingsConfigDict(
        env_prefix="PILASTER_", env_ignore_empty=True, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    settle_s: float = Field(
        default=10.0, ge=0, le=3600, description="seconds for which a file must stand still before it is taken"
    )
    ledger_url: SecretStr = Field(
        default=SecretStr(""),
        description="URL of the ledger: sqlite:///... or postgresql://..., with its password; empty: ledger.db in the workspace",
    )
    hash_key: SecretStr = Field(
        default=SecretStr(""),
        description="key of the hashes that stand for people, 16 characters or more; empty: the workspace makes one, .people_key",
    )
    compression: Literal["snappy", "zstd"] = Field(default="snappy", description="snappy is what every BI tool reads")
    memory_limit: str = Field(default="2GB", pattern=r"^\d+(\.\d+)?\s?[KMGT]i?B$", description="memory that DuckDB may use")
    threads: int | None = Field(
        default=None, ge=1, description="threads of DuckDB, which build up to four reports at a time; all cores if not set"
    )
    close_after_days: int | None = Field(
        default=None,
        ge=SHORTEST_WAIT,
        description="days after the end of a month for which its late figures are awaited before the monthly reports close it; "
        "empty: people close it",
    )
    nightly_cron: str = Field(default="15 3 * * *", description="when a night runs: minute, hour, day, month, weekday")
    reports_day: int = Field(default=4, ge=1, le=28, description="day of the month on which the monthly reports are made")
    verify_cron: str = Field(default="15 6 * * sun", description="when the warehouse is verified")
    schedule_zone: str = Field(default="UTC", description="whose clock the schedules go by: an IANA name")

    landing_retention_days: int | None = Field(
        default=None, ge=1, description="days after which a taken export leaves landing/; empty: it stays. raw/ keeps it for good"
    )

    alert_url: SecretStr = Field(
        default=SecretStr(""),
        description="where alerts go: Apprise URLs such as slack://..., several apart by blanks; empty: nowhere",
    )
    alert_quarantined_over: int = Field(
        default=0, ge=0, description="records of a brand refused in one run that are no alert yet"
    )
    alert_volume_factor: float = Field(
        default=4.0, gt=1, description="an export with this many times the usual records, or as few, is an alert"
    )
    alert_volume_exports: int = Field(default=5, ge=2, description="exports before it without which nothing is called usual")

    sources: Annotated[dict[Name, Source], NoDecode] = Field(
        default_factory=dict, description="databases that a night reads, each under a name of its own"
    )

    @field_validator("sources", mode="before")
    @classmethod
    def _from_json(cls, value: Any) -> Any:  # noqa: ANN401 - whatever stands there
        """In the environment it is JSON."""
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else {}
        except ValueError:
            raise ValueError('JSON such as {"social": {"url": "SOCIAL_DB_URL", "connector": ..., "brand": ...}}') from None

    @field_validator("alert_url")
    @classmethod
    def _is_a_list_of_urls(cls, value: SecretStr) -> SecretStr:
        # Whether Apprise knows each kind is for `pilaster alerts test`: asking it takes longer than a night with nothing to do.
        if not all(_URL.match(each) for each in value.get_secret_value().split()):
            raise ValueError("URLs that Apprise knows, each as kind://address, apart by blanks")
        return value

    @field_validator("hash_key")
    @classmethod
    def _is_long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < SHORTEST_KEY:
            raise ValueError(f"{SHORTEST_KEY} characters or more")
        return value

    @field_validator("nightly_cron", "verify_cron")
    @classmethod
    def _comes_round(cls, line: str) -> str:
        return require_cron(line)

    @field_validator("schedule_zone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("an IANA name such as Europe/Amsterdam is needed") from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then what the file said (handed in as init values); no other source."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


# Workspaces that this process has made for itself: what the environment says is meant for another one.
_INSTEAD: dict[str, Settings] = {}


@contextmanager
def instead(workspace: Workspace, settings: Settings) -> Iterator[None]:
    """Settings of a workspace that is made for a while, whatever its file and the environment say."""
    _INSTEAD[str(workspace.root)] = settings
    try:
        yield
    finally:
        del _INSTEAD[str(workspace.root)]


def read_settings(workspace: Workspace) -> Settings:
    """Settings of a workspace.

    Raises:
        SettingsError: naming the key, what it may be and what it is.
    """
    if (instead_of := _INSTEAD.get(str(workspace.root))) is not None:
        return instead_of
    where = workspace.settings.name
    try:
        told: dict[str, Any] = tomllib.loads(workspace.settings.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(where=where, expected="TOML", found=str(error), remedy="mend the line named here") from error
    try:
        return Settings(**told)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            where=f"{where} (or PILASTER_{str(first['loc'][0]).upper()}), {key}",
            expected=_expected(first),
            found=repr(first["input"])[:120] if _may_be_shown(key) else "something else; it is not shown, for it may be a secret",
            remedy="correct it, or remove it to get the default",
        ) from error


def read_alert_url(workspace: Workspace) -> SecretStr:
    """Where alerts go, however wrong the other settings are: as the environment says, else as a file says that is TOML at all."""
    with suppress(SettingsError, OSError):
        return read_settings(workspace).alert_url
    for name, value in os.environ.items():
        if name.upper() == "PILASTER_ALERT_URL" and value:
            return SecretStr(value)
    with suppress(ValueError, OSError):
        told = tomllib.loads(workspace.settings.read_text("utf-8")).get("alert_url")
        if isinstance(told, str):
            return SecretStr(told)
    return SecretStr("")


def _expected(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden" and len(error["loc"]) > 1:
        return f"one of {', '.join(field.alias or name for name, field in Source.model_fields.items())}"
    if error["type"] == "extra_forbidden":
        return f"one of {', '.join(Settings.model_fields)}"
    return error["msg"].removeprefix("Value error, ")


def _may_be_shown(key: str) -> bool:
    """A misspelt key may hold what was meant for one of the secrets."""
    return key in Settings.model_fields and not key.endswith(("_url", "_key"))
