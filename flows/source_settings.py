"""`[sources.<name>]` of pilaster.toml: databases from which a night reads, next to landing/."""

import os
import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from transforms.errors import DatabaseSourceError
from transforms.strategy import BRAND_PATTERN

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Source(BaseModel):
    """One schema of a connector in a database."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    url: SecretStr = Field(description="URL of the database, or better the name of an environment variable that holds it")
    connector: str = Field(description="whose schema it is: facebook_pages, instagram_business, ...")
    brand: Annotated[str, StringConstraints(pattern=BRAND_PATTERN)] = Field(description="whose numbers it holds")
    schema_name: str | None = Field(default=None, alias="schema", description="name of the schema; the connector's usual one")
    accounts: dict[str, str] = Field(
        default_factory=dict, description="id or name of an account as the source has it → its handle in the strategy"
    )
    settle_s: float = Field(
        default=3600, ge=0, le=7 * 86_400, description="rows younger than that wait: more of their moment may be under way"
    )

    def address(self, name: str) -> str:
        """The database's URL, out of the environment where the settings name a variable.

        Raises:
            DatabaseSourceError: there is no such variable.
        """
        told = self.url.get_secret_value().strip()
        if not _VARIABLE.fullmatch(told):
            return told
        if not os.environ.get(told):
            raise DatabaseSourceError(
                where=f"sources.{name}, url",
                expected=f"an environment variable {told} with the URL of the database",
                found="no such variable, or an empty one",
                remedy="set it where the night runs, or write the URL itself",
            )
        return os.environ[told]
