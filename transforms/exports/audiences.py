"""What the records of a breakdown say beside their figures: whose part of the audience they are of, and of what time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from transforms.exports.audience_values import value_in
from transforms.exports.periods import period_of
from transforms.exports.vectors import per_unique, whole

if TYPE_CHECKING:
    from transforms.exports.normalise import Work

AT_EXPORT = "at_export"
UNSTATED = "unstated"


def read_audience(work: Work) -> None:
    """The columns of staging_audience that are no figures; splits overrule what they say themselves."""
    cells, format_ = work.cells, work.cells.format
    for name, text in format_.says.items():
        work.done[name] = work.per_origin([text] * len(cells.origins))
    _read_period(work)
    names, ids = (whole(cells.columns[name]) if name in cells.columns else None for name in ("dimension_value", "value_id"))
    if names is not None or ids is not None:
        dimension = format_.says.get("dimension", "")
        values = ids if names is None else per_unique(names, lambda text: value_in(dimension, text), pa.string())
        ids = values if ids is None else ids
        # Either may be missing, in a file or in a record: a city without a name goes by its id.
        work.done |= {"dimension_value": pc.coalesce(values, ids), "value_id": pc.coalesce(ids, values)}


def _read_period(work: Work) -> None:
    """The time that the figures count, in the three columns for people and in the one text that is part of the key."""
    cells, format_ = work.cells, work.cells.format
    if "activity_date" in work.done:
        work.done["period"] = pc.strftime(work.done["activity_date"], "%Y-%m-%d")
        return
    if not format_.windowed:
        work.done["period"] = work.per_origin([AT_EXPORT] * len(cells.origins))
        return
    found = [period_of((*origin.file.folders, origin.file.name)) for origin in cells.origins]
    rows = pa.array(cells.origin)
    for at, name in enumerate(("window_start", "window_end")):
        work.done[name] = pa.array([period and period[at] for period in found], pa.date32()).take(rows)
    work.done["period"] = work.per_origin([f"{period[0]}/{period[1]}" if period else UNSTATED for period in found])
