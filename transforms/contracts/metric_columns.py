"""Columns that say what a number means, and since when."""

from transforms.contracts.column import Column, dates, flags, texts

METRIC_COLUMNS = (
    *texts(
        metric="column that holds the number",
        definition="what the number counts, in words",
        native_names="headers under which the export writes it",
        view_rule="which rule makes a view; views of different rules are never compared",
        series_break="id of the change of meaning: in dim_metric the one with which this version begins or ends; in a "
        "report those inside the compared months",
        series_break_text="what changed there",
        caution="what else to know before comparing it",
        definition_source="where that is said, in words",
    ),
    *dates(
        effective_from="first day on which the number means this; NULL since always",
        effective_to="last day of it; NULL until today",
    ),
    *flags(is_uncertain="the source is weak, or does not name the day"),
    Column("metric_version", "int32", "1 for the first meaning that is known, 2 for the next ..."),
)
