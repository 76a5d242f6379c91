"""`staging_account_daily`: one row per record of an overview export, one account on one day of the platform."""

from dataclasses import replace

from expectations.staging.common import (
    ACTIVITY_BEFORE_EXPORT,
    ACTIVITY_SINCE_PLATFORMS,
    NATIVE_COVERS_COMPONENTS,
    PARSE_ERROR_ABSENT,
    REACH_WITHIN_EXPOSURE,
    counts_believable,
    counts_not_negative,
)
from transforms.contracts.tables import STAGING_ACCOUNT_DAILY

# LinkedIn takes back comments and reposts that were deleted on the day of the deletion, so a day may well lie below 0.
_NOT_NEGATIVE = counts_not_negative(
    STAGING_ACCOUNT_DAILY, "warning", "a day below 0 corrects an earlier one; Instagram and X were never seen to"
)

EXPECTATIONS = (
    PARSE_ERROR_ABSENT,
    ACTIVITY_SINCE_PLATFORMS,
    ACTIVITY_BEFORE_EXPORT,
    replace(_NOT_NEGATIVE, value=f"CASE WHEN \"platform\" <> 'linkedin' THEN {_NOT_NEGATIVE.value} END"),
    counts_believable(STAGING_ACCOUNT_DAILY),
    REACH_WITHIN_EXPOSURE,
    NATIVE_COVERS_COMPONENTS,
)
