"""How the code looks, as far as a linter does not already say so."""

import ast
import re

LONGEST_FILE = 300
ATTICS = {"utils.py", "util.py", "helpers.py", "helper.py"}
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|tmp/lab)(?![\w-])")
REGISTRY_HOST = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|deb\.debian\.org")


def test_no_file_is_an_attic(files):
    """A helper lives beside its only user, or earns a module that says what it is about."""
    attics = [str(path) for path in files if path.name in ATTICS]

    assert attics == []


def test_no_python_file_is_longer_than_one_can_hold_in_mind(root, files):
    lengths = {str(path): len((root / path).read_text("utf-8").splitlines()) for path in files if path.suffix == ".py"}

    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_every_public_function_and_class_says_what_it_is_for(modules):
    silent = [
        f"{module.at(part.lineno)} {part.name}"
        for module in modules
        for part in module.tree.body
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if not part.name.startswith("_") and not ast.get_docstring(part)
    ]

    assert silent == []


def test_only_the_command_line_prints(modules):
    printing = [
        module.at(call.lineno)
        for module in modules
        if module.layer != "flows"
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print"
    ]

    assert printing == []


def test_no_file_knows_the_machine_it_was_written_on(root, files):
    assert _lines_with(MACHINE_PATH, root, files) == []


def test_no_file_names_a_package_registry(root, files):
    assert _lines_with(REGISTRY_HOST, root, files) == []


def _lines_with(pattern, root, files):
    """Places in text files; a golden case may hold any bytes, and those are read as far as they are text."""
    return [
        f"{path}:{number}"
        for path in files
        for number, line in enumerate((root / path).read_text("utf-8", errors="ignore").splitlines(), 1)
        if pattern.search(line)
    ]
