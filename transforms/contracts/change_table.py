"""fact_post_change: what happened to a post between two observations."""

from transforms.contracts.change_columns import changing
from transforms.contracts.columns import MEASURES
from transforms.contracts.measures import with_engagements
from transforms.contracts.table import Table

_KEY = ("platform", "post_id", "format", "to_date", "from_date")
# What two observations are subtracted in. Reach counts distinct people and a ratio has no difference that adds.
CHANGING_NAMES = tuple(column.name for column in changing(MEASURES))
_COUNTED = tuple(name if name == "components_present" else f"{name}_delta" for name in with_engagements(CHANGING_NAMES))

FACT_POST_CHANGE = Table(
    name="fact_post_change",
    layer="fact",
    grain="one row per post x format x pair of neighbouring observations, or of observations that are neighbours in some of the "
    "counts only: how much each count changed from the earlier to the later one",
    partition="change",
    key=_KEY,
    columns=(
        "to_date", "from_date", "span_days", "published_at", "brand", "platform", "account", "post_id", "format", "is_own",
        "media_type", "exposure_metric", *_COUNTED, "has_decrease", "from_at", "to_at", "from_source_sha", "from_source_line",
        "source_sha", "source_line",
    ),
    required=(
        "to_date", "from_date", "span_days", "brand", "platform", "account", "post_id", "format", "is_own", "has_decrease",
        "from_at", "to_at", "from_source_sha", "from_source_line", "source_sha", "source_line",
    ),
    order=_KEY,
)  # fmt: skip
