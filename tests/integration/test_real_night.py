"""One night over every real Instagram and X file: outcomes as written down, facts equal to a count by plain csv."""

import csv
import hashlib
import io
import shutil
from collections import defaultdict
from typing import Any

import pytest

from tests.builders.workspace import team
from tests.integration import subprocesses
from tests.integration.expected_outcomes import BRANDS, EXPECTED, Taken, brand_of
from tests.integration.test_real_exports_extract import metrics_of
from transforms.contracts.tables import TABLES

KEYS = ("post id", "identificação do post", "identificação da publicação", "tweet id", "date", "data")
FACTS = ("fact_post_snapshot", "fact_post_daily", "fact_account_daily")


@pytest.fixture(scope="module")
def night(exports, tmp_path_factory):
    """The workspace after its night, and the night's own summary."""
    made = team(tmp_path_factory.mktemp("real"), brand="oigetit")
    for brand, accounts in BRANDS.items():
        made.strategy(
            brand, "UTC", [{"platform": on, "handle": handle} for on, handles in accounts.items() for handle in handles]
        )
    for name in EXPECTED:
        platform, _, file = name.partition("/")
        target = made.root / "landing" / brand_of(name) / platform / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(exports / name, target)
        target.with_name(f"{file}.observed").write_text("2026-01-31T00:00:00Z", "utf-8")
    return made, made.night()


@pytest.fixture(scope="module")
def counted(exports):
    """(brand, format) → one row of measures per key, by nothing but csv; the first of two files with equal bytes is left out."""
    found: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    distinct = {(brand_of(name), digest(exports / name)): name for name in EXPECTED}
    for (brand, sha), name in distinct.items():
        expected = EXPECTED[name]
        if not isinstance(expected, Taken):
            continue
        for key, row in plain_records(exports / name, expected.format):
            # Two files that tell of one thing at one moment: more cells win, then the lower sha.
            weight = -sum(value is not None for value in row.values()), sha
            before = found[brand, expected.format].get(key)
            if before is None or weight < before[0]:
                found[brand, expected.format][key] = (weight, row)
    return {key: [row for _, row in rows.values()] for key, rows in found.items()}


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def plain_records(path, format_):
    """(key, measures) of every record that can be told apart."""
    data = path.read_bytes()
    text = data.decode("utf-16") if data[:2] == b"\xff\xfe" else data.decode("utf-8-sig")
    if text.startswith('"Post ID,""'):
        text = "\n".join(line[1:-1].replace('""', '"') if line[:1] == '"' else line for line in text.split("\n"))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    start = next(at for at, row in enumerate(rows) if len([cell for cell in row if cell]) > 1)
    header = [cell.lower() for cell in rows[start]]
    at = next(header.index(name) for name in KEYS if name in header)
    for row in rows[start + 1 :]:
        if any(row) and row[at]:
            cells = {column: row[header.index(name)] for name, column in metrics_of(format_).items() if name in header}
            yield row[at], {name: int(float(cell)) if cell not in {"", "-"} else None for name, cell in cells.items()}


def test_every_real_file_ends_as_it_was_written_down(night, exports):
    made, _ = night
    rows = {(row["brand"], row["sha"]): row for row in made.ledger("SELECT * FROM files")}

    assert len(rows) == len({(brand_of(name), digest(exports / name)) for name in EXPECTED}) == len(EXPECTED) - 1
    for name, expected in EXPECTED.items():
        row = rows[brand_of(name), digest(exports / name)]
        if isinstance(expected, Taken):
            found = (row["format"], row["n_records"], row["n_structural"], row["n_quarantined"])
            assert (row["state"], *found) == ("taken", *expected), name
            assert row["n_records"] == row["n_accepted"] + row["n_quarantined"] + row["n_duplicates"], name
        else:
            assert row["state"] == "held"
            assert expected.code in row["hold"]


def test_the_facts_hold_as_many_records_as_plain_csv_counts(night, counted):
    made, _ = night
    found: dict[tuple[str, str], int] = {}
    for table in FACTS:
        for brand in BRANDS:
            for row in made.rows(table, brand):
                found[brand, row["format"]] = found.get((brand, row["format"]), 0) + 1

    assert found == {key: len(rows) for key, rows in counted.items()}


def test_every_metric_sums_to_what_plain_csv_sums(night, counted):
    made, _ = night
    found: dict[tuple[str, str], dict[str, int]] = {key: defaultdict(int) for key in counted}
    for table in FACTS:
        measures = TABLES[table].select(("A", "A-p", "N", "S"))
        for brand in BRANDS:
            for row in made.rows(table, brand):
                for name in measures:
                    found[brand, row["format"]][name] += row[name] or 0

    for key, rows in counted.items():
        names = {name for row in rows for name in row} - {"duration_s"}
        assert {name: found[key][name] for name in names} == {name: sum(row[name] or 0 for row in rows) for name in names}, key


def test_the_second_night_changes_nothing_and_loads_nothing_heavy(night):
    made, _ = night
    bytes_before, mtimes_before = made.bytes(), made.mtimes()

    heavy, exit_code = subprocesses.night(made.root, "--direct")

    assert (heavy, exit_code) == ([], 0)
    assert made.mtimes() == mtimes_before
    assert made.bytes() == bytes_before


def test_collab_posts_of_others_do_not_count_as_ours(night):
    made, _ = night
    strange = {row["account"] for brand in BRANDS for row in made.rows("fact_post_snapshot", brand) if not row["is_own"]}
    reported = {row["account"] for brand in BRANDS for row in made.rows("rpt_engagement", brand)}

    assert strange & reported == set()
    assert reported <= {handle for accounts in BRANDS.values() for handles in accounts.values() for handle in handles}
