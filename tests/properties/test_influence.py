"""What holds of every influencer score, whoever the creator is (METRICS 1.5)."""

import dataclasses
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from transforms.influence import Factors, Post, Typical, engagement_factor, factors, leadership_factor, reach_factor

TYPICAL = Typical(0.02, 1.0)
followers = st.integers(1, 500_000_000)
rates = st.floats(0, 5, allow_nan=False)
shares = st.floats(0, 1, allow_nan=False)
counts = st.none() | st.integers(0, 10**9)


@st.composite
def creators(draw):
    posts = st.builds(Post, st.just(""), st.integers(0, 89), followers, counts, counts, st.none() | st.booleans())
    found = draw(st.lists(posts, max_size=12))
    return [dataclasses.replace(post, post_id=str(at)) for at, post in enumerate(found)], draw(followers)


def score_of(count, rate, amplified, on_topic):
    leadership = leadership_factor(amplified, 1.0, on_topic) or 0.0
    return Factors(reach_factor(count), leadership, engagement_factor(rate, 0.02)).score


@given(creators())
def test_a_score_lies_between_0_and_100_and_its_explanation_sums_to_1(creator):
    posts, count = creator

    found = factors(posts, count, TYPICAL)

    if found is not None:
        assert 0 < found.score <= 100
        assert found.lost is None or isclose(sum(found.lost), 1, abs_tol=1e-9)


@given(creators(), st.randoms())
def test_neither_the_order_of_posts_nor_a_repeated_one_matters(creator, chance):
    posts, count = creator
    other = [*posts, *chance.sample(posts, len(posts) // 2)]
    chance.shuffle(other)

    assert factors(other, count, TYPICAL) == factors(posts, count, TYPICAL)


@given(followers, followers, rates, rates, shares)
def test_more_followers_at_the_same_rates_never_lower_a_score(few, many, rate, amplified, on_topic):
    few, many = sorted((few, many))

    assert score_of(few, rate, amplified, on_topic) <= score_of(many, rate, amplified, on_topic)


@given(followers, rates, rates, rates, shares)
def test_a_higher_engagement_rate_never_lowers_a_score(count, low, high, amplified, on_topic):
    low, high = sorted((low, high))

    assert score_of(count, low, amplified, on_topic) <= score_of(count, high, amplified, on_topic)


@given(followers, rates, rates, rates, shares)
def test_more_amplification_never_lowers_a_score(count, rate, low, high, on_topic):
    low, high = sorted((low, high))

    assert score_of(count, rate, low, on_topic) <= score_of(count, rate, high, on_topic)


@given(followers, rates, rates, shares, shares)
def test_more_posts_on_topic_never_lower_a_score(count, rate, amplified, low, high):
    low, high = sorted((low, high))

    assert score_of(count, rate, amplified, low) <= score_of(count, rate, amplified, high)
