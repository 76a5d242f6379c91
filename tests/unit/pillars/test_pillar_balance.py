"""rpt_pillar_balance and its labels: the worked example of METRICS 1.4, and what must hold for any posts."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import BRIDGE_POST_LABEL, DIM_POST
from transforms.pillars import Labeller, Pillar, credit_units, fold_text, label_rows, require_sound
from transforms.reports.register import REPORTS
from warehouse.engine import EngineSettings, engine

NOON = dt.datetime(2026, 10, 10, 12, tzinfo=dt.UTC)
WEIGHTS = {"brand": "0.4", "fashion": "0.3", "beauty": "0.2", "wellbeing": "0.1"}
PILLARS = [Pillar(name=name, weight=Decimal(weight), keywords=(name,)) for name, weight in WEIGHTS.items()]
QUERY = next(each for each in REPORTS if each.table.name == "rpt_pillar_balance").query()


def posts(*captions, **known):
    return [
        {"brand": "lune", "platform": "x", "account": "lune", "post_id": str(number), "is_own": True, "published_at": NOON,
         "published_at_source": "id", "caption": caption, "impressions": 10 * number, "engagements": number,
         "exposure_metric": "impressions", **known}
        for number, caption in enumerate(captions, 1)
    ]  # fmt: skip


def table(declared, rows):
    schema = pa.schema([field.with_nullable(True) for field in arrow_schema(declared)])
    return pa.Table.from_pylist(rows, schema)


def balance(rows, folder, threads=1):
    labels = list(label_rows(Labeller(PILLARS), rows))
    month = {
        "brand": "lune", "month": "2026-10", "month_start": dt.date(2026, 10, 1), "month_end": dt.date(2026, 10, 31),
        "starts_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC), "ends_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        "as_of_date": dt.date(2026, 10, 31),
    }  # fmt: skip
    pillars = [
        {"brand": "lune", "pillar": each.name, "target_units": each.target_units, "credit_units": credit_units(len(PILLARS))}
        for each in PILLARS
    ]
    with engine(EngineSettings(threads=threads), folder) as connection:
        connection.register("months", pa.Table.from_pylist([month]))
        connection.register("pillars", pa.Table.from_pylist(pillars))
        connection.register("dim_post", table(DIM_POST, rows))
        connection.register("bridge_post_label", table(BRIDGE_POST_LABEL, labels))
        return {row["pillar"]: row for row in connection.sql(QUERY).to_arrow_table().to_pylist()}


def test_the_worked_example_has_fractional_shares_and_a_drift_of_0225(tmp_path):
    found = balance(posts("brand", "brand and fashion", "fashion", "wellbeing"), tmp_path)

    assert {name: row["posts_share"] for name, row in found.items()} == {
        "brand": 0.375, "fashion": 0.375, "wellbeing": 0.25, "beauty": 0.0,
    }  # fmt: skip
    assert {row["posts_drift"] for row in found.values()} == {0.225}
    assert found["brand"]["posts_gap"] == -0.025


def test_a_month_that_hits_its_targets_has_no_drift(tmp_path):
    found = balance(posts(*["brand"] * 4, *["fashion"] * 3, *["beauty"] * 2, "wellbeing", impressions=70), tmp_path)

    assert {(row["posts_gap"], row["posts_drift"], row["impressions_drift"]) for row in found.values()} == {(0.0, 0.0, 0.0)}


def test_a_month_in_which_no_post_has_a_pillar_has_no_shares_and_no_drift(tmp_path):
    found = balance(posts("closed on Monday"), tmp_path)

    assert {(row["posts_share"], row["posts_drift"], row["label_coverage"]) for row in found.values()} == {(None, None, 0.0)}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sets(st.sampled_from(sorted(WEIGHTS))), st.integers(0, 10**9)), min_size=1, max_size=12))
def test_shares_sum_to_one_exactly_gaps_to_zero_and_drift_stays_between_0_and_1(tmp_path_factory, told):
    rows = posts(*(" ".join(sorted(names)) for names, _ in told))
    for row, (_, impressions) in zip(rows, told, strict=True):
        row["impressions"] = impressions

    found = balance(rows, tmp_path_factory.mktemp("spill")).values()

    for basis in ("posts", "impressions", "engagements"):
        whole = {row[f"{basis}_share_denominator"] for row in found}
        if whole not in ({None}, {0}):
            parts = [Fraction(row[f"{basis}_share_numerator"], row[f"{basis}_share_denominator"]) for row in found]
            assert sum(parts) == 1
            targets = [Fraction(WEIGHTS[row["pillar"]]) for row in found]
            drift = sum(abs(part - target) for part, target in zip(parts, targets, strict=True)) / 2
            assert {row[f"{basis}_drift"] for row in found} == {float(f"{float(drift):.12g}")}
            assert 0 <= drift <= 1
            assert ({row[f"{basis}_drift"] for row in found} == {0.0}) == (parts == targets)
            gaps = [row[f"{basis}_gap"] for row in found]
            assert abs(sum(gaps)) < 1e-9


@pytest.mark.parametrize("threads", [2, 8])
def test_any_number_of_threads_gives_the_same_balance(threads, tmp_path):
    rows = posts("brand", "brand and fashion", "fashion", "wellbeing beauty brand")

    assert balance(rows, tmp_path, threads) == balance(rows, tmp_path)


def test_words_are_whole_and_case_and_accents_do_not_matter():
    cafe = Labeller([Pillar(name="food", weight=Decimal(1), keywords=("café",), hashtags=("Brunch",), labels=("Menu",))])

    assert [label.source for label in cafe.labels_of("Our CAFE is open", None)] == ["keyword"]
    assert [label.source for label in cafe.labels_of("#BRUNCH at the cafe", None)] == ["hashtag"]
    assert [label.source for label in cafe.labels_of("cafe", "news, menu")] == ["custom_label"]
    assert list(cafe.labels_of("cafeteria, #brunches", None)) == []
    assert fold_text("Ünïcödé ﬁne") == "unicode fine"


def test_weights_that_do_not_sum_to_one_are_refused_with_their_sum():
    with pytest.raises(ValueError, match=r"sum to exactly 1; these sum to 0\.9"):
        require_sound([Pillar(name="a", weight=Decimal("0.4")), Pillar(name="b", weight=Decimal("0.5"))])
