"""The repository as the house rules see it: its files, and its modules as syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("flows", "transforms", "expectations", "warehouse")


@dataclass(frozen=True)
class Import:
    """One name that a module imports: `from pathlib import Path` is `pathlib.Path`."""

    name: str
    line: int
    at_import_time: bool

    @property
    def package(self) -> str:
        return self.name.partition(".")[0]

    def is_within(self, *modules: str) -> bool:
        return any(self.name == module or self.name.startswith(module + ".") for module in modules)


@dataclass(frozen=True)
class Module:
    """A Python file of one of the four packages."""

    path: Path
    tree: ast.Module

    @property
    def layer(self) -> str:
        return self.path.parts[0]

    @property
    def imports(self) -> list[Import]:
        return list(_imports(self.tree, self.path.parent, at_import_time=True))

    def at(self, line: int) -> str:
        return f"{self.path}:{line}"


def _imports(node: ast.AST, folder: Path, *, at_import_time: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, child.lineno, at_import_time) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            source = ".".join([*_origin(folder, child.level), *filter(None, [child.module])])
            yield from (Import(f"{source}.{alias.name}", child.lineno, at_import_time) for alias in child.names)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from (found for part in child.body for found in _imports(ast.Module([part], []), folder, at_import_time=False))
            yield from (found for part in child.orelse for found in _imports(ast.Module([part], []), folder, at_import_time=True))
        else:
            is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(child, folder, at_import_time=at_import_time and not is_function)


def _origin(folder: Path, level: int) -> tuple[str, ...]:
    """The package that a relative import starts from; empty for an absolute one."""
    return folder.parts[: len(folder.parts) - level + 1] if level else ()


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file that is, or is about to be, part of the repository; relative to its root."""
    listing = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    return sorted({Path(name) for name in names if name and (ROOT / name).is_file()})


@pytest.fixture(scope="session")
def modules(files: list[Path]) -> list[Module]:
    """The four packages, parsed."""
    ours = [path for path in files if path.suffix == ".py" and path.parts[0] in LAYERS]
    return [Module(path, ast.parse((ROOT / path).read_text("utf-8"), str(path))) for path in ours]
