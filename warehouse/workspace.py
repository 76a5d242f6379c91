"""A workspace is a folder; this page is its map."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transforms.contracts.tables import Table
from transforms.errors import FormatFileError, StrategyError, WorkspaceError
from transforms.strategy import Strategy, parse_strategy

if TYPE_CHECKING:
    from transforms.exports.registry import Registry

SETTINGS_FILE = "pilaster.toml"
UNDATED = "undated"


def partition_name(table: Table, brand: str, month: str) -> str:
    """The name of a partition's file, without `.parquet`."""
    return table.name if table.partition == "whole" else f"{table.name}__{brand}__{month}"


@dataclass(frozen=True)
class Workspace:
    """Where everything of one workspace lies. Paths only: nothing is read or made here."""

    root: Path

    @property
    def settings(self) -> Path:
        """pilaster.toml, which makes a folder a workspace."""
        return self.root / SETTINGS_FILE

    @property
    def strategy(self) -> Path:
        """strategy/<brand>.yaml."""
        return self.root / "strategy"

    @property
    def formats(self) -> Path:
        """formats/: a workspace's own export formats."""
        return self.root / "formats"

    @property
    def templates(self) -> Path:
        """templates/: empty tables for figures that no platform exports."""
        return self.root / "templates"

    @property
    def landing(self) -> Path:
        """landing/<brand>/...: where people and machines drop exports."""
        return self.root / "landing"

    @property
    def raw(self) -> Path:
        """raw/<brand>/<sha>: every export as it came, for good."""
        return self.root / "raw"

    @property
    def journal(self) -> Path:
        """journal/<kind>/<brand>/: events that no file can tell."""
        return self.root / "journal"

    @property
    def warehouse(self) -> Path:
        """warehouse/<table>/: Parquet."""
        return self.root / "warehouse"

    @property
    def reports(self) -> Path:
        """reports/: pages for people."""
        return self.root / "reports"

    @property
    def quality(self) -> Path:
        """reports/quality/: pages of what was checked, held and refused."""
        return self.reports / "quality"

    @property
    def engagement(self) -> Path:
        """reports/engagement/: a page per brand and month."""
        return self.reports / "engagement"

    @property
    def as_of(self) -> Path:
        """reports/as-of/: reports as they were known on a day."""
        return self.reports / "as-of"

    @property
    def pages_due(self) -> Path:
        """There while reports/engagement/ may be behind the reports."""
        return self.root / ".pages-due"

    @property
    def contract(self) -> Path:
        """contract/: what the tables promise: dictionary.md, the Open Data Contract and a schema per table."""
        return self.root / "contract"

    @property
    def data_package(self) -> Path:
        """datapackage.json: every published file. It lies above them, since a package may not point upwards."""
        return self.root / "datapackage.json"

    @property
    def description_due(self) -> Path:
        """There while contract/ and datapackage.json may be behind the table folders."""
        return self.root / ".description-due"

    @property
    def quarantine(self) -> Path:
        """quarantine/<brand>/: refused records with their reasons."""
        return self.root / "quarantine"

    @property
    def staging(self) -> Path:
        """.staging/<run>/: half-made things of one run, beside the tables and on their disk."""
        return self.root / ".staging"

    @property
    def offboarding(self) -> Path:
        """.offboarding/<brand>.json: brands that are on their way out."""
        return self.root / ".offboarding"

    @property
    def foreign(self) -> Path:
        """quarantine/foreign/: files that lay where they did not belong."""
        return self.quarantine / "foreign"

    @property
    def ledger(self) -> Path:
        """ledger.db: the index over all of this."""
        return self.root / "ledger.db"

    @property
    def identity(self) -> Path:
        """journal/workspace.json: by which name a ledger that lies elsewhere knows this workspace."""
        return self.journal / "workspace.json"

    @property
    def people_key(self) -> Path:
        """.people_key: the key of the hashes that stand for people, where the settings tell none."""
        return self.root / ".people_key"

    @property
    def people_key_mark(self) -> Path:
        """journal/people_key.json: by which fingerprint that key is known."""
        return self.journal / "people_key.json"

    @property
    def publishing_lock(self) -> Path:
        """The one lock of publishing."""
        return self.root / ".publishing.lock"

    @property
    def alerting_lock(self) -> Path:
        """Held while one run tells what is new, so that another does not tell it too."""
        return self.root / ".alerting.lock"

    def raw_file(self, brand: str, sha: str) -> Path:
        """The archived bytes of one export."""
        return self.raw / brand / sha

    def partition(self, table: Table, brand: str, month: str) -> Path:
        """The file of one partition; tables kept whole have one file named after themselves."""
        return self.warehouse / table.name / f"{partition_name(table, brand, month)}.parquet"

    def require(self) -> None:
        """Refuse a folder that is no workspace.

        Raises:
            WorkspaceError: with the command that makes one.
        """
        if not self.settings.is_file():
            raise WorkspaceError(
                where=str(self.root),
                expected=f"a workspace: a folder with {SETTINGS_FILE}",
                found="no such file" if self.root.is_dir() else "no such folder",
                remedy=f"make one with `pilaster init --workspace {self.root}`, or name another with --workspace",
            )


def read_formats(workspace: Workspace) -> "tuple[Registry, Mapping[str, FormatFileError]]":
    """The formats that the workspace reads, the same object while its files say the same, and what is wrong with others."""
    paths = sorted(workspace.formats.glob("*.yaml"))
    if not paths:
        from transforms.exports.registry import SHIPPED

        return SHIPPED, {}
    from transforms.exports.own_formats import registry_of  # most workspaces have none of their own

    return registry_of(tuple((path.stem, path.read_bytes().decode("utf-8", "replace")) for path in paths))


def read_strategies(workspace: Workspace) -> tuple[dict[str, Strategy], Mapping[str, StrategyError]]:
    """Every brand's strategy that can be read, and for the others what is wrong with them."""
    strategies: dict[str, Strategy] = {}
    errors: dict[str, StrategyError] = {}
    formats = read_formats(workspace)[0]
    for path in sorted(workspace.strategy.glob("*.yaml")):
        try:
            strategies[path.stem] = parse_strategy(path.read_text("utf-8"), f"strategy/{path.name}", path.stem, formats)
        except StrategyError as error:
            errors[path.stem] = error
        except UnicodeDecodeError as error:
            errors[path.stem] = StrategyError(
                where=f"strategy/{path.name}", expected="UTF-8 text", found=str(error), remedy="save it as UTF-8"
            )
    return strategies, errors


def require_a_strategy(workspace: Workspace) -> None:
    """Refuse a workspace in which no brand's strategy can be read: there is nothing that a run could do.

    Raises:
        StrategyError: what is wrong with the first of them, or that there is none.
    """
    strategies, errors = read_strategies(workspace)
    if not strategies:
        raise next(iter(errors.values()), None) or StrategyError(
            where=str(workspace.strategy),
            expected="at least one strategy/<brand>.yaml",
            found="none",
            remedy="write one from the template of `pilaster init`; it names the brand, its time zone and its accounts",
        )
