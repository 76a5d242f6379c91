"""One valid row of the report about partners, and for each of its expectations what to change so that it fails."""

from datetime import date
from typing import Any

from tests.builders.care_report_rows import MONTH

VALID: dict[str, dict[str, Any]] = {
    "rpt_partner_overlap": MONTH
    | {
        "platform": "instagram",
        "account": "atelier.lumen",
        "partner": "rival.studio",
        "basis_source": "fact_audience_member",
        "account_seen_on": date(2026, 10, 30),
        "partner_seen_on": date(2026, 10, 31),
        "n": 29,
        "n_own": 10,
        "n_partner": 20,
        "n_shared": 1,
        "n_union": 29,
        "jaccard": 0.0344827586207,
        "n_smaller": 10,
        "containment": 0.1,
        "n_own_only": 9,
        "own_unique_ratio": 0.9,
        "own_contribution": 0.310344827586,
        "n_partner_only": 19,
        "partner_unique_ratio": 0.95,
        "partner_contribution": 0.655172413793,
        "incremental_reach": 18,
        "confidence": "none",
        "coverage_note": "both lists are taken as complete",
    }
}
BREAKS: dict[str, dict[str, Any]] = {
    "rpt_partner_overlap": {
        "month_is_its_start": {"month_start": date(2026, 9, 1)},
        "jaccard_is_its_parts": {"jaccard": 0.03},
        "containment_is_its_parts": {"containment": None},
        "own_unique_ratio_is_its_parts": {"own_unique_ratio": 0.8},
        "own_contribution_is_its_parts": {"own_contribution": 0.9},
        "partner_unique_ratio_is_its_parts": {"n_partner_only": 18},
        "partner_contribution_is_its_parts": {"partner_contribution": None},
        "overlaps_are_fractions": {"containment": 1.1},
        "jaccard_within_containment": {"jaccard": 0.2},
        "union_is_its_parts": {"n_union": 30},
        "counts_not_negative": {"n_shared": -1},
        "nobody_new_is_ours": {"incremental_reach": 20},
        "no_overlap_has_a_reason": {"jaccard": None},
        "confidence_known": {"confidence": "maybe"},
    }
}
