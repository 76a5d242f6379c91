"""What `inspect` says of a file: read cell by cell, by the same declarations as extraction, without a dataframe library."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from transforms.exports.headers import fold
from transforms.exports.identity import CLOCKS, id_time_ms, instagram_time_ms, link_handle, link_post_id, page_of
from transforms.exports.mangled import refuse_mangled
from transforms.exports.merging import merge_cells
from transforms.exports.platforms import KNOWN_PLATFORMS
from transforms.exports.structural import is_structural
from transforms.exports.values import parse_day, parse_moment
from transforms.strategy import fold_handle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transforms.exports.recognise import Columns
    from transforms.grids import Grid

GRAINS = {
    "staging_post": "post",
    "staging_post_daily": "post and day",
    "staging_account_daily": "account and day",
    "staging_audience": "part of an audience",
    "staging_retention": "place in a video",
    "staging_mention": "hit of a listening tool",
    "staging_interaction": "message",
    "staging_audience_member": "follower and month",
    "staging_creator": "creator and day",
    "staging_creator_post": "post of a creator",
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Inspection:
    """One file, as far as it can be understood by itself. `reason` is None when it is recognised and can be read."""

    file: str
    part_of: str = ""
    """the file that holds it, where it is a sheet or another part of one"""
    format: str | None = None
    platform: str | None = None
    """None too where only a folder or the strategy can tell the network"""
    title: str | None = None
    reason: str | None = None
    """on one line: code, what was found and expected, what to do"""
    found: str = ""
    """of the reason: what is wrong"""
    remedy: str = ""
    """of the reason: what to do"""
    rows: int = 0
    encoding: str = ""
    delimiter: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    """header to canonical column"""
    unknown: tuple[str, ...] = ()
    near: dict[str, str] = field(default_factory=dict)
    """unknown header to the known one that it may be in another spelling or language"""
    not_carried: dict[str, str] = field(default_factory=dict)
    """known header to the reason why it has no column"""
    missing_optional: tuple[str, ...] = ()
    first_date: date | None = None
    last_date: date | None = None
    """days of activity, or UTC days of publication"""
    accounts: tuple[str, ...] = ()
    names_account: bool = True
    """do its records say whose they are, as far as they are anybody's?"""
    grain: str | None = None
    notes: tuple[str, ...] = ()
    set_aside: str = ""
    """why there is nothing to read, though nothing is wrong: an empty sheet, a table that we do not carry"""

    def as_dict(self) -> dict[str, Any]:
        """The same for JSON: days as text, tuples as lists."""
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
        return plain | {name: day.isoformat() for name in ("first_date", "last_date") if (day := getattr(self, name))}


@dataclass
class Survey:
    """What is counted while the records of one file pass by."""

    columns: Columns
    rows: int = 0
    structural: int = 0
    first: date | None = None
    last: date | None = None
    accounts: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    yearless: list[str] = field(default_factory=list)
    """first and last day as they are written, where they have no year"""

    def add(self, grid: Grid) -> None:
        """Take in the records of one grid.

        Raises:
            AmbiguousColumnError: two headers for one column differ.
            MangledNumbersError: a spreadsheet has spoilt its figures.
        """
        for record in self._records(grid):
            if self.columns.format.block:
                refuse_mangled(record[each.name] for each in self.columns.slices)
            if is_structural(self.columns, record):
                self.structural += 1
                continue
            self.rows += 1
            activity = self._activity(record)
            if self.columns.format.yearless and not activity:
                self.yearless = [*self.yearless[:1], record["activity_date"]]
            self._widen(activity or self._published(record))
            daily = activity and self.columns.format.daily_table
            self.tables |= {daily or self.columns.format.table, *self._split_tables(record)}
            if account := self._account(record):
                self.accounts.add(account)

    def _records(self, grid: Grid) -> Iterable[dict[str, str]]:
        turned = list(zip(*grid.rows, strict=True))
        if not turned:
            return []
        told, last = self.columns, grid.last_line
        cells = {
            name: turned[at[0]] if len(at) == 1 else merge_cells(told, name, [turned[copy] for copy in at], grid.lines, last)
            for name, at in told.places()
        }
        return (dict(zip(cells, record, strict=True)) for record in zip(*cells.values(), strict=True))

    def _split_tables(self, record: dict[str, str]) -> set[str]:
        format_ = self.columns.format
        supplied = (each.split for each in self.columns.slices if record[each.name].strip() not in format_.missing)
        return {format_.splits[split].table for split in supplied}

    def _activity(self, record: dict[str, str]) -> date | None:
        text, format_ = record.get("activity_date") or record.get("seen_on", ""), self.columns.format
        if not text or fold(text) in {fold(word) for word in format_.lifetime}:
            return None
        try:
            return parse_day(text, format_.days)
        except ValueError:
            return None

    def _published(self, record: dict[str, str]) -> date | None:
        format_ = self.columns.format
        milliseconds = None
        network = KNOWN_PLATFORMS.get(fold(record.get("platform", ""))) if format_.ids == "named" else format_.ids
        if network in CLOCKS:
            stated = record.get("post_id", "").strip()
            post_id = stated or (link_post_id(format_.id_link, record["permalink"]) if format_.id_link else None)
            milliseconds = id_time_ms(network, post_id or "")
        elif format_.ids == "instagram":
            milliseconds = instagram_time_ms(record.get("permalink", ""))
        if milliseconds is not None:
            return (EPOCH + timedelta(milliseconds=milliseconds)).date()
        try:
            return parse_moment(record.get(format_.moment or "", ""), format_.moments, format_.time_zone).date()
        except ValueError:
            return None

    def _account(self, record: dict[str, str]) -> str | None:
        if network := self.columns.format.link:
            return link_handle(network, record["permalink"])
        if self.columns.format.page_in_post_id:
            return page_of(record["post_id"])
        if self.columns.format.name_is_handle:
            return fold_handle(record.get("account_name", "")) or record.get("account_id", "").strip() or None
        return fold_handle(record.get("account_handle", "")) or None

    def _widen(self, day: date | None) -> None:
        if day:
            self.first = min(self.first or day, day)
            self.last = max(self.last or day, day)
