"""Keeping the description of the tables: contracts and expectations meet here, `warehouse/describing.py` writes what they say."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from transforms.contracts.table import Table
    from warehouse.ledger.open import Ledger
    from warehouse.workspace import Workspace

PAGE = "dictionary.md"
# YAML takes 1e-11 for a text, and 1.0e-11 for the number that it is.
_BARE_EXPONENT = re.compile(r'^( *"\w+": \d+)e-(?=\d+,?$)', re.MULTILINE)


def describe(workspace: "Workspace", ledger: "Ledger") -> bool:
    """Bring contract/ and datapackage.json up to date; False when they were."""
    from transforms.contracts.odcs import version_of
    from warehouse import describing

    if describing.is_current(workspace, version_of(published_tables())):
        return False
    return describing.refresh(workspace, ledger, texts())


def differing(workspace: "Workspace", ledger: "Ledger") -> "list[Path]":
    """Files of the description that do not say what they should."""
    from warehouse import describing

    return describing.differing(workspace, ledger, texts())


def published_tables() -> "list[Table]":
    """Every table that is published, in the order of their names."""
    from transforms.contracts.tables import TABLES

    return sorted((table for table in TABLES.values() if table.layer != "staging"), key=lambda table: table.name)


def texts() -> dict[str, str]:
    """The files of contract/ that depend on contracts and expectations alone."""
    from warehouse.describing import CONTRACT_FILE

    return {PAGE: page(), CONTRACT_FILE: contract()}


def page() -> str:
    """The dictionary for people, in Markdown."""
    from transforms.contracts.dictionary_page import dictionary_page

    return dictionary_page(published_tables())


def contract() -> str:
    """The Open Data Contract, as JSON: every reader of its YAML reads that too."""
    from expectations.contract import quality_rules
    from transforms.contracts.odcs import data_contract
    from transforms.json_text import indented

    told = indented(data_contract(published_tables(), quality_rules()))
    return _BARE_EXPONENT.sub(r"\1.0e-", told) + "\n"


def schemas() -> str:
    """The Table Schema of every published table, as one JSON list."""
    from transforms.contracts.frictionless import table_schema
    from transforms.json_text import indented

    return indented([table_schema(table) for table in published_tables()]) + "\n"
