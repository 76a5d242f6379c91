"""A ledger that is gone comes back from raw/, journal/ and the files, and the files stay as they are."""

import pytest

from flows.commands.rebuild_ledger import rebuild_ledger
from tests.builders import instagram, x
from tests.builders.workspace import team

COUNTS = (
    "brand, sha, name, state, hold, format, n_records, n_structural, n_duplicates, n_quarantined, n_accepted, assigned_account"
)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Three nights with everything in them: observations, a post that moves, collabs, duplicates, refused records, held files."""
    made = team(tmp_path_factory.mktemp("rebuilt") / "w")
    moved = instagram.published(instagram.at(2026, 9, 30, 12), by_id=True)
    nights = [
        [instagram.content(instagram.post(1), instagram.post(1, Likes=51), instagram.post(2, Likes="many"), instagram.post(3))],
        [instagram.content(instagram.post(1, **moved), instagram.post(4, **{"Account ID": "77", "Account username": "noord"}))],
        [x.content(x.post(1)), instagram.overview(), b"nothing,that\nwe,know\n"],
    ]
    for number, exports in enumerate(nights):
        for position, data in enumerate(exports):
            made.land(data, f"{number}-{position}.csv", taken=instagram.at(2026, 11, 2 + number))
        made.night()
    return made


@pytest.fixture
def made(template, tmp_path):
    return template.again(tmp_path)


def without_ledger(made):
    for path in made.root.glob("ledger.db*"):
        path.unlink()
    return made


def test_counts_come_back_and_files_stay(made, capsys):
    files, dispositions = made.ledger(f"SELECT {COUNTS} FROM files ORDER BY sha"), totals(made)
    before, written = made.bytes(), made.mtimes()

    rebuild_ledger(workspace=without_ledger(made).root)

    assert made.ledger(f"SELECT {COUNTS} FROM files ORDER BY sha") == files
    assert totals(made) == dispositions
    assert made.bytes() == before
    assert made.mtimes() == written


def test_the_night_after_changes_nothing(made, capsys):
    rebuild_ledger(workspace=without_ledger(made).root)
    written = made.mtimes()

    summary = made.night()

    assert (summary.landed, summary.files, summary.published) == ([], [], [])
    assert made.mtimes() == written


def test_partitions_have_the_contributors_they_had(made, capsys):
    query = "SELECT * FROM contributions ORDER BY table_name, brand, month, sha"
    rows = (
        "SELECT table_name, brand, month, state, content_hash, n_rows FROM partitions WHERE state = 'published' ORDER BY 1, 2, 3"
    )
    before = made.ledger(query), made.ledger(rows)

    rebuild_ledger(workspace=without_ledger(made).root)

    assert made.ledger(rows) == before[1]
    missing = [row for row in made.ledger(query) if row not in before[0]]
    assert missing == []


def totals(made):
    """Accepted records per file and table; what each meant depends on the night it came in, their number does not."""
    counted = "n_new + n_changes_latest + n_same_value + n_older"
    return made.ledger(f"SELECT brand, sha, table_name, {counted} AS n FROM dispositions ORDER BY 1, 2, 3")
