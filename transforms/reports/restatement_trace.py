"""What every figure of rpt_restatements is made of: the export files that restate a cell.

`arrivals` are the records that came after the close. Where none came for the row itself, those of its place do, as in the report.
"""

from transforms.contracts.restatement_table import RPT_RESTATEMENTS
from transforms.reports.tracing import Added, Trail, Units

_OF_PLACE = (
    "{of}.brand = $brand AND {of}.month = $month AND ($platform IS NULL OR {of}.platform = $platform) "
    "AND ($account IS NULL OR {of}.account = $account)"
)
_OF_ROW = "($post_id IS NULL OR {of}.post_id = $post_id)"
_PLACE, _OTHER = _OF_PLACE.format(of="arrivals"), f"{_OF_PLACE} AND {_OF_ROW}".format(of="other")
UNITS = {
    "exports": Units(
        query=f"SELECT DISTINCT source_sha FROM arrivals WHERE {_PLACE} AND ({_OF_ROW.format(of='arrivals')} "
        f"OR NOT EXISTS (FROM arrivals AS other WHERE {_OTHER}))",
        entity=("source_sha",),
    )
}

TRAIL = Trail(RPT_RESTATEMENTS, lambda _: "exports", UNITS, {"n_exports": Added("1", how="count")}.__getitem__)
