"""Reports as they were known on a day: from raw exports alone, beside the warehouse."""

import json
from pathlib import Path

import pytest

from flows.__main__ import build
from flows.as_of import report_as_of
from flows.offboarding import offboard
from tests.builders.closing import FIRST, MONTH, SECOND, THIRD, land
from tests.builders.workspace import BRAND
from transforms.errors import SettingsError
from warehouse.closing import FROZEN

FILES = {f"{table}__{BRAND}__{MONTH}.parquet" for table in FROZEN}


@pytest.fixture(scope="module")
def template(closed_template, tmp_path_factory):
    """October as three weeks of exports told it, closed after the first; one night for the two weeks after it."""
    made = closed_template.again(tmp_path_factory.mktemp("as-of") / "w")
    first = {path.name: path.read_bytes() for path in made.root.glob("warehouse/rpt_*/*") if path.name in FILES}
    for taken, likes in ((SECOND, 60), (THIRD, 75)):
        land(made, taken, likes=likes)
    made.night()
    return made, first


@pytest.fixture
def told(template, tmp_path):
    made, first = template
    return made.again(tmp_path / "w"), first


def written(found):
    return {Path(name).name: Path(name).read_bytes() for name in found.files}


def test_as_of_a_day_is_what_a_workspace_says_that_never_saw_later_exports(told, exported_template, tmp_path):
    """Also where the facts keep the latest only: account days of the second week are in no fact any more."""
    made, _ = told
    before = made.mtimes("warehouse")
    other = exported_template.again(tmp_path / "other")
    land(other, SECOND, likes=60)
    other.night()
    expected = {path.name: path.read_bytes() for path in other.root.glob("warehouse/rpt_*/*") if path.name in FILES}

    (found,) = report_as_of(made.root, "2026-11-15", MONTH, [BRAND])

    assert written(found) == expected
    assert made.mtimes("warehouse") == before
    assert found.used["exports"] == 4
    assert found.used["latest_observed_on"] == "2026-11-09"


def test_as_of_a_close_is_exactly_what_was_closed(told):
    made, first = told
    # A strategy of today has no say in it.
    made.strategy(zone="Asia/Tokyo")

    (found,) = report_as_of(made.root, "close", MONTH, [BRAND])

    assert written(found) == first
    assert found.used["exports"] == 2


def test_as_of_today_is_what_the_open_month_says(told):
    made, _ = told

    (found,) = report_as_of(made.root, "2026-12-31", None, [BRAND])

    # The trend after a closed month compares with what was closed; as of today it compares with what is known today.
    now = {path.name: path.read_bytes() for path in made.root.glob("warehouse/rpt_*/*2026-11*") if "trend" not in path.name}
    assert now
    assert now.items() <= written(found).items()


def test_it_lies_in_reports_or_where_one_says_but_never_among_the_tables(told, tmp_path, capsys):
    made, _ = told
    arguments = ["report", "--as-of", FIRST.date().isoformat(), "--month", MONTH, "--workspace", str(made.root)]

    code = build()([*arguments, "--out", str(tmp_path / "elsewhere")], result_action="return_value")

    printed = capsys.readouterr().out
    assert code == 0
    assert "made from 2 exports (2 taken, 0 held), the latest of 2026-11-02" in printed
    assert {path.name for path in (tmp_path / "elsewhere" / BRAND / "2026-11-02").glob("*/*")} <= FILES
    assert not (made.root / "reports/as-of").exists()
    with pytest.raises(SettingsError, match="a place inside the workspace"):
        build()([*arguments, "--out", str(made.root / "warehouse")], result_action="return_value")
    build()([*arguments, "--json"], result_action="return_value")
    told_as_json = json.loads(capsys.readouterr().out)
    assert all(name.startswith(str(made.root / "reports/as-of" / BRAND)) for name in told_as_json[0]["files"])


@pytest.mark.parametrize(
    ("as_of", "month", "brand", "said"),
    [
        ("yesterday", MONTH, BRAND, "a day such as"),
        ("close", None, BRAND, "--month beside it"),
        ("close", "2026-11", BRAND, "a closed month: 2026-10"),
        ("2026-11-02", "october", BRAND, "a month such as"),
        ("2026-11-02", MONTH, "nobody", "a brand of this workspace"),
    ],
)
def test_what_cannot_be_made_is_refused(as_of, month, brand, said, template):
    made, _ = template

    with pytest.raises(SettingsError, match=said):
        report_as_of(made.root, as_of, month, [brand])


def test_the_ledger_of_the_environment_is_not_touched(told, monkeypatch):
    """A replay has a ledger of its own: with PILASTER_LEDGER_URL set it would else empty the real one."""
    made, _ = told
    monkeypatch.setenv("PILASTER_LEDGER_URL", f"sqlite:///{made.root / 'ledger.db'}")
    before = made.ledger("SELECT count(*) AS n FROM files")

    report_as_of(made.root, "2026-11-02", MONTH, [BRAND])

    assert made.ledger("SELECT count(*) AS n FROM files") == before
    assert not list((made.root / ".staging").iterdir())


@pytest.mark.slow
def test_row_52_what_was_made_in_a_place_of_ones_own_below_reports_goes_with_the_brand(told):
    made, _ = told
    made.strategy("noord")
    for place in ("reports", "reports/asked/legal"):
        report_as_of(made.root, "2026-11-15", MONTH, [BRAND], made.root / place)

    offboard(made.root, BRAND)

    assert [path for path in made.root.rglob(f"*{BRAND}*") if "forget" not in path.parts] == []
    assert (made.root / "reports" / "quality").is_dir()
