"""What else arrives in the night changes nothing of a file."""

import datetime as dt

import pyarrow as pa
import pytest

from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract

TAKEN = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
STRATEGY = Strategy(brand="atelier", time_zone="UTC", accounts=(Account(platform="youtube", handle="a.creator"),))
BY_ID = "Cities,Views,Watch time (hours),Average view duration\nGhent-id,12,1.5,0:03:20\n"
BY_BOTH = "Cities,City name,Views,Watch time (hours),Average view duration\nGhent-id,Ghent,12,1.5,0:03:20\n"


@pytest.mark.parametrize("others", [(), (BY_BOTH,)], ids=["alone", "together"])
def test_a_city_without_a_name_goes_by_its_id(others, tmp_path):
    files, paths = [], {}
    for sha, text in enumerate((BY_ID, *others)):
        files.append(SourceFile("atelier", str(sha), "cities.csv", (), TAKEN, TAKEN.date(), "mtime"))
        paths["atelier", str(sha)] = tmp_path / f"{sha}.csv"
        paths["atelier", str(sha)].write_text(text, "utf-8")

    _, batches = extract(files, paths, {"atelier": STRATEGY}, tmp_path / "staging")

    rows = pa.ipc.open_file(batches["staging_audience"][0]).read_all().to_pylist()
    assert [(row["dimension_value"], row["value_id"]) for row in rows if row["source_sha"] == "0"] == [("Ghent-id", "Ghent-id")]
