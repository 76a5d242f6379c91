"""The loops over all steps prove only as much as the steps cover: no function may touch the disk without passing one."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What changes a file or a folder. `replace` with one argument is a path's; a text's has two.
CHANGES = {
    "unlink",
    "rmdir",
    "rmtree",
    "mkdir",
    "rename",
    "write_text",
    "write_bytes",
    "link_to",
    "symlink_to",
    "ParquetWriter",
}
STEPS = {"step", "write_private"}
# Written once by a person's command, before there is anything to lose.
BESIDE_ALL_RUNS = "flows/serving/"  # the server's own state and logs: no run reads them, `up` and `down` have tests of their own
BEFORE_ANY_RUN = {"flows/scaffold.py", "flows/demo/write.py", "flows/commands/demo.py"}


def changes_the_disk(call):
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "replace":
        return isinstance(call.func, ast.Attribute) and len(call.args) == 1 and not call.keywords
    if name == "open":
        told = ast.unparse(call)
        return "O_CREAT" in told or any(f"'{mode}" in told for mode in ("w", "a", "x"))
    if name == "OSFile":
        return "'wb'" in ast.unparse(call)
    return name in CHANGES


def calls(function):
    return [node for node in ast.walk(function) if isinstance(node, ast.Call)]


def test_every_function_that_changes_a_file_passes_a_step():
    silent = []
    for path in [*ROOT.glob("warehouse/**/*.py"), *ROOT.glob("flows/**/*.py")]:
        where = path.relative_to(ROOT).as_posix()
        if where in BEFORE_ANY_RUN or where.startswith(BESIDE_ALL_RUNS):
            continue
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                named = {call.func.id for call in calls(function) if isinstance(call.func, ast.Name)}
                if any(changes_the_disk(call) for call in calls(function)) and not named & STEPS:
                    silent.append(f"{path.relative_to(ROOT)}:{function.lineno} {function.name}")

    assert silent == []


def test_every_writing_transaction_passes_a_step_before_it_commits():
    """`writing` is the only door: whoever begins another transaction that writes would commit beside the loops."""
    begun = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in [*ROOT.glob("warehouse/**/*.py"), *ROOT.glob("flows/**/*.py")]
        for call in calls(ast.parse(path.read_text("utf-8")))
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"begin", "commit"}
    ]

    assert [place.partition(":")[0] for place in begun] == ["warehouse/ledger/open.py"]
