"""What every figure of rpt_pillar_balance is made of."""

from dataclasses import replace

from transforms.contracts.tables import RPT_PILLAR_BALANCE
from transforms.reports.engagement_trace import POST
from transforms.reports.pillar_sql import BASES
from transforms.reports.register import query_of
from transforms.reports.tracing import Added, Given, Made, Origin, Trail

_OF_MONTH = "brand = $brand AND month = $month"
UNITS = {
    "of_pillar": replace(
        POST, query=f"SELECT * FROM posts JOIN credits USING (brand, platform, post_id) WHERE {_OF_MONTH} AND pillar = $pillar"
    ),
    "labelled": replace(POST, query=f"SELECT * FROM posts JOIN labelled USING (brand, platform, post_id) WHERE {_OF_MONTH}"),
    "posts": replace(POST, query=f"SELECT * FROM posts WHERE {_OF_MONTH}"),
}
_ORIGINS: dict[str, Origin] = {
    "n": Made(("label_coverage_numerator",), "the labelled posts of the month", "label_coverage_numerator"),
    "target_share": Given("the pillar's target in strategy/<brand>.yaml"),
    "label_coverage_numerator": Added("1", how="count", units="labelled"),
    "label_coverage_denominator": Added("1", how="count", units="posts"),
    "label_coverage": Made.ratio("label_coverage_numerator", "label_coverage_denominator"),
}
for _basis in BASES:
    _weight = "" if _basis == "posts" else f" * {_basis}"
    _top, _bottom = f"{_basis}_share_numerator", f"{_basis}_share_denominator"
    _ORIGINS |= {
        _top: Added(f"units{_weight}"),
        _bottom: Added(f"credit_units{_weight}", units="labelled"),
        f"{_basis}_share": Made.ratio(_top, _bottom),
        f"{_basis}_gap": Made((_top, _bottom, "target_share"), f"{_basis}_share - target_share"),
        f"{_basis}_drift": Made(
            (_bottom, "target_share"), f"half the sum over all pillars of |{_basis}_gap|: trace each pillar's {_basis}_gap"
        ),
    }
    if _basis != "posts":
        _ORIGINS[f"{_basis}_posts_n_missing"] = Added(_basis, f"{_basis} IS NULL", how="count", units="labelled")

TRAIL = Trail(RPT_PILLAR_BALANCE, lambda _: "of_pillar", UNITS, _ORIGINS.__getitem__, lambda: query_of(RPT_PILLAR_BALANCE.name))
