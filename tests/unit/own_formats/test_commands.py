"""What people meet of formats of their own on the command line: the examples that `init` writes, `inspect` and its draft."""

import pytest

from flows.commands.inspect import inspect
from flows.scaffold import scaffold
from tests.builders import own_formats
from transforms.contracts.tables import TABLES
from transforms.errors import SettingsError
from transforms.exports.examples import NAMES
from transforms.exports.own_formats import TABLE_OF, registry_of
from transforms.exports.own_model import Addition, OwnFormat
from warehouse.workspace import Workspace, read_formats


@pytest.fixture
def root(tmp_path):
    for _ in scaffold(tmp_path / "social", "atelier"):
        pass
    return tmp_path / "social"


def test_examples_are_there_and_are_not_read_before_they_are_renamed(root):
    workspace = Workspace(root)
    assert read_formats(workspace)[0].own == {}

    for path in sorted(workspace.formats.glob("*.example")):
        path.rename(path.with_suffix(""))

    formats, errors = read_formats(workspace)
    assert (sorted(formats.own), dict(errors)) == (sorted(NAMES), {})


def test_the_page_beside_them_names_every_key(root):
    page = (root / "formats" / "README.md").read_text("utf-8")

    assert [
        key for key in {*OwnFormat.model_fields, *Addition.model_fields} if f"`{key}`" not in page and f"`{key}:" not in page
    ] == []
    assert all(table in TABLES for table in TABLE_OF.values())


def test_inspect_knows_the_formats_of_the_workspace_at_hand(root, tmp_path, capsys):
    export = tmp_path / "loops.csv"
    export.write_text(own_formats.LOOPS, "utf-8")
    assert inspect(export, workspace=root) == 1

    (root / "formats" / "loops.yaml").write_text(own_formats.LOOPS_FORMAT, "utf-8")
    (root / "formats" / "broken.yaml").write_text("extends: nobody\n", "utf-8")

    assert inspect(export, workspace=root) == 0
    told = capsys.readouterr()
    assert "Loops, posts\n" in told.out
    assert "one row per post" in told.out
    assert "formats/broken.yaml, line 1, extends" in told.err


def test_inspect_prints_a_draft_of_one_file(root, tmp_path, capsys):
    export = tmp_path / "loops.csv"
    export.write_text(own_formats.LOOPS, "utf-8")

    assert inspect(export, draft=True, workspace=root) == 0

    assert registry_of((("loops", capsys.readouterr().out),))[1] == {}
    with pytest.raises(SettingsError, match="one FILE"):
        inspect(export, export, draft=True, workspace=root)
