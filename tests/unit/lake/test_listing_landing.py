"""What lies in landing/ is looked at while people and browsers are at work there."""

from types import SimpleNamespace

import pytest

from warehouse import landing
from warehouse.landing import Landed


@pytest.fixture
def brand(tmp_path):
    folder = tmp_path / "landing" / "atelier"
    folder.mkdir(parents=True)
    return folder


def listed(brand, known):
    """Paths that are not as they were taken, and what is told of the rest."""
    landed = Landed()
    workspace = SimpleNamespace(landing=brand.parent)
    return [each.path for each in landing._list(workspace, landed, None, known)], landed.left  # type: ignore[arg-type]


def look(path, sidecar=""):
    state = path.stat()
    return state.st_size, str(state.st_mtime_ns), sidecar


def test_what_stands_as_it_was_taken_is_passed_over(brand):
    for name in ("as-taken.csv", "grown.csv", "touched.csv", "new.csv", "with-sidecar.csv", ".hidden.csv", "half.csv.part"):
        (brand / name).write_text("Date,Views\n")
    (brand / "with-sidecar.csv.observed").write_text("2026-10-31")
    known = {("atelier", path.name): look(path) for path in brand.iterdir() if path.name not in {"new.csv", "half.csv.part"}}
    known["atelier", "grown.csv"] = (5, *known["atelier", "grown.csv"][1:])
    known["atelier", "touched.csv"] = (known["atelier", "touched.csv"][0], "1", "")

    assert listed(brand, known) == (["grown.csv", "new.csv", "touched.csv", "with-sidecar.csv"], [])


def test_a_link_is_told_even_where_a_file_was_taken_before(brand):
    (brand.parent / "elsewhere.csv").write_text("Date,Views\n")
    (brand / "export.csv").symlink_to(brand.parent / "elsewhere.csv")

    found, left = listed(brand, {("atelier", "export.csv"): look(brand / "export.csv")})

    assert found == []
    assert ("atelier/export.csv", "it is a link; put the file itself here") in left


@pytest.mark.parametrize("name", ["new.csv", "taken.csv", "half.csv.part"])
def test_a_file_that_is_renamed_while_others_are_listed_fails_no_night(name, brand, monkeypatch):
    """A browser that finishes a download, or somebody who tidies up (FAULTS 55)."""
    for each in ("here.csv", name):
        (brand / each).write_text("Date,Views\n")
    known = {("atelier", "taken.csv"): look(brand / name)}
    walk = landing._walk

    def renamed(*args):
        entries = list(walk(*args))
        (brand / name).rename(brand / "download.csv")
        return iter(entries)

    monkeypatch.setattr(landing, "_walk", renamed)

    assert listed(brand, known) == (["here.csv"], [])
