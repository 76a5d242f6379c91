"""The neutral templates: what `init` writes is what the formats read, and the documents name every column."""

import re

import pytest

from flows.scaffold import scaffold
from flows.templates import template_texts
from transforms.contracts.columns import COLUMNS
from transforms.errors import StrategyError
from transforms.exports import creators
from transforms.exports.recognise import match, recognise
from transforms.exports.register import TEMPLATES
from transforms.strategy import parse_strategy

STRATEGY = "brand: atelier\ntime_zone: Europe/Amsterdam\ncreators:\n"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_a_template_is_recognised_by_its_own_header(template):
    header = template_texts()[template.name].strip().split(",")

    found = recognise([header, [cell.example for cell in template.cells]])

    assert found.format is template.format
    assert (found.columns.unknown, found.columns.missing) == ((), ())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_the_needed_columns_alone_are_enough(template):
    """Of posts the needed ones name no post: an id or an address, and one figure, stand beside them."""
    header = tuple(cell.header for cell in template.cells if template.needs(cell))

    columns = match(template.format, header)

    assert set(template.format.required).isdisjoint(columns.missing)
    assert all(cell.column in COLUMNS for cell in template.cells)


def test_the_page_beside_the_templates_names_every_column_and_the_readme_every_template(request):
    readme = (request.config.rootpath / "README.md").read_text("utf-8")
    page = template_texts()["README.md"]

    for template in TEMPLATES:
        assert f"`{template.name}`" in readme
        section = page.partition(f"## {template.name}")[2].partition("\n## ")[0]
        for cell in template.cells:
            needed = "yes" if template.needs(cell) else ""
            assert f"| `{cell.header}` | `{cell.example}` | {needed} | {cell.words} |" in section


def test_the_readme_explains_every_column_of_the_creators_templates(request):
    readme = (request.config.rootpath / "README.md").read_text("utf-8")

    for template in creators.TEMPLATES:
        section = readme.partition(f"### `{template.name}`")[2].partition("\n#")[0]
        for cell in template.cells:
            needed = "yes" if template.needs(cell) else ""
            assert re.search(rf"^\| `{cell.header}` .*{needed}", section, re.MULTILINE), cell.header


def test_a_new_workspace_has_the_templates_where_no_night_looks(tmp_path):
    made = dict(scaffold(tmp_path, "atelier"))

    assert made["templates/creators.csv"]
    assert {path.name for path in (tmp_path / "templates").iterdir()} == {"README.md", *(each.name for each in TEMPLATES)}
    assert list((tmp_path / "landing").rglob("*.csv")) == []


def test_a_template_that_somebody_filled_is_not_written_over(tmp_path):
    list(scaffold(tmp_path, "atelier"))
    (tmp_path / "templates" / "creators.csv").write_text("mine", "utf-8")

    assert dict(scaffold(tmp_path, "atelier"))["templates/creators.csv"] is False
    assert (tmp_path / "templates" / "creators.csv").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("creators", "problem"),
    [
        (
            "  - {name: A, handles: {x: one}}\n  - {name: B, handles: {x: '@One'}}\n",
            "'A' and 'B' both have it",
        ),
        ("  - {name: A, handles: {x: one}}\n  - {name: A, handles: {x: two}}\n", "'A' is there twice"),
    ],
)
def test_two_creators_cannot_be_one(creators, problem):
    with pytest.raises(StrategyError, match=re.escape(problem)):
        parse_strategy(STRATEGY + creators, "strategy/atelier.yaml", "atelier")
