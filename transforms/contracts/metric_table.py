"""dim_metric: what a number means, platform by platform and format by format, and since when."""

from transforms.contracts.table import Table

DIM_METRIC = Table(
    name="dim_metric",
    layer="dim",
    grain="one row per platform x format x metric x version of its meaning; format `report` is what reports compute",
    partition="whole",
    key=("platform", "format", "metric", "metric_version"),
    columns=(
        "effective_from", "effective_to", "platform", "format", "metric", "metric_version", "exposure_metric", "native_names",
        "definition", "unit", "additivity", "view_rule", "series_break", "series_break_text", "caution", "definition_source",
        "is_uncertain",
    ),
    required=("platform", "format", "metric", "metric_version", "definition", "additivity", "definition_source", "is_uncertain"),
    order=("platform", "format", "metric", "metric_version"),
)  # fmt: skip
