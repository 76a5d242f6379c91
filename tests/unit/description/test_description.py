"""What describes the tables: rendered from the contracts, kept beside the table folders, replaced only where it differs."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import open_data_contract_standard
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from flows.checking import check
from flows.demo import shop
from flows.demo.strategy import STRATEGY
from flows.demo.write import write_exports
from flows.describing import contract, page, schemas
from flows.offboarding import offboard
from flows.repairing import repair
from tests.builders import instagram
from tests.builders.workspace import team
from transforms.contracts.relations import relations
from transforms.contracts.tables import TABLES

PUBLISHED = sorted(name for name, table in TABLES.items() if table.layer != "staging")
DESCRIPTION = ("contract", "datapackage.json")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two brands, one export each."""
    workspace = team(tmp_path_factory.mktemp("described") / "w")
    workspace.strategy("noord")
    # A caption and likes that are not supplied: both have to pass a reader that knows no NULL.
    rows = instagram.post(1), instagram.post(2, Description="nan", Likes=""), instagram.post(3, Description="", Saves="")
    for brand in ("atelier", "noord"):
        workspace.land(instagram.content(*rows), brand=brand)
        workspace.land(instagram.overview(), "Follows.csv", brand=brand)
    workspace.night()
    return workspace


@pytest.fixture
def workspace(made, tmp_path):
    shutil.copytree(made.root, tmp_path / "w")
    return type(made)(tmp_path / "w")


