"""What the warehouse must hold of a history, told by plain Python over the generated records: no file, no frame, no SQL.

It is written from METRICS and DESIGN, not from the code under test.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from tests.builders import instagram
from tests.properties.formats import ACCOUNT_DAYS, NAMES
from tests.properties.histories import Export, Record
from tests.properties.strategies import OWN_ACCOUNT, PARTNER_ACCOUNT

BEST_SOURCE = ("id", "zoned", "date", "unknown")
CREATOR_TABLES = {"creators": "fact_creator_snapshot", "creator_posts": "fact_creator_post"}
FACTS = ("fact_post_snapshot", "fact_post_daily", "fact_account_daily", *CREATOR_TABLES.values())


@dataclass(frozen=True)
class Seen:
    """One accepted record and where it came from."""

    export: Export
    line: int
    record: Record

    @property
    def table(self) -> str:
        if self.export.format in ACCOUNT_DAYS:
            return "fact_account_daily"
        if self.export.format in CREATOR_TABLES:
            return CREATOR_TABLES[self.export.format]
        return "fact_post_daily" if self.record.day else "fact_post_snapshot"

    @property
    def platform(self) -> str:
        return self.export.format.partition("_")[0]

    @property
    def entity(self) -> tuple[object, ...]:
        """The thing that was observed."""
        about = (self.export.brand, self.platform, self.export.format, self.table)
        if self.table == "fact_account_daily":
            return (*about, self.account, self.record.day)
        if self.table == "fact_creator_snapshot":
            return (*about, self.record.whose, self.record.day)
        return (*about, *self.post, self.record.day)

    @property
    def key(self) -> tuple[object, ...]:
        return (*self.entity, self.export.taken.date() if self.table in {"fact_post_snapshot", "fact_creator_post"} else None)

    @property
    def key_in_file(self) -> tuple[object, ...]:
        """A file knows nothing of the strategy: a page under two names is two pages there."""
        return (*self.key, self.record.whose if self.table == "fact_account_daily" else None)

    @property
    def post(self) -> tuple[str, str, int, datetime | None]:
        """Ids of videos are other ids than those of posts; an id of X is made of its moment; a creator's is the creator's."""
        if self.table == "fact_creator_post":
            return ("creators", self.record.whose, self.record.number, None)
        space = "videos" if self.export.format == "facebook_videos" else "posts"
        return (self.platform, space, self.record.number, self.record.moment if self.platform == "x" else None)

    @property
    def is_lifetime(self) -> bool | None:
        """Whether it counts since publication; None where nothing says what it counts."""
        if self.export.format != "youtube_table":
            return True
        if self.export.period is None or self.record.moment is None:
            return None
        return self.export.period[0] <= self.record.moment.date()

    @property
    def weight(self) -> tuple[bool, datetime, int, str, int]:
        """The larger one wins a contest."""
        inverse = "".join(chr(127 - ord(letter)) for letter in self.export.sha)
        return (bool(self.is_lifetime), self.export.taken, len(self.record.measures), inverse, -self.line)

    @property
    def weight_in_file(self) -> tuple[int, int]:
        return (len(self.record.measures), -self.line)

    @property
    def account_id(self) -> str | None:
        return NAMES[self.platform][self.record.whose][1]

    @property
    def account(self) -> str:
        return OWN_ACCOUNT[self.platform] if self.is_own else PARTNER_ACCOUNT[self.platform]

    @property
    def is_own(self) -> bool:
        return self.record.whose != "partner"

    @property
    def published(self) -> tuple[int, datetime | None]:
        """(rank of the source, moment) that this record alone would give."""
        moment = self.record.moment
        if moment is None:
            return BEST_SOURCE.index("unknown"), None
        if self.record.by_id:
            return BEST_SOURCE.index("id"), moment
        if self.platform in {"youtube", "creator"}:
            return BEST_SOURCE.index("date"), moment
        wall = moment.astimezone(instagram.PACIFIC).replace(fold=0)
        return BEST_SOURCE.index("zoned"), wall.astimezone(UTC)

    @property
    def measures(self) -> dict[str, int]:
        """Measures as the facts hold them, our engagements among them."""
        row = dict(self.record.measures)
        shares = [row[name] for name in ("shares", "quotes") if name in row]
        parts = [row[name] for name in ("likes", "comments", "saves") if name in row] + shares
        return row | ({"engagements": sum(parts)} if parts else {})


@dataclass
class Told:
    """What became of a history."""

    files: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    accepted: list[Seen] = field(default_factory=list)

    @property
    def winners(self) -> dict[tuple[object, ...], Seen]:
        """The one record of each key that the facts hold."""
        best: dict[tuple[object, ...], Seen] = {}
        for seen in self.accepted:
            if seen.key not in best or best[seen.key].weight < seen.weight:
                best[seen.key] = seen
        return best

    def rows(self, table: str, brand: str) -> list[Seen]:
        return [seen for seen in self.winners.values() if seen.table == table and seen.export.brand == brand]

    def published(self, brand: str, table: str = "fact_post_snapshot") -> dict[tuple[object, ...], datetime | None]:
        """When each post was published: the best source over all its observations, among equals the earliest moment."""
        told: dict[tuple[object, ...], list[tuple[int, datetime | None]]] = defaultdict(list)
        for seen in self.accepted:
            if seen.table == table and seen.export.brand == brand:
                told[seen.post].append(seen.published)
        return {
            post: min(found, key=lambda each: (each[0], each[1] or datetime.max.replace(tzinfo=UTC)))[1]
            for post, found in told.items()
        }

    def latest(self, brand: str) -> date:
        """The brand's latest accepted observation."""
        return max(seen.export.taken.date() for seen in self.accepted if seen.export.brand == brand)


def tell(history: Iterable[Export]) -> Told:
    """Judge every file, then every record."""
    told = Told()
    for export in history:
        seen = [Seen(export, line, record) for line, record in enumerate(export.records)]
        good = [each for each in seen if not each.record.is_bad]
        dated = any(record.day or record.moment for record in export.records)
        # More than half of it unreadable, or no date at all: the file is held.
        if not dated or len(seen) - len(good) > len(seen) / 2:
            told.files[export.brand, export.sha] = {"state": "held", "n_records": len(seen)}
            continue
        kept: dict[tuple[object, ...], Seen] = {}
        for each in good:
            before = kept.get(each.key_in_file)
            if before is None or before.weight_in_file < each.weight_in_file:
                kept[each.key_in_file] = each
        told.accepted += kept.values()
        told.files[export.brand, export.sha] = {
            "state": "taken",
            "n_records": len(seen),
            "n_quarantined": len(seen) - len(good),
            "n_duplicates": len(good) - len(kept),
            "n_accepted": len(kept),
        }
    return told
