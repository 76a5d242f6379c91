"""Changes add up: per post and count their sum is the last observation less the first, whatever order the exports came in."""

from collections import defaultdict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.builders import instagram
from tests.properties.change_oracle import Observation, Pair, pairs
from tests.properties.formats import HEADERS
from tests.properties.histories import Export, Record
from tests.properties.nights import FEW, in_nights
from tests.properties.strategies import ZONES
from transforms.contracts.change_table import CHANGING_NAMES

# Around an edge of months and of daylight saving; two moments of one day are one observation.
TAKEN = tuple(
    instagram.at(*moment)
    for moment in ((2026, 9, 30, 18), (2026, 9, 30, 23), (2026, 10, 1, 7), (2026, 10, 20), (2026, 10, 31, 23), (2026, 11, 2, 7))
)
# A post of each kind, and the month in which it is known to be published may move.
BORN = (instagram.at(2026, 9, 12, 9), instagram.at(2026, 9, 13, 9))
FORMATS = ("instagram_content", "x_content", "x_tweet_activity")
OPTIONAL = {
    "instagram_content": ("likes", "comments", "reach"), "x_content": ("likes", "link_clicks"), "x_tweet_activity": ("likes",),
}  # fmt: skip


@st.composite
def observations(draw) -> Export:
    """One content export of two posts, with empty cells and missing columns."""
    format_ = draw(st.sampled_from(FORMATS))
    lacks = frozenset(draw(st.sets(st.sampled_from(OPTIONAL[format_]), max_size=1)))
    cell = st.sampled_from((0, 3, 7, 10, 12, 10, None))
    records = tuple(
        Record(
            tuple((name, None if name in lacks else draw(cell)) for name in HEADERS[format_]),
            number,
            moment=BORN[number],
            by_id=format_ != "instagram_content" or draw(st.booleans()),
        )
        for number in draw(st.sampled_from(((0,), (0, 1), (1, 0))))
    )
    return Export("atelier", format_, draw(st.sampled_from(TAKEN)), records, lacks)


@st.composite
def arrivals(draw) -> list[list[Export]]:
    """Exports in any order over three nights."""
    nights: list[list[Export]] = [[], [], []]
    for export in draw(st.lists(observations(), min_size=3, max_size=9, unique_by=lambda export: export.sha)):
        nights[draw(st.integers(0, 2))].append(export)
    return nights


def likes(*values, taken=TAKEN[2:]):
    """One post's likes on following moments; another export each, because equal bytes are one file."""
    return [
        Export(
            "atelier",
            "instagram_content",
            at,
            (Record((("likes", value), ("impressions", 100 + number)), 0, moment=BORN[0]),),
            frozenset(HEADERS["instagram_content"]) - {"likes", "impressions"},
        )
        for number, (value, at) in enumerate(zip(values, taken, strict=False))
    ]


@pytest.mark.slow
@FEW
@given(nights=arrivals())
@example(nights=[[each] for each in likes(10, 12, 10, 9)])
@example(nights=[[each] for each in likes(10, None, 10, 9)[::-1]])
def test_the_sum_of_changes_is_the_last_observation_less_the_first(tmp_path_factory, nights):
    made = in_nights(tmp_path_factory.mktemp("changes"), nights)

    assert sums(made) == lasting(made)
    assert differences(made) == {at: pair.differences for at, pair in told(made).items()}
    assert reported(made) == likes_by_month(made)


@pytest.mark.slow
@FEW
@given(nights=arrivals())
def test_any_order_gives_the_same_changes_and_another_night_none(tmp_path_factory, nights):
    made = in_nights(tmp_path_factory.mktemp("scattered"), nights)
    before, written = made.bytes("warehouse"), made.mtimes()

    at_once = in_nights(tmp_path_factory.mktemp("at-once"), [[each for night in nights[::-1] for each in night]])

    assert changes(before) == changes(at_once.bytes("warehouse"))
    assert keys(made) == keys(at_once)
    assert made.night().published == []
    assert made.mtimes() == written


def changes(files):
    return {path: data for path, data in files.items() if "fact_post_change" in path or "rpt_engagement" in path}


def keys(made):
    return made.ledger(
        "SELECT month, key, content_hash FROM partitions WHERE table_name = 'fact_post_change' AND state = 'published' ORDER BY 1"
    )


def post(row):
    return row["platform"], row["post_id"], row["format"]


def supplied(row, suffix=""):
    found = {name: row[f"{name}{suffix}"] for name in CHANGING_NAMES}
    return {name: int(value) for name, value in found.items() if value is not None}


def observed(made):
    """Post → its observations, as the published snapshots tell them."""
    posts = defaultdict(list)
    for row in made.rows("fact_post_snapshot"):
        posts[post(row)].append(Observation(row["observed_at"], supplied(row)))
    return posts


def sums(made):
    """Post and count → sum of its changes; posts whose changes are all 0 among them."""
    added: dict[tuple[object, str], int] = defaultdict(int)
    for row in made.rows("fact_post_change"):
        for name, value in supplied(row, "_delta").items():
            added[post(row), name] += value
    return dict(added)


def lasting(made):
    """Post and count → last observation that supplies it less the first, where there are two."""
    found = {}
    for each, seen in observed(made).items():
        for name in CHANGING_NAMES:
            values = [one.measures[name] for one in sorted(seen, key=lambda one: one.taken) if name in one.measures]
            if len(values) > 1:
                found[each, name] = values[-1] - values[0]
    return found


def told(made):
    return {(each, pair.earlier.taken, pair.later.taken): pair for each, seen in observed(made).items() for pair in pairs(seen)}


def differences(made):
    return {(post(row), row["from_at"], row["to_at"]): supplied(row, "_delta") for row in made.rows("fact_post_change")}


def reported(made):
    """(Platform, month, basis) → likes in the report."""
    rows = [row for row in made.rows("rpt_engagement") if row["basis_source"] == "fact_post_change"]
    return {(row["platform"], row["month"], row["basis"]): row["likes"] or 0 for row in rows}


def likes_by_month(made):
    """The same from the observations: each change in one month, placed or apart; of two formats the better tells of a post."""
    zone = ZONES["atelier"]
    formats: dict[tuple[str, str, str], dict[str, list[Pair]]] = defaultdict(lambda: defaultdict(list))
    for ((platform, post_id, format_), *_), pair in told(made).items():
        formats[platform, post_id, pair.month(zone)][format_].append(pair)
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    for (platform, _, month), by_format in formats.items():
        for pair in by_format[min(by_format, key=FORMATS.index)]:
            basis = "activity" if pair.is_within(zone) else "activity_unplaced"
            found[platform, month, basis] += pair.differences.get("likes", 0)
    return dict(found)