def description(root):
    paths = [path for name in DESCRIPTION for path in ([root / name] if "." in name else sorted((root / name).rglob("*.*")))]
    return {path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def package(root):
    return json.loads((root / "datapackage.json").read_text("utf-8"))


def frictionless(root):
    """What somebody else's validator says, from the command line: valid or not, and the errors by resource."""
    command = [str(Path(sys.executable).parent / "frictionless"), "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=600)
    told = json.loads(done.stdout)
    found = {task["name"]: [error["type"] for error in task["errors"]] for task in told["tasks"] if task["errors"]}
    return done.returncode == 0 and told["valid"], found or told["errors"], told["stats"]


def rewrite(path, change):
    rows = pq.read_table(path)
    pq.write_table(change(rows), path)


def test_every_published_file_is_in_the_package_and_nothing_else(made):
    told = {each["path"] for each in package(made.root)["resources"]}

    assert told == set(made.bytes("warehouse"))
    assert check(str(made.root)).findings == []


def test_frictionless_finds_the_package_valid(made):
    is_valid, errors, stats = frictionless(made.root)

    assert (is_valid, errors) == (True, [])
    assert stats["tasks"] == len(made.bytes("warehouse"))


@pytest.mark.parametrize(
    ("tamper", "error"),
    [
        (lambda rows: rows.slice(1), "row-count"),
        (lambda rows: pa.concat_tables([rows.slice(1), rows.slice(1, 1)]), "primary-key"),
        (lambda rows: rows.set_column(0, "observed_on", pa.nulls(len(rows), pa.date32())), "constraint-error"),
        (
            lambda rows: rows.set_column(rows.schema.get_field_index("likes"), "likes", pa.array(["many"] * len(rows))),
            "type-error",
        ),
        (lambda rows: rows.drop_columns(["likes"]), "missing-label"),
    ],
)
def test_frictionless_refuses_a_tampered_file(workspace, tamper, error):
    path = next((workspace.root / "warehouse" / "fact_post_snapshot").glob("*atelier*"))
    told = package(workspace.root)
    told["resources"] = [each for each in told["resources"] if each["name"] == path.stem]
    (workspace.root / "datapackage.json").write_text(json.dumps(told), "utf-8")
    rewrite(path, tamper)

    is_valid, errors, _ = frictionless(workspace.root)

    assert not is_valid
    assert error in errors[path.stem]


@pytest.mark.slow
def test_frictionless_finds_the_package_of_the_demo_valid(tmp_path):
    demo = team(tmp_path / "demo", brand=shop.BRAND, zone=shop.TIME_ZONE)
    (demo.root / "strategy" / f"{shop.BRAND}.yaml").write_text(STRATEGY, "utf-8")
    write_exports(demo.root / "landing")
    demo.night()

    is_valid, errors, stats = frictionless(demo.root)

    assert (is_valid, errors) == (True, [])
    assert stats["tasks"] == len(demo.bytes("warehouse"))
    print(f"{stats['tasks']} files, {stats['seconds']} s")


def test_the_contract_keeps_its_published_schema(made):
    schema = json.loads((Path(open_data_contract_standard.__file__).parent / "schema.json").read_text("utf-8"))
    told = json.loads((made.root / "contract" / "datacontract.odcs.json").read_text("utf-8"))

    assert "v3.1.0" in schema["properties"]["apiVersion"]["enum"]
    assert [error.message for error in jsonschema.Draft201909Validator(schema).iter_errors(told)] == []
    assert sorted(table["name"] for table in told["schema"]) == PUBLISHED
    assert yaml.safe_load(contract()) == told


def test_a_contract_that_breaks_its_schema_is_noticed():
    schema = json.loads((Path(open_data_contract_standard.__file__).parent / "schema.json").read_text("utf-8"))
    told = json.loads(contract())
    told["schema"][0]["properties"][0]["logicalType"] = "int64"

    assert list(jsonschema.Draft201909Validator(schema).iter_errors(told))


def test_contract_schemas_and_page_tell_of_every_column_what_the_contracts_say():
    objects = {each["name"]: each for each in json.loads(contract())["schema"]}
    by_name = {each["name"]: each for each in json.loads(schemas())}
    text = page()

    for name in PUBLISHED:
        table = TABLES[name]
        assert [each["name"] for each in objects[name]["properties"]] == list(table.columns)
        assert [each["name"] for each in by_name[name]["fields"]] == list(table.columns)
        assert {each["name"] for each in objects[name]["properties"] if each["required"]} == set(table.required)
        assert f"### {name}\n" in text
        for column in table.fields:
            assert f"| `{column.name}` |" in text
            assert column.meaning.replace("<", "&lt;") in text


def test_critical_promises_are_quality_rules_with_their_reason():
    rules = {rule["name"]: rule for each in json.loads(contract())["schema"] for rule in each["quality"]}

    assert rules["key_unique"]["metric"] == "duplicateValues"
    assert rules["counts_not_negative"]["engine"] == "great-expectations"
    assert {rule["severity"] for rule in rules.values() if rule["type"] == "custom"} == {"error", "warning"}
    assert all(rule["description"] for rule in rules.values())


def test_a_night_with_nothing_new_writes_nothing(workspace):
    before = description(workspace.root)

    workspace.night()

    assert description(workspace.root) == before


def test_a_new_export_changes_the_package_alone(workspace):
    before = description(workspace.root)
    workspace.land(instagram.content(instagram.post(1, Likes=51)), "later.csv", taken=instagram.at(2026, 11, 3))

    workspace.night()

    after = description(workspace.root)
    assert {name for name in after if after[name] != before.get(name)} == {"datapackage.json"} | (after.keys() - before.keys())
    assert check(str(workspace.root)).findings == []


def test_files_of_a_brand_that_left_are_gone_from_the_package(workspace):
    offboard(workspace.root, "noord")

    assert "noord" not in (workspace.root / "datapackage.json").read_text("utf-8")
    assert check(str(workspace.root)).findings == []


def test_what_a_killed_night_left_behind_is_made_good_by_the_next(workspace):
    before = description(workspace.root)
    (workspace.root / "datapackage.json").write_text("{}", "utf-8")
    (workspace.root / ".description-due").touch()

    workspace.night()

    assert {name: data for name, (data, _) in description(workspace.root).items()} == {
        name: data for name, (data, _) in before.items()
    }
    assert not (workspace.root / ".description-due").exists()


@pytest.mark.parametrize(
    "name", ["datapackage.json", "contract/dictionary.md", "contract/schemas/dim_post.json", "contract/more.md"]
)
def test_verify_finds_a_description_that_somebody_changed_and_repair_makes_it_anew(workspace, name):
    before = description(workspace.root)
    (workspace.root / name).write_text("{}", "utf-8")

    found = check(str(workspace.root)).findings
    repaired = repair(workspace.root)

    assert [(each.kind, each.where) for each in found] == [("description", name)]
    assert repaired.exit_code == 0
    assert {name: data for name, (data, _) in description(workspace.root).items()} == {
        name: data for name, (data, _) in before.items()
    }


def test_declared_relations_hold(made):
    for name in PUBLISHED:
        for columns, dimension in relations(TABLES[name]):
            known = {tuple(row[column] for column in columns) for row in made.rows(dimension, brand="")}
            named = {tuple(row[column] for column in columns) for row in made.rows(name, brand="")}
            assert named <= known, (name, dimension)


def test_nothing_in_the_description_is_of_this_machine_or_moment(made):
    told = "".join(data.decode() for data, _ in description(made.root).values())

    assert str(made.root) not in told
    assert package(made.root)["resources"][0].keys() == {"name", "path", "format", "mediatype", "hash", "rows", "schema"}
