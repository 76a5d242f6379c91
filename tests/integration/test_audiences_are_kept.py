"""fact_audience and fact_retention are kept, checked, rebuilt and removed like every other fact."""

import pytest

from flows import backfilling
from flows.checking import check
from flows.offboarding import offboard
from flows.outlook import Asked
from flows.repairing import repair
from tests.builders import facebook, instagram
from tests.builders.workspace import team
from transforms.months import MonthRange

TABLES = ("fact_audience", "fact_retention")
ACCOUNTS = (
    {"platform": "facebook", "handle": "atelier", "id": facebook.PAGE_ID},
    {"platform": "tiktok", "handle": "atelier.lumen"},
)
TERRITORIES = '"Top territories","Distribution"\n"NL","0.{:03}"\n"Others","0.5"\n'
AUDIENCE = '"Age & gender"\n"","Men","Women"\n"18-24","60","40"\n\n"Top countries"\n"Portugal","Spain"\n"75","25"\n'


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Three exports in each of two months; the audience is observed in both."""
    night = team(tmp_path_factory.mktemp("kept") / "w", accounts=ACCOUNTS)
    for month in (10, 11):
        taken = instagram.at(2026, month, 6, 7)
        curve = facebook.watched(total=(1, 0.1 * (month - 5)))
        video = facebook.video(1, **{"Publish time": "10/01/2026 09:00"} | curve)
        night.land(facebook.videos(video), f"videos-{month}.csv", taken=taken)
        night.land(TERRITORIES.format(month).encode(), f"tiktok/territories-{month}.csv", taken=taken)
        night.land(AUDIENCE.encode(), f"facebook/Audience-{month}.csv", taken=taken)
        night.night()
    return night


@pytest.fixture
def made(template, tmp_path):
    return template.again(tmp_path)


def test_they_are_replayed_to_the_same_bytes_and_verified(made):
    before = made.bytes("warehouse")

    done = backfilling.backfill(str(made.root), Asked(MonthRange("2026-01", "2026-12"), replay=True))

    assert {slot.table for slot in done.partitions} >= set(TABLES)
    assert made.bytes("warehouse") == before
    assert check(str(made.root), None).findings == []


def test_a_changed_byte_is_found_and_mended(made):
    before = made.bytes("warehouse")
    for table in TABLES:
        path = next((made.root / "warehouse" / table).glob("*.parquet"))
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(bytes(data))

    found = check(str(made.root), None).findings
    repair(made.root)

    assert {finding.slot.table for finding in found if finding.slot} == set(TABLES)
    assert made.bytes("warehouse") == before


def test_a_handle_that_the_strategy_renames_is_renamed_everywhere(made):
    made.strategy(accounts=({**ACCOUNTS[0], "handle": "maison", "aliases": ["atelier"]}, ACCOUNTS[1]))
    made.night()

    for table in TABLES:
        assert {row["account"] for row in made.rows(table) if row["platform"] == "facebook"} == {"maison"}


def test_nothing_of_a_brand_that_leaves_stays(made):
    offboard(made.root, "atelier")

    assert [made.files(table) for table in TABLES] == [[], []]
