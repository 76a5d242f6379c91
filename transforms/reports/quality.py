"""rpt_quality: what came in, month by month, and what did not. Rows of files in, rows for the query out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any

from transforms import sql
from transforms.contracts.tables import STAGING_ACCOUNT_DAILY
from transforms.expected_exports import ExpectedExport, Period, judge
from transforms.exports.registry import SHIPPED, Registry
from transforms.months import first_day, last_day, shift
from transforms.sources import handle_of
from transforms.strategy import Account, Strategy, fold_handle

VERSION = 2
SEVERAL, UNKNOWN = "several", "unknown"
_KEY = ("platform", "account", "format")
_COUNTS = {
    "records": "n_records",
    "records_accepted": "n_accepted",
    "records_quarantined": "n_quarantined",
    "records_structural": "n_structural",
    "records_duplicate": "n_duplicates",
}

Row = dict[str, Any]
Naming = Callable[[Mapping[str, Any]], tuple[str, ...]]


@dataclass(frozen=True)
class Inputs:
    """What the query reads of one brand's files and strategy, each row with its month."""

    files: list[Row]
    """one per state, account and format, with the number of files and their counts"""
    spans: list[Row]
    due: list[Row]
    latest: date

    @property
    def months(self) -> set[str]:
        """Every month of which there is something to say."""
        return set(self._by_month)

    def of(self, month: str) -> list[str]:
        """All that is said of one month, in an order of its own: what its idempotency key is made of."""
        return sorted(self._by_month.get(month, ()))

    @cached_property
    def _by_month(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for kind, rows in (("files", self.files), ("spans", self.spans), ("due", self.due)):
            for row in rows:
                found[row["month"]].append(f"{kind} {row}")
        return found


def inputs(strategy: Strategy, ledger_files: Iterable[Mapping[str, Any]], formats: Registry = SHIPPED) -> Inputs | None:
    """Inputs of one brand from its taken and held files as the ledger has them; None without any file.

    A brand has thousands of them after a year, and every night looks at all: they are summed up at the first look.
    """
    told = list(ledger_files)
    if not told:
        return None
    name = _naming(strategy)
    days = {file["observed_on"] for file in told}
    promised = {expected.format for account in strategy.accounts for expected in account.exports}
    taken = [_file(name, file) for file in told if file["state"] == "taken" and file["format"] in promised]
    due = list(_due(strategy, taken, min(days), max(days)))
    spans = _spans(strategy.brand, (file for file in told if _is_by_account_and_day(formats, file["format"])), name)
    return Inputs(_counted(strategy.brand, told, name), list(spans), due, max(days))


def files_of(row: Mapping[str, Any], strategy: Strategy, ledger_files: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The files behind one row of the report."""
    name = _naming(strategy)
    who = (row["month"], *(row[each] for each in _KEY))
    return [file for file in ledger_files if (_month(file["observed_on"]), *name(file)) == who]


def _counted(brand: str, told: Iterable[Mapping[str, Any]], name: Naming) -> list[Row]:
    """Files of one state, account and format counted together. A file counts in the month in which it was taken."""
    sums: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0] * (1 + len(_COUNTS)))
    latest: dict[tuple[str, ...], date] = {}
    holds: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for file in told:
        key = (_month(file["observed_on"]), file["state"], *name(file))
        counted = sums[key]
        counted[0] += 1
        latest[key] = max(latest.get(key, file["observed_on"]), file["observed_on"])
        if file["state"] == "held" and file.get("hold"):
            holds[key].add(file["hold"]["code"])
        if file["state"] == "taken":
            for at, column in enumerate(_COUNTS.values(), start=1):
                counted[at] += file[column]
    names = ("month", "state", *_KEY, "files", *_COUNTS)
    return [
        {
            "brand": brand,
            **dict(zip(names, (*key, *counted), strict=True)),
            "last_export_on": latest[key],
            "held_codes": ", ".join(sorted(holds[key])) or None,
        }
        for key, counted in sorted(sums.items())
    ]


@cache
def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def query() -> str:
    """The query over `months`, `quality_files`, `quality_spans`, `quality_due` and the two daily facts."""
    return sql.load("transforms.reports", "quality")


def _naming(strategy: Strategy) -> Naming:
    """What the report calls a file's platform, account and format. Thousands of files are of a handful of accounts."""

    @cache
    def name(state: str, platform: str | None, format_: str | None, said: str | None, on: date | None) -> tuple[str, ...]:
        found = _account(strategy, platform, said, on)
        return platform or UNKNOWN, found or (SEVERAL if state == "taken" else UNKNOWN), format_ or UNKNOWN

    # Only a handle that was given up asks for the day.
    is_dated = any(until for _, _, _, until in strategy.names())

    def name_of(file: Mapping[str, Any]) -> tuple[str, ...]:
        said = file["account"] or file["assigned_account"]
        return name(file["state"], file["platform"], file["format"], said, file["observed_on"] if is_dated else None)

    return name_of


def _file(name: Naming, told: Mapping[str, Any]) -> Row:
    """One file in words of the report."""
    dates = {"observed_on": told["observed_on"], "first_date": _day(told["first_date"]), "last_date": _day(told["last_date"])}
    return {"state": told["state"], **dict(zip(_KEY, name(told), strict=True)), **dates}


def _account(strategy: Strategy, platform: str | None, said: str | None, on: date | None) -> str | None:
    """The name that the strategy gives to the one own account of a file today, by the name that the file has for it."""
    if not said or not platform:
        return None
    said = handle_of(said)
    own = strategy.account_named(platform, said, on)
    by_id = next((each for each in strategy.on(platform) if each.id == said), None)
    found = own or by_id
    return found.handle if found else fold_handle(said)


@cache
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _spans(brand: str, told: Iterable[Mapping[str, Any]], name: Naming) -> Iterator[Row]:
    """From the first to the last day of all these overview exports of an account and format, cut by months."""
    ends: dict[tuple[str, ...], tuple[str, str]] = {}
    for file in told:
        first, last = file["first_date"], file["last_date"]
        if file["state"] == "taken" and first and last:
            key = name(file)
            known = ends.get(key, (first, last))
            ends[key] = min(known[0], first), max(known[1], last)  # ISO: text sorts as days do
    for key, (since, until) in sorted(ends.items()):
        first, last = date.fromisoformat(since[:10]), date.fromisoformat(until[:10])
        month = _month(first)
        while first_day(month) <= last:
            days = (min(last, last_day(month)) - max(first, first_day(month))) + timedelta(days=1)
            yield {"brand": brand, "month": month, **dict(zip(_KEY, key, strict=True)), "span_days": days.days}
            month = shift(month, 1)


def _is_by_account_and_day(formats: Registry, format_id: str) -> bool:
    format_ = formats.get(format_id)
    return format_ is not None and STAGING_ACCOUNT_DAILY.name in format_.tables


def missing_exports(
    strategy: Strategy, ledger_files: Iterable[Mapping[str, Any]], since: date, today: date
) -> Iterator[tuple[Account, ExpectedExport, Period]]:
    """What a brand promised itself, was due between two days, and is not there. For alerts: the report knows no today."""
    name = _naming(strategy)
    taken = [_file(name, file) for file in ledger_files if file["state"] == "taken"]
    for account, expected, period, outcome in _outcomes(strategy, taken, since, today):
        if outcome == "missing":
            yield account, expected, period


def _due(strategy: Strategy, taken: list[Row], first: date, latest: date) -> Iterator[Row]:
    for account, expected, period, outcome in _outcomes(strategy, taken, first, latest):
        yield {
            "brand": strategy.brand,
            "month": f"{period.end:%Y-%m}",
            "platform": account.platform,
            "account": account.handle,
            "format": expected.format,
            "outcome": outcome,
        }


def _outcomes(
    strategy: Strategy, taken: list[Row], first: date, latest: date
) -> Iterator[tuple[Account, ExpectedExport, Period, str]]:
    for account in strategy.accounts:
        for expected in account.exports:
            files = [file for file in taken if file["format"] == expected.format and _is_of(file, account)]
            yield from ((account, expected, period, outcome) for period, outcome in judge(expected, files, first, latest))


def _is_of(file: Row, account: Account) -> bool:
    """A file with records of several accounts counts for each of them."""
    return file["platform"] == account.platform and file["account"] in {account.handle, SEVERAL}
