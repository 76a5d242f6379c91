"""What rpt_restatements is told from besides reports and facts: the closes, the exports that they knew, the files of today."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from transforms.months import brand_month, last_day
from transforms.strategy import Strategy
from warehouse import journal
from warehouse.closing import event_of
from warehouse.journal import Event
from warehouse.partitions import Build
from warehouse.workspace import Workspace

# Months around a closed one in whose facts its records lie: zones next door, creators a quarter of a year back.
BACK, AHEAD = 3, 1
_MONTHS = pa.schema(
    [
        ("brand", pa.string()), ("month", pa.string()), ("month_start", pa.date32()), ("month_end", pa.date32()),
        ("starts_at", pa.timestamp("us", tz="UTC")), ("ends_at", pa.timestamp("us", tz="UTC")),
        ("is_strategy_other", pa.bool_()), ("versions", pa.map_(pa.string(), pa.int32())),
    ]
)  # fmt: skip
_KNOWN = pa.schema([("brand", pa.string()), ("month", pa.string()), ("source_sha", pa.string())])
_FILES = pa.schema(
    [
        *((name, pa.string()) for name in ("brand", "platform", "source_sha")),
        *((name, pa.date32()) for name in ("observed_on", "first_day", "last_day")),
    ]
)

Month = tuple[str, str]
"""(brand, month)"""


def events_of(build: Build, months: Iterable[Month]) -> dict[Month, Event]:
    """What the journal keeps of the close of each month."""
    closed = {(slot.brand, slot.month): each for slot, each in build.catalogue.closed.items()}
    return {month: event_of(build.workspace, closed[month]) for month in months}


def month_rows(strategies: Mapping[str, Strategy], events: Mapping[Month, Event]) -> pa.Table:
    """`closed_months`: where each month begins and ends today, and what has changed since its close besides exports."""
    rows = []
    for (brand, month), event in events.items():
        cut = brand_month(strategies[brand], month, last_day(month))
        rows.append(
            {
                "brand": brand,
                "month": month,
                "month_start": cut.month_start,
                "month_end": cut.month_end,
                "starts_at": cut.starts_at,
                "ends_at": cut.ends_at,
                "is_strategy_other": event["made_with"]["slices"] != strategies[brand].slices,
                "versions": [(name, told["transform_version"]) for name, told in event["tables"].items() if told],
            }
        )
    return pa.Table.from_pylist(rows, _MONTHS)


def known_exports(workspace: Workspace, events: Mapping[Month, Event]) -> pa.Table:
    """`known_exports`: the exports that each close knew. A receipt's name says the beginning of its export's hash only."""
    rows = []
    for (brand, month), event in events.items():
        folder = workspace.journal / "receipt" / brand
        shas = {journal.read(folder / name)["sha"] for name in event["known"]["receipt"]}
        rows += [{"brand": brand, "month": month, "source_sha": sha} for sha in sorted(shas)]
    return pa.Table.from_pylist(rows, _KNOWN)


def file_rows(files: Iterable[Mapping[str, Any]]) -> pa.Table:
    """`quality_arrivals`: each export file from the first day that it tells of to the day on which it was taken."""
    rows = []
    for file in files:
        taken = str(file["observed_on"])
        rows.append(
            {
                "brand": file["brand"],
                "platform": file["platform"],
                "source_sha": file["sha"],
                "observed_on": taken,
                "first_day": min((file["first_date"] or taken)[:10], taken),
                "last_day": taken,
            }
        )
    told = pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in _FILES.names]))
    return told.cast(_FILES)
