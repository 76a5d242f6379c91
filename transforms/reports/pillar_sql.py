"""The repeating parts of rpt_pillar_balance, one per basis: posts, impressions, engagements."""

from transforms.pillars import TARGET_UNITS

BASES = ("posts", "impressions", "engagements")


def holes() -> dict[str, str]:
    """What fills the holes of pillar_balance.sql."""
    return {
        "shares": ",\n        ".join(_shares(basis) for basis in BASES),
        "distances": ",\n        ".join(_distance(basis) for basis in BASES),
        "figures": ",\n    ".join(_figures(basis) for basis in BASES),
        "helpers": ", ".join(["target_units", *(f"{basis}_distance" for basis in BASES)]),
    }


def _shares(basis: str) -> str:
    """A pillar without posts has a share of 0 where anything was labelled; where nothing was there is no share at all."""
    whole, part = f"{basis}_share_denominator", f"{basis}_share_numerator"
    return f"{whole}::BIGINT AS {whole}, CASE WHEN {whole} IS NOT NULL THEN coalesce({part}, 0) END::BIGINT AS {part}"


def _distance(basis: str) -> str:
    """Sum over the pillars of |share - target|, times the whole, in millionths: an integer, exact."""
    part, whole = f"{basis}_share_numerator::HUGEINT", f"{basis}_share_denominator::HUGEINT"
    return f"sum(abs({part} * {TARGET_UNITS} - target_units * {whole})) OVER (PARTITION BY brand, month) AS {basis}_distance"


def _figures(basis: str) -> str:
    part, whole = f"{basis}_share_numerator", f"{basis}_share_denominator"
    scaled = f"{whole}::HUGEINT * {TARGET_UNITS}"
    return (
        f"ratio({part}, {whole}) AS {basis}_share, "
        f"ratio({part}::HUGEINT * {TARGET_UNITS} - target_units * {whole}::HUGEINT, {scaled}) AS {basis}_gap, "
        f"ratio({basis}_distance, 2 * {scaled}) AS {basis}_drift"
    )
