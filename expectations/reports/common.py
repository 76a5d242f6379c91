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


def month_is_its_start() -> Expect:
    """Both ways to say a month say the same."""
    return Expect(
        "month_is_its_start",
        BETWEEN,
        "days_from_start_of_month",
        "month and month_start name the same month, and the start is its first day",
        {"min_value": 0, "max_value": 0},
        value="""CASE WHEN strftime("month_start", '%Y-%m') <> "month" THEN 99 ELSE day("month_start") - 1 END""",
    )


def confidence_known() -> Expect:
    """Readers filter by these words."""
    return Expect(
        "confidence_known",
        "ExpectColumnValuesToBeInSet",
        "confidence",
        "readers filter by these words",
        {"value_set": ["high", "low", "none"]},
    )
