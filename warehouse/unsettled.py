"""Posts whose month is not for good: a night looks for their other home in these partitions only."""

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from transforms.facts.small_dims import HAS_ID_TIME

_BY_ID = pa.array(sorted(HAS_ID_TIME))


class Unsettled:
    """Counts rows whose moment of publication a better source could still move, while they pass."""

    def __init__(self) -> None:
        self.n = 0

    def count(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The batches as they are, counted."""
        for batch in batches:
            if "published_at_source" in batch.schema.names and "observed_at" in batch.schema.names:
                by_id = pc.is_in(batch.column("platform"), _BY_ID)
                self.n += pc.sum(pc.and_(by_id, pc.not_equal(batch.column("published_at_source"), "id"))).as_py() or 0
            yield batch
