"""Settings of one workspace: pilaster.toml below PILASTER_* of the environment, read once at the door."""

import tomllib
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from transforms.errors import SettingsError
from warehouse.workspace import Workspace


class Settings(BaseSettings):
    """Everything a workspace may set. An environment variable (PILASTER_SETTLE_S, ...) beats the file."""

    model_config = SettingsConfigDict(env_prefix="PILASTER_", frozen=True, extra="forbid")

    settle_s: float = Field(
        default=10.0, ge=0, le=3600, description="seconds for which a file must stand still before it is taken"
    )
    ledger_url: str = Field(default="", description="SQLAlchemy URL of the ledger; empty: ledger.db in the workspace")
    compression: Literal["snappy", "zstd"] = Field(default="snappy", description="snappy is what every BI tool reads")
    memory_limit: str = Field(default="2GB", pattern=r"^\d+(\.\d+)?\s?[KMGT]i?B$", description="memory that DuckDB may use")
    threads: int | None = Field(default=None, ge=1, description="threads of DuckDB; all cores if not set")

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


def read_settings(workspace: Workspace) -> Settings:
    """Settings of a workspace.

    Raises:
        SettingsError: naming the key, what it may be and what it is.
    """
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
            where=f"{where} (or PILASTER_{key.upper()}), {key}",
            expected=f"one of {', '.join(Settings.model_fields)}" if first["type"] == "extra_forbidden" else first["msg"],
            found=repr(first["input"])[:120],
            remedy="correct it, or remove it to get the default",
        ) from error
