"""`rpt_pillar_balance`: one row per brand, month and pillar. A row that breaks a critical identity stops the publication."""

from expectations.model import Expect

_BASES = ("posts", "impressions", "engagements")


def _fraction(column: str, why: str) -> Expect:
    return Expect(f"{column}_is_a_fraction", "ExpectColumnValuesToBeBetween", column, why, {"min_value": 0, "max_value": 1})


EXPECTATIONS = (
    *(_fraction(f"{basis}_share", "a pillar cannot have more than everything") for basis in _BASES),
    *(_fraction(f"{basis}_drift", "drift is the share of posts that would have to change pillar") for basis in _BASES),
    _fraction("label_coverage", "no more posts can be labelled than there are"),
    *(
        Expect(
            f"{basis}_part_within_whole",
            "ExpectColumnValuesToBeBetween",
            f"{basis}_left_over",
            "a pillar's credit is a part of the whole",
            {"min_value": 0},
            value=f'"{basis}_share_denominator" - "{basis}_share_numerator"',
        )
        for basis in _BASES
    ),
    *(
        Expect(
            f"{basis}_gap_is_the_difference",
            "ExpectColumnValuesToBeBetween",
            f"{basis}_gap_error",
            "the gap is share minus target, and nothing else",
            {"max_value": 1e-9},
            value=f'abs("{basis}_gap" - ("{basis}_share" - "target_share"))',
        )
        for basis in _BASES
    ),
)
