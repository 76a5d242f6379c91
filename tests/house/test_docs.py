"""What the documents promise, the code keeps."""

import re
import subprocess
import sys
import tomllib

import pytest

CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"^([a-z-]+):.*?## (.+)$", re.MULTILINE)
LISTED_VERB = re.compile(r"^\W*([a-z][a-z-]*)\s")


@pytest.fixture(scope="module")
def shown_code(root):
    """Everything in the README that is set as code: what a reader will type."""
    return "\n".join(CODE.findall((root / "README.md").read_text("utf-8")))


@pytest.fixture(scope="module")
def targets(root):
    """The targets that `make` explains, in its own order."""
    return dict(TARGET.findall((root / "Makefile").read_text("utf-8")))


@pytest.fixture(scope="module")
def help_page(root):
    wide = {"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"}
    asked = [sys.executable, "-m", "flows", "--help"]
    return subprocess.run(asked, cwd=root, env=wide, capture_output=True, check=True, text=True).stdout


def test_the_readme_starts_with_two_commands_that_make_knows(shown_code, targets):
    first_two = list(dict.fromkeys(re.findall(r"\bmake ([a-z-]+)", shown_code)))[:2]

    assert len(first_two) == 2
    assert set(first_two) <= targets.keys()


def test_every_make_target_in_the_readme_exists(shown_code, targets):
    assert set(re.findall(r"\bmake ([a-z-]+)", shown_code)) - targets.keys() == set()


def test_what_the_demo_leaves_in_a_clone_is_no_part_of_the_repository(root):
    (folder,) = re.findall(r"`make demo` makes a new folder `([^`]+)`", (root / "README.md").read_text("utf-8"))
    ignored = ["git", "-c", "safe.directory=*", "check-ignore", "--quiet", f"{folder}/ledger.db"]

    assert subprocess.run(ignored, cwd=root, check=False).returncode == 0


def test_every_verb_of_pilaster_in_the_readme_exists(shown_code, help_page):
    shown = set(re.findall(r"\bpilaster ([a-z][a-z-]*)", shown_code))
    offered = {found[1] for line in help_page.splitlines() if (found := LISTED_VERB.match(line))}

    assert shown
    assert shown - offered == set()


def test_make_alone_explains_every_target(root, targets):
    answer = subprocess.run(["make", "--no-print-directory"], cwd=root, capture_output=True, check=True, text=True).stdout

    assert [line.split()[1] for line in answer.splitlines()] == list(targets)


def test_the_changelog_tells_what_is_in_this_version(root):
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    headings = re.findall(r"^## \[(.+?)\]", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)

    assert headings
    assert headings[0] in {"Unreleased", version}
