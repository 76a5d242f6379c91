"""Transform: bridge_post_label, the strategy's rules applied to the latest state of each post."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import BRIDGE_POST_LABEL, DIM_POST
from transforms.facts.register import BRIDGE_POST_LABEL_VERSION
from transforms.pillars import Labeller, label_rows
from transforms.strategy import Strategy
from warehouse.ledger.partitions import Slot
from warehouse.partitions import Build, key_of

_READ = ("published_at", "brand", "platform", "account", "post_id", "caption", "custom_labels")


def label(build: Build, strategies: Mapping[str, Strategy], relabelled: frozenset[str]) -> None:
    """Label the posts of every month that changed tonight, and of every month of brands whose rules changed."""
    for brand, strategy in sorted(strategies.items()):
        months = {slot.month for slot in build.built if (slot.table, slot.brand) == (DIM_POST.name, brand)}
        months |= {
            slot.month for slot in build.catalogue.to_rebuild() if (slot.table, slot.brand) == (BRIDGE_POST_LABEL.name, brand)
        }
        if brand in relabelled:
            months |= build.months_of(DIM_POST.name, brand)
        # A bridge may have been lost alone: its posts stand, and are labelled again.
        lost = {slot for slot in build.catalogue.to_rebuild() if (slot.table, slot.brand) == (BRIDGE_POST_LABEL.name, brand)}
        months |= {slot.month for slot in lost}
        labeller = Labeller(strategy.pillars)
        for month in sorted(months):
            _label_month(build, labeller, Slot(DIM_POST.name, brand, month), strategy.slices["labels"])


def _label_month(build: Build, labeller: Labeller, posts: Slot, labels_hash: str) -> None:
    slot = Slot(BRIDGE_POST_LABEL.name, posts.brand, posts.month)
    key = key_of(build.content_of(posts), labels_hash, BRIDGE_POST_LABEL_VERSION)
    before = build.catalogue.published.get(slot)
    if before is not None and before.key == key and before.state != "rebuild":
        return
    # Without pillars there is nothing to look for, and captions are long.
    path = build.read(posts) if labeller.has_rules else None
    schema = arrow_schema(DIM_POST)
    read = pq.read_table(path, columns=[name for name in _READ if name in schema.names]).to_pylist() if path else []
    rows = sorted(label_rows(labeller, read), key=lambda row: [row[name] for name in BRIDGE_POST_LABEL.order])
    for row in rows:
        row["credit"] = float(f"{row['credit_numerator'] / row['credit_denominator']:.12g}")
    if rows:
        build.write(
            slot, BRIDGE_POST_LABEL_VERSION, key, pa.Table.from_pylist(rows, arrow_schema(BRIDGE_POST_LABEL)).to_batches()
        )
    else:
        build.write_empty(slot, key)
