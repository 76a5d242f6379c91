"""Reading published reports for pages: only the rows and columns that a page shows, each file once a run."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from transforms.contracts.tables import TABLES
from transforms.errors import IntegrityError
from transforms.pages.engagement import SHOWN, Month
from transforms.pages.engagement_months import HISTORY, OF_HISTORY
from transforms.pages.engagement_posts import BEST, MAX_MAPS
from warehouse.shelf import Shelf
from warehouse.workspace import Workspace

Row = Mapping[str, Any]


class Reports:
    """The published reports of a workspace, as rows.

    `written` has, of each (report, brand, month), the sha256 of its file, empty where nobody knows it: a page says nothing that
    was not published.
    """

    def __init__(self, workspace: Workspace, written: Mapping[tuple[str, str, str], str], shelf: Shelf | None = None) -> None:
        self._workspace, self._written, self._shelf = workspace, written, shelf or Shelf()
        self._history: dict[tuple[str, str], list[Row]] = {}

    def month(self, key: tuple[str, str], tables: Iterable[str], history: Sequence[str], closed_on: date | None) -> Month:
        """Everything that the page of a month shows.

        Raises:
            IntegrityError: a report is not there, is not what was published, or cannot be read.
        """
        brand, month = key
        read = {table: self._read(table, brand, month) for table in sorted(tables)}
        unranked: list[Row] = []
        if "rpt_post" in read:
            unranked, read["rpt_post"] = _unranked(read["rpt_post"]), _best(read["rpt_post"])
        if "rpt_best_time" in read:
            read["rpt_best_time"] = _of_first_accounts(read["rpt_best_time"])
        rows = {table: self._listed(table, brand, month, found) for table, found in read.items()}
        beside = {each: self._platforms(brand, each) for each in history}
        return Month(brand, month, rows, {**beside, month: rows.get(OF_HISTORY, [])}, unranked, closed_on)

    def _platforms(self, brand: str, month: str) -> list[Row]:
        key = (brand, month)
        if key not in self._history:
            found = self._read(OF_HISTORY, brand, month, HISTORY)
            self._history[key] = self._listed(OF_HISTORY, brand, month, found)
        return self._history[key]

    def _read(self, table: str, brand: str, month: str, columns: Sequence[str] | None = None) -> pa.Table:
        path = self._workspace.partition(TABLES[table], brand, month)
        try:
            return self._shelf.read(
                TABLES[table], path, columns or SHOWN.get(table), self._written.get((table, brand, month), "")
            )
        except (OSError, ValueError, pa.ArrowException) as error:
            raise _unreadable(path, error) from error

    def _listed(self, table: str, brand: str, month: str, found: pa.Table) -> list[Row]:
        """As Python has it. Of a file whose bytes nobody knows, damaged text comes to light only here."""
        try:
            rows: list[Row] = found.to_pylist()
        except UnicodeDecodeError as error:
            raise _unreadable(self._workspace.partition(TABLES[table], brand, month), error) from error
        return rows


def _unreadable(path: Path, error: Exception) -> IntegrityError:
    return IntegrityError(
        where=str(path),
        expected="a report that was published",
        found=str(error),
        remedy="`pilaster repair --all` builds it again, and draws its page",
    )


def _best(posts: pa.Table) -> pa.Table:
    return posts.filter(pc.less_equal(posts["post_rank"], BEST))


def _unranked(posts: pa.Table) -> list[Row]:
    """How many posts have no rank, by the reason."""
    without = posts.filter(pc.is_null(posts["post_rank"]))
    counted = [{"n": each["counts"].as_py(), "why": each["values"].as_py()} for each in pc.value_counts(without["reason"])]
    return sorted(counted, key=lambda each: (-each["n"], each["why"] or ""))


def _of_first_accounts(hours: pa.Table) -> pa.Table:
    accounts = pc.unique(hours["account"]).slice(0, MAX_MAPS)
    return hours.filter(pc.is_in(hours["account"], accounts))
