"""The score of METRICS 1.5, factor by factor."""

import pytest

from transforms.influence import (
    Factors,
    Post,
    Typical,
    amplification,
    confidence,
    engagement_factor,
    engagement_rate,
    factors,
    leadership_factor,
    reach_factor,
    topic_parts,
)

# followers, engagement rate (typical .02), amplification (typical 1), topic share → score: the worked examples of METRICS 1.5.
WORKED = {
    "a creator of middle size": (50_000, 0.03, 1.5, 0.4, 55.0),
    "a celebrity who talks about something else": (5_000_000, 0.004, 0.2, 0.0, 22.7),
    "a specialist": (8_000, 0.06, 4.0, 0.8, 62.4),
}


def post(post_id="1", **overrides):
    return Post(**({"post_id": post_id, "age_days": 0, "followers": 1_000, "engagements": 20, "amplified": 1} | overrides))


@pytest.mark.parametrize(("followers", "rate", "amplified", "on_topic", "score"), WORKED.values(), ids=WORKED)
def test_the_worked_examples_score_as_the_definition_says(followers, rate, amplified, on_topic, score):
    leadership = leadership_factor(amplified, 1.0, on_topic) or 0.0

    found = Factors(reach_factor(followers), leadership, engagement_factor(rate, 0.02))

    assert round(found.score, 1) == score


def test_the_factors_of_the_first_worked_example():
    assert round(reach_factor(50_000), 4) == 0.5394
    assert engagement_factor(0.03, 0.02) == pytest.approx(0.6)
    assert leadership_factor(1.5, 1.0, 0.4) == pytest.approx(0.5)


def test_reach_is_nothing_at_100_followers_and_full_at_10_million():
    assert [reach_factor(followers) for followers in (1, 100, 9_999_999, 50_000_000)] == [0.01, 0.01, 1.0, 1.0]


def test_a_single_lucky_post_is_shrunk_towards_the_typical_rate():
    lucky = post(engagements=500)

    assert engagement_rate([lucky], 1_000, 0.02) == pytest.approx((500 + 5 * 1_000 * 0.02) / (1_000 + 5 * 1_000))


def test_a_post_of_thirty_days_ago_counts_half():
    fresh, older = post("1", engagements=100), post("2", engagements=40, age_days=30)

    found = engagement_rate([fresh, older], 1_000, 0.02)

    assert found == pytest.approx((100 + 20 + 100) / (1_000 + 500 + 5_000))


def test_amplification_is_per_post_and_thousand_followers():
    assert amplification([post("1", amplified=3), post("2", amplified=1, followers=3_000)]) == pytest.approx(1.0)


def test_what_nobody_supplied_is_in_no_sum():
    silent = post("2", engagements=None, amplified=None)

    assert engagement_rate([post(), silent], 1_000, 0.02) == engagement_rate([post()], 1_000, 0.02)
    assert amplification([post(), silent]) == amplification([post()])
    assert topic_parts([post(is_on_topic=True), post("2", is_on_topic=False), post("3")]) == (1, 2)


def test_without_engagements_or_without_any_sign_of_leadership_there_is_no_score():
    typical = Typical(0.02, 1.0)

    assert factors([], 1_000, typical) is None
    assert factors([post(engagements=None)], 1_000, typical) is None
    assert factors([post(amplified=None)], 1_000, typical) is None


def test_half_a_leadership_stands_for_the_whole_where_the_other_half_is_unknown():
    assert leadership_factor(None, 1.0, 0.4) == 0.4
    assert leadership_factor(1.0, 1.0, None) == 0.5


def test_a_perfect_score_has_nothing_to_explain():
    assert Factors(1.0, 1.0, 1.0).lost is None
    assert Factors(1.0, 1.0, 0.5).lost == (0.0, 0.0, 1.0)


def test_confidence_follows_the_number_of_posts():
    assert [confidence(n) for n in (0, 2, 3, 9, 10)] == ["none", "none", "low", "low", "high"]
