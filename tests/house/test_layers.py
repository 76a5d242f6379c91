"""Arrows point inward, heavy libraries stay behind their door, and what data means never depends on the clock or the disk."""

import ast
import re
import subprocess
import sys

import pytest

MAY_USE = {
    "flows": {"flows", "transforms", "expectations", "warehouse"},
    "warehouse": {"warehouse", "transforms"},
    "expectations": {"expectations", "transforms"},
    "transforms": {"transforms"},
}
HOME_OF = {
    "prefect": "flows",
    "great_expectations": "expectations",
    "duckdb": "warehouse",
    "sqlalchemy": "warehouse",
    "alembic": "warehouse",
}
HEAVY = ("pandas", "pyarrow", "duckdb", "great_expectations")
WORLD = (  # what reaches the disk, the clock, chance or a log; importlib.resources, for files that ship with us, stays open
    *("os", "io.open", "pathlib.Path", "shutil", "glob", "tempfile", "subprocess", "socket", "urllib.request", "fsspec"),
    *("pyarrow.fs", "pyarrow.dataset", "pyarrow.parquet"),
    *("time", "random", "secrets"),
    *("logging", "rich"),
)
CLOCK_CALLS = {"now", "utcnow", "today"}
CLOCK_SQL = re.compile(r"(?i)\b(now|today|get_current_time\w*)\s*\(|\bcurrent_(date|time|timestamp)\b")


def test_a_package_uses_only_the_packages_below_it(modules):
    against = [
        f"{module.at(found.line)} {module.layer} uses {found.name}"
        for module in modules
        for found in module.imports
        if found.package in MAY_USE and found.package not in MAY_USE[module.layer]
    ]

    assert against == []


@pytest.mark.parametrize(("library", "home"), HOME_OF.items())
def test_a_library_is_known_to_one_package_alone(modules, library, home):
    elsewhere = [
        module.at(found.line)
        for module in modules
        for found in module.imports
        if found.package == library and module.layer != home
    ]

    assert elsewhere == []


def test_flows_import_dataframe_libraries_only_where_they_are_needed(modules):
    early = [
        f"{module.at(found.line)} {found.name}"
        for module in modules
        for found in module.imports
        if module.layer == "flows" and found.package in HEAVY and found.at_import_time
    ]

    assert early == []


def test_the_command_line_starts_without_a_heavy_library(root):
    """The rule above sees our own lines; this one sees what they drag along."""
    question = f"import sys, flows.__main__; print(*sorted({{*{HEAVY!r}, 'prefect'}} & sys.modules.keys()))"

    answer = subprocess.run([sys.executable, "-c", question], cwd=root, capture_output=True, check=False, text=True)

    assert (answer.stdout.strip(), answer.stderr) == ("", "")


def test_flows_start_without_a_heavy_library(root):
    """A night with nothing new would pay for it: PyArrow alone takes longer to import than such a night runs."""
    flows = ", ".join(f"flows.{name}" for name in ("nightly", "monthly_reports", "backfill", "verify", "deployments"))
    question = f"import sys, {flows}; print(*sorted({{*{HEAVY!r}}} & sys.modules.keys()))"

    answer = subprocess.run([sys.executable, "-c", question], cwd=root, capture_output=True, check=True, text=True)

    assert answer.stdout.strip() == ""


def test_transforms_import_nothing_that_reaches_the_world(modules):
    against = [
        f"{module.at(found.line)} {found.name}"
        for module in modules
        for found in module.imports
        if module.layer == "transforms" and (found.is_within(*WORLD) or found.name == "pathlib")
    ]

    assert against == []


def test_transforms_open_no_file_and_read_no_clock(modules):
    against = [
        f"{module.at(call.lineno)} {ast.unparse(call.func)}()"
        for module in modules
        if module.layer == "transforms"
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and _touches_the_world(call.func)
    ]

    assert against == []


def test_the_sql_of_transforms_reads_no_clock(root, files):
    scripts = [path for path in files if path.parts[0] == "transforms" and path.suffix == ".sql"]

    against = [
        f"{path}:{number}"
        for path in scripts
        for number, line in enumerate((root / path).read_text("utf-8").splitlines(), 1)
        if CLOCK_SQL.search(line.partition("--")[0])
    ]

    assert against == []


def _touches_the_world(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id == "open"
    return isinstance(called, ast.Attribute) and called.attr in CLOCK_CALLS
