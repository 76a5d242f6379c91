"""A published file that is not as it was written: the run that meets it builds it again from raw/, and says so (row 37)."""

from dataclasses import replace

import pytest

from flows import backfilling, mending
from flows.alerting import rules
from flows.checking import check
from flows.night import monthly_reports, night
from flows.outlook import Asked
from tests.builders import instagram, x
from tests.builders.workspace import BRAND, team
from transforms.errors import IntegrityError
from transforms.months import MonthRange

OTHER = "bakery"
FACT = f"fact_post_snapshot/fact_post_snapshot__{BRAND}__2026-10.parquet"
ELSEWHERE = FACT.replace(BRAND, OTHER)
ACCOUNTS = "dim_account/dim_account.parquet"
DERIVED = [f"{table}/{table}__{BRAND}__2026-10.parquet" for table in ("dim_post", "rpt_engagement", "rpt_post")]


def export(views):
    return instagram.content(instagram.post(1, Views=views))


@pytest.fixture(scope="module")
def after_a_night(tmp_path_factory):
    """Two brands with two exports each, and a third one that waits."""
    both = team(tmp_path_factory.mktemp("made"))
    both.strategy(OTHER)
    for brand in (BRAND, OTHER):
        both.land(export(100), "feed.csv", brand)
        both.land(x.content(x.post(1, instagram.at(2026, 10, 5, 12))), "x.csv", brand)
    both.night()
    for brand in (BRAND, OTHER):
        both.land(export(300), "later.csv", brand, taken=instagram.at(2026, 11, 20))
    return both


@pytest.fixture(scope="module")
def undisturbed(after_a_night, tmp_path_factory):
    """What the second night leaves where nobody touched anything."""
    made = after_a_night.again(tmp_path_factory.mktemp("undisturbed"))
    made.night()
    return made.bytes("warehouse")


@pytest.fixture
def made(after_a_night, tmp_path):
    return after_a_night.again(tmp_path)


def flip(made, *names):
    for name in names:
        path = made.root / "warehouse" / name
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)


def told(summary):
    return [(each["code"], each["where"]) for each in summary.skipped]


def mended(*names):
    return [("damaged_partition", f"warehouse/{name}") for name in sorted(names)]


@pytest.mark.parametrize(
    "how", ["flipped", "lost", *(pytest.param(how, marks=pytest.mark.slow) for how in ("emptied", "written over"))]
)
def test_row_37_a_night_ends_with_the_bytes_of_an_undisturbed_one(how, made, undisturbed):
    path = made.root / "warehouse" / FACT
    match how:
        case "flipped":
            flip(made, FACT)
        case "emptied":
            path.write_bytes(b"")
        case "lost":
            path.unlink()
        case _:
            path.write_bytes((made.root / "warehouse" / ELSEWHERE).read_bytes())

    found = made.night()

    assert told(found) == mended(FACT)
    assert (found.exit_code, len(found.taken)) == (1, 2)
    assert "built again 1 damaged file;" in found.last_line
    assert made.bytes("warehouse") == undisturbed
    assert made.night().exit_code == 0


def test_row_37_everything_that_is_damaged_is_found_at_once(made, undisturbed, monkeypatch):
    """Of a table that is kept whole, of reports, and of what is derived of posts; also what this night would not have read."""
    begun = []

    def mend(run, error):
        begun.append(error)
        mending.mend(run, error)

    monkeypatch.setattr("flows.night.mend", mend)
    names = [FACT, ACCOUNTS, "dim_date/dim_date.parquet", *DERIVED]
    flip(made, *names)

    found = made.night()

    assert told(found) == mended(*names)
    assert len(begun) == 1
    assert made.bytes("warehouse") == undisturbed


