"""The influencer score of METRICS 1.5: reach, leadership and engagement of one creator on one platform, as of one day.

Everything is measured against fixed anchors and the strategy's typical values, so a score never changes because somebody else
joined. Sums are `math.fsum`: exact, and so the same in any order. Nothing that a creator does with our brand is in it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from math import fsum, log, log10

WINDOW_DAYS = 90
HALF_LIFE_DAYS = 30
# As many posts with the typical rate stand beside the real ones: a handful of lucky posts proves little.
PSEUDO_POSTS = 5
# No factor can drag a score to nothing by itself.
FLOOR = 0.01
NO_REACH, FULL_REACH = log10(101), 7
REACH, LEADERSHIP, ENGAGEMENT = 0.3, 0.3, 0.4
FEW_POSTS, ENOUGH_POSTS = 3, 10


@dataclass(frozen=True)
class Post:
    """One post of the window. NULL is what nobody supplied."""

    post_id: str
    age_days: int
    followers: int
    """the creator's followers when it was published, above 0"""
    engagements: int | None = None
    amplified: int | None = None
    """shares, quotes and mentions received"""
    is_on_topic: bool | None = None

    @property
    def weight(self) -> float:
        """Half after every HALF_LIFE_DAYS."""
        return float(0.5 ** (self.age_days / HALF_LIFE_DAYS))


@dataclass(frozen=True)
class Typical:
    """What counts as typical: it earns half of a factor."""

    rate: float
    """engagements per follower and post"""
    amplification: float
    """shares, quotes and mentions per post and 1,000 followers"""


@dataclass(frozen=True)
class Factors:
    """The three factors, each from FLOOR to 1."""

    reach: float
    leadership: float
    engagement: float

    @property
    def score(self) -> float:
        """0 to 100: the weighted geometric mean, so that no factor makes up for another's absence."""
        return float(100 * self.reach**REACH * self.leadership**LEADERSHIP * self.engagement**ENGAGEMENT)

    @property
    def lost(self) -> tuple[float, float, float] | None:
        """Which part of ln(100/score) each factor costs; the parts sum to 1. None where nothing is lost."""
        costs = (-REACH * log(self.reach), -LEADERSHIP * log(self.leadership), -ENGAGEMENT * log(self.engagement))
        total = fsum(costs)
        return (costs[0] / total, costs[1] / total, costs[2] / total) if total > 0 else None


def reach_factor(followers: int) -> float:
    """0 at 100 followers, 1 at 10 million, by the logarithm between."""
    return _within((log10(1 + followers) - NO_REACH) / (FULL_REACH - NO_REACH))


def engagement_factor(rate: float, typical: float) -> float:
    """0.5 is typical; more saturates."""
    return _within(rate / (rate + typical))


def leadership_factor(amplification: float | None, typical: float, topic_share: float | None) -> float | None:
    """Half from amplification, half from the share of posts on topic; a half that nobody supplied leaves the other alone."""
    halves = [topic_share] if topic_share is not None else []
    if amplification is not None:
        halves.append(amplification / (amplification + typical))
    return _within(fsum(halves) / len(halves)) if halves else None


def engagement_rate(posts: Collection[Post], followers: int, typical: float) -> float | None:
    """Decayed engagements per follower, shrunk towards the typical rate; NULL without a post whose engagements are known."""
    known = {post for post in posts if post.engagements is not None}
    if not known:
        return None
    prior = PSEUDO_POSTS * followers
    engaged = _decayed(known, lambda post: post.engagements or 0, prior * typical)
    return engaged / _decayed(known, lambda post: post.followers, prior)


def amplification(posts: Collection[Post]) -> float | None:
    """Decayed shares, quotes and mentions per post and 1,000 followers; NULL where none was supplied."""
    known = {post for post in posts if post.amplified is not None}
    if not known:
        return None
    return 1000 * _decayed(known, lambda post: post.amplified or 0) / _decayed(known, lambda post: post.followers)


def topic_parts(posts: Iterable[Post]) -> tuple[int, int]:
    """(posts on one of the brand's topics, posts whose topic can be told)."""
    told = [post for post in set(posts) if post.is_on_topic is not None]
    return sum(post.is_on_topic is True for post in told), len(told)


def factors(posts: Collection[Post], followers: int, typical: Typical) -> Factors | None:
    """The three factors; NULL as soon as one cannot be told."""
    rate = engagement_rate(posts, followers, typical.rate)
    on_topic, told = topic_parts(posts)
    leadership = leadership_factor(amplification(posts), typical.amplification, on_topic / told if told else None)
    if rate is None or leadership is None:
        return None
    return Factors(reach_factor(followers), leadership, engagement_factor(rate, typical.rate))


def confidence(n_posts: int) -> str:
    """How far a score carries that rests on so many posts."""
    return "none" if n_posts < FEW_POSTS else "low" if n_posts < ENOUGH_POSTS else "high"


def _decayed(posts: Iterable[Post], value: Callable[[Post], int], beside: float = 0.0) -> float:
    return fsum([beside, *(post.weight * value(post) for post in posts)])


def _within(factor: float) -> float:
    return min(max(factor, FLOOR), 1.0)
