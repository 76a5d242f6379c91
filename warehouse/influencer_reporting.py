"""Report: rpt_influencer_performance, month by month from the creators' facts; small, so it is built in Python."""

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.creator_tables import FACT_CREATOR_POST, FACT_CREATOR_SNAPSHOT, RPT_INFLUENCER_PERFORMANCE
from transforms.months import BrandMonth, brand_month, shift
from transforms.reports.influencer_performance import MONTHS_BACK, SLICES, VERSION, Row, rows
from transforms.strategy import Strategy
from warehouse.ledger.partitions import Slot
from warehouse.partitions import Build, is_current, key_of
from warehouse.workspace import UNDATED

_FACTS = (FACT_CREATOR_SNAPSHOT.name, FACT_CREATOR_POST.name)


def report_creators(build: Build, strategies: Mapping[str, Strategy], latest: Mapping[str, date]) -> None:
    """Build every month whose inputs changed. `latest` is each brand's latest accepted observation."""
    for brand, strategy in sorted(strategies.items()):
        if brand in latest:
            wanted = _months(build, strategy, f"{latest[brand]:%Y-%m}")
            for month in sorted(wanted | set(build.catalogue.of(RPT_INFLUENCER_PERFORMANCE.name, brand))):
                _report_month(build, strategy, brand_month(strategy, month, latest[brand]), is_wanted=month in wanted)


def _months(build: Build, strategy: Strategy, last: str) -> set[str]:
    """From the first month with a creator's figures to the last that is known; that one alone where there are no figures.

    It follows from facts and strategy only, never from what was reported before: any order of nights ends with the same files.
    """
    supplied = set().union(*(build.months_of(table, strategy.brand) for table in _FACTS)) - {UNDATED}
    month = min(supplied, default=last if strategy.creators else shift(last, 1))
    months = set()
    while month <= last:
        months.add(month)
        month = shift(month, 1)
    return months


def _report_month(build: Build, strategy: Strategy, cut: BrandMonth, *, is_wanted: bool) -> None:
    inputs = {table: [Slot(table, cut.brand, shift(cut.month, -back)) for back in range(MONTHS_BACK + 1)] for table in _FACTS}
    contents = [build.content_of(slot) for slots in inputs.values() for slot in slots]
    read = [strategy.slices[name] for name in SLICES]

    def key_at(version: int) -> str:
        return key_of(contents, read, version, cut.as_of_date.isoformat(), is_wanted)

    slot = Slot(RPT_INFLUENCER_PERFORMANCE.name, cut.brand, cut.month)
    if is_current(build.catalogue.published.get(slot), VERSION, key_at):
        return
    key = key_at(VERSION)
    snapshots, posts = (_read(build, slots) for slots in inputs.values())
    found = rows(cut, strategy, snapshots, posts) if is_wanted else []
    if found:
        build.write(slot, VERSION, key, pa.Table.from_pylist(found, arrow_schema(RPT_INFLUENCER_PERFORMANCE)).to_batches())
    else:
        build.write_empty(slot, key)


def _read(build: Build, slots: list[Slot]) -> list[Row]:
    paths = [path for slot in slots if (path := build.read(slot))]
    return [row for path in paths for row in pq.read_table(path).to_pylist()]