def test_row_37_a_night_of_one_brand_leaves_other_brands_to_the_nights_of_all(made, undisturbed):
    flip(made, FACT, ELSEWHERE)

    found = night(str(made.root), [BRAND])
    left = check(str(made.root)).findings
    rest = made.night()

    assert told(found) == mended(FACT)
    assert [(each.kind, each.where) for each in left] == mended(ELSEWHERE)
    assert told(rest) == mended(ELSEWHERE)
    assert made.bytes("warehouse") == undisturbed


def test_row_37_accounts_of_all_brands_are_counted_in_facts_that_are_whole(made, undisturbed):
    flip(made, ACCOUNTS, ELSEWHERE)

    found = night(str(made.root), [BRAND])

    assert told(found) == mended(ACCOUNTS, ELSEWHERE)
    assert check(str(made.root)).findings == []
    made.night()
    assert made.bytes("warehouse") == undisturbed


def test_row_37_what_cannot_be_built_again_leaves_out_its_brand(made, undisturbed):
    """One of the exports that the file was made from is damaged, too."""
    before = made.bytes("warehouse")
    flip(made, FACT)
    archived = next(path for path in (made.root / "raw" / BRAND).iterdir() if path.read_bytes() == export(100))
    archived.write_bytes(b"damaged")

    found = made.night()
    after = made.bytes("warehouse")

    assert told(found) == [("damaged_export", archived.relative_to(made.root).as_posix())]
    assert [file["brand"] for file in found.taken] == [OTHER]
    for name, data in after.items():
        if f"__{OTHER}__" in name:
            assert data == undisturbed[name]
        elif f"__{BRAND}__" in name and name != f"warehouse/{FACT}":
            assert data == before[name]


def test_row_37_what_cannot_be_built_again_and_is_needed_by_all_ends_the_night(made):
    """The accounts of all brands are counted in a fact that is damaged, as is the export that it was made from."""
    flip(made, FACT, ACCOUNTS)
    for archived in (made.root / "raw" / BRAND).iterdir():
        archived.write_bytes(b"damaged")
    before = made.bytes("warehouse")

    with pytest.raises(IntegrityError, match=FACT):
        made.night()

    assert made.bytes("warehouse") == before


def test_row_37_a_warehouse_that_is_not_there_is_somebody_elses_decision(made, monkeypatch):
    """A folder that is not mounted would be built into what it is mounted on."""
    monkeypatch.setattr(mending, "MOST_FILES", 3)
    names = [FACT, ACCOUNTS, *DERIVED]
    for name in names:
        (made.root / "warehouse" / name).unlink()
    before = made.bytes("warehouse")

    with pytest.raises(IntegrityError, match=f"{len(names)} that are damaged or gone") as refused:
        made.night()

    assert "repair --all" in refused.value.remedy
    assert made.bytes("warehouse") == before


def test_row_37_a_backfill_and_reports_alone_mend_as_well(made, undisturbed):
    asked = Asked(MonthRange("2026-10", "2026-10"))
    flip(made, FACT)

    carried = backfilling.backfill(str(made.root), asked)
    after = made.bytes("warehouse")
    flip(made, FACT)
    again = backfilling.backfill(str(made.root), replace(asked, replay=True))
    made.strategy(pillars=[{"name": "craft", "weight": 1, "hashtags": ["craft"]}])
    flip(made, FACT, DERIVED[0])
    reports = monthly_reports(str(made.root))

    assert told(carried.summary) == mended(FACT)
    assert carried.exit_code == 1
    assert after == undisturbed
    # A replay builds all of it from raw/ anyway, and reads none of it.
    assert told(again.summary) == []
    assert told(reports) == mended(FACT, DERIVED[0])
    assert made.bytes("warehouse")[f"warehouse/{FACT}"] == undisturbed[f"warehouse/{FACT}"]


def test_row_37_whoever_gets_alerts_hears_of_it(made):
    flip(made, FACT)

    (alert,) = rules.unread(made.night().skipped, instagram.at(2026, 11, 20).date())

    assert (alert.code, alert.where) == ("mended", f"warehouse/{FACT}")
    assert "other bytes" in alert.what
    assert alert.remedy.startswith("look at the disk")
