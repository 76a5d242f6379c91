"""What several reports promise in the same words."""

from expectations.model import BETWEEN, Expect


def is_its_parts(ratio: str, numerator: str, denominator: str, tolerance: float) -> Expect:
    """A ratio stands beside its parts and is their quotient, up to the rounding of its last digits."""
    parts = f'"{numerator}"::DOUBLE / nullif("{denominator}", 0)'
    error = f'abs("{ratio}" - {parts}) / greatest(1, abs({parts}))'
    # 1 is far beyond the tolerance: a ratio that is there without its parts, or is missing with them.
    value = f'CASE WHEN ("{ratio}" IS NULL) <> ({parts} IS NULL) THEN 1 ELSE {error} END'
    why = f"{ratio} is {numerator} / {denominator}, and NULL exactly where that cannot be computed (METRICS R2, R3)"
    return Expect(f"{ratio}_is_its_parts", BETWEEN, f"{ratio}_error", why, {"max_value": tolerance}, value=value)
