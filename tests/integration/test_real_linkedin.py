"""Every real LinkedIn workbook becomes what was written down before there was code, and adds up to what calamine alone reads."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from tests.integration.expected_linkedin import BRANDS, EXPECTED, brand_of, carried, sheets
from tests.integration.real_exports import digest
from transforms.exports.values import parse_day
from transforms.sources import SourceFile
from transforms.strategy import Account, Strategy
from warehouse.extraction import extract, read_records
from warehouse.inspection import inspect


@pytest.fixture(scope="module")
def extracted(exports, tmp_path_factory):
    taken = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
    keys = {name: (brand_of(name), digest(exports / name)) for name in EXPECTED}
    files = [SourceFile(*key, (exports / name).name, ("linkedin",), taken, taken.date(), "mtime") for name, key in keys.items()]
    strategies = {
        brand: Strategy(
            brand=brand,
            time_zone="UTC",
            accounts=tuple(Account(platform=network, handle=each) for network, handles in networks.items() for each in handles),
        )
        for brand, networks in BRANDS.items()
    }
    paths = {keys[name]: exports / name for name in EXPECTED}
    outcomes, batches = extract(files, paths, strategies, tmp_path_factory.mktemp("staging"))
    rows = [row for table in batches.values() for path in table for row in pa.ipc.open_file(path).read_all().to_pylist()]
    by_key = {(outcome.brand, outcome.sha): outcome for outcome in outcomes}
    return {name: (by_key[key], [row for row in rows if row["source_sha"] == key[1]]) for name, key in keys.items()}


def test_every_file_there_is_is_expected(exports):
    assert {f"linkedin/{path.name}" for path in (exports / "linkedin").iterdir()} == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_workbook_becomes_what_was_written_down(name, extracted):
    outcome, rows = extracted[name]

    unparsed = sum(row["parse_error"] is not None for row in rows)
    assert (outcome.format, outcome.n_records, outcome.n_structural, unparsed) == tuple(EXPECTED[name])
    assert outcome.held_code is None
    assert outcome.unknown_columns == ()
    assert not [note for note in outcome.notes if "set aside" in note]
    assert {row["account_handle"] for row in rows} == set(BRANDS[brand_of(name)]["linkedin"])


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_workbook_adds_up_to_what_calamine_reads(name, extracted, exports):
    _, rows = extracted[name]

    for sheet, header, records in sheets(exports / name):
        format_, columns = carried(sheet, header)
        ours = [row for row in rows if row["format"] == format_]
        assert len(ours) == len(records)
        for at, cell in enumerate(header):
            if cell in columns:
                plain = [Decimal(repr(row[at])) for row in records if row[at] != ""]
                supplied = [row[columns[cell]] for row in ours if row[columns[cell]] is not None]
                assert (sum(supplied), len(supplied)) == (sum(plain), len(plain)), (sheet, cell)


WITH_CONTENT = [name for name in EXPECTED if "followers" not in name and "visitors" not in name]


@pytest.mark.parametrize("name", WITH_CONTENT)
def test_the_engagement_rate_that_linkedin_writes_follows_from_our_numbers(name, extracted, exports):
    """(clicks + reactions + comments + reposts) / impressions: proof that each column was read for what it is."""
    rows = {row["source_line"]: row for row in extracted[name][1] if row["format"] in {"linkedin_page_metrics", "linkedin_posts"}}

    compared = 0
    for line, cells in read_records(exports / name, rows.keys()).items():
        row, native = rows[line], float(cells.get("Engagement rate") or cells["Engagement rate (total)"])
        actions = sum(row[column] for column in ("clicks", "likes", "comments", "shares"))
        assert native == pytest.approx(actions / row["impressions"] if row["impressions"] else 0, rel=1e-6)
        compared += 1

    assert compared == len(rows)


def test_the_id_in_the_link_tells_when_a_post_went_out(extracted, exports):
    """LinkedIn writes the day on which a post was made; what was planned went out later, most of it on the half hour."""
    late = []
    for name in WITH_CONTENT:
        rows = {row["source_line"]: row for row in extracted[name][1] if row["format"] == "linkedin_posts"}
        assert {row["published_at_source"] for row in rows.values()} == {"id"}
        for line, cells in read_records(exports / name, rows.keys()).items():
            made, out = cells["Created date"], rows[line]["published_at"]
            day = parse_day(made, ("MM/DD/YYYY",)) if "/" in made else dt.date(1899, 12, 30) + dt.timedelta(int(made))
            late.append(((out.date() - day).days, out))

    assert min(days for days, _ in late) == 0
    assert sum(days == 0 for days, _ in late) == 154
    assert [out.minute for days, out in late if days].count(30) == 22


@pytest.mark.parametrize("name", EXPECTED)
def test_inspect_agrees_with_extraction(name, extracted, exports):
    outcome, rows = extracted[name]

    seen = inspect([exports / name])

    assert sum(each.rows for each in seen) == outcome.n_records
    assert [each.reason for each in seen if each.reason] == []
    told = [row.get("activity_date") or row.get("published_at") for row in rows]
    days = [day.date() if isinstance(day, dt.datetime) else day for day in told if day]
    assert min(each.first_date for each in seen if each.first_date) == min(days)
    assert max(each.last_date for each in seen if each.last_date) == max(days)
