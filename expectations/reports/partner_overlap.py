"""`rpt_partner_overlap`: one row per own account, partner and month. The report keeps these identities with itself."""

from expectations.model import BETWEEN, Expect
from expectations.reports.common import confidence_known, is_its_parts, month_is_its_start

TOLERANCE = 1e-11
PARTS = {
    "jaccard": ("n_shared", "n_union"),
    "containment": ("n_shared", "n_smaller"),
    "own_unique_ratio": ("n_own_only", "n_own"),
    "own_contribution": ("n_own_only", "n_union"),
    "partner_unique_ratio": ("n_partner_only", "n_partner"),
    "partner_contribution": ("n_partner_only", "n_union"),
}
_RATIOS = ", ".join(f'"{name}"' for name in PARTS)

EXPECTATIONS = (
    month_is_its_start(),
    *(is_its_parts(ratio, *parts, TOLERANCE) for ratio, parts in PARTS.items()),
    Expect(
        "overlaps_are_fractions",
        BETWEEN,
        "largest_share",
        "nobody shares more followers than there are (METRICS 1.5: 0..1)",
        {"max_value": 1},
        value=f"greatest({_RATIOS})",
    ),
    Expect(
        "jaccard_within_containment",
        BETWEEN,
        "jaccard_beyond_containment",
        "the smaller list is no larger than both together, so jaccard is at most containment (METRICS 3)",
        {"max_value": 0},
        value='"jaccard" - "containment"',
    ),
    Expect(
        "union_is_its_parts",
        BETWEEN,
        "people_left_over",
        "whoever follows either follows ours alone, the partner alone, or both",
        {"min_value": 0, "max_value": 0},
        value='abs("n_own_only" + "n_partner_only" + "n_shared" - "n_union") + abs("n_own_only" + "n_shared" - "n_own") '
        '+ abs("n_partner_only" + "n_shared" - "n_partner")',
    ),
    Expect(
        "counts_not_negative",
        BETWEEN,
        "smallest_count",
        "people are counted, and counting starts at 0",
        {"min_value": 0},
        value='least("n", "n_own", "n_partner", "n_shared", "n_own_only", "n_partner_only", "incremental_reach")',
    ),
    Expect(
        "nobody_new_is_ours",
        BETWEEN,
        "new_beyond_partner",
        "whoever follows none of our accounts does not follow this one either",
        {"max_value": 0},
        value='"incremental_reach" - coalesce("n_partner_only", "n_partner")',
    ),
    Expect(
        "no_overlap_has_a_reason",
        BETWEEN,
        "unexplained",
        "an overlap that is missing says why, and what would supply it",
        {"max_value": 0},
        value='("jaccard" IS NULL AND "reason" IS NULL)::INT',
    ),
    confidence_known(),
)
