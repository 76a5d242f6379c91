"""What is worth an alert. Rows of the ledger in, alerts out: no clock, no disk, no network.

A rule tells a condition as it is; that nobody hears of the same thing twice is for `telling` to see to, by the alert's key.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from flows.summary import BEHIND, DAMAGED, LOST, MENDED
from transforms.errors import PilasterError
from transforms.reports.quality import missing_exports
from transforms.strategy import Strategy

File = Mapping[str, Any]

# An export that has been missing for longer is told by rpt_quality: who starts with alerts hears of today, not of three years.
LATE_DAYS = 45
# What is usual: the latest exports of one account, format and grain, none of them older than a year and a bit.
USUAL_EXPORTS, USUAL_DAYS = 12, 400
# Three posts instead of one are no news, whatever the factor says.
LEAST_DIFFERENCE = 10
# What a run went on without, or mended, and that is no source.
_SKIPPED = {BEHIND: "behind", LOST: "lost", DAMAGED: "damaged", MENDED: "mended"}


@dataclass(frozen=True)
class Alert:
    """One thing that somebody should know."""

    code: str
    """the rule, one of `message.RULES`"""
    key: str
    """the same thing has the same key, in every night"""
    where: str
    what: str
    remedy: str = ""
    n: int = 1
    """how many it counts for in the title: records where the rule counts records"""


def failed(kind: str, error: BaseException, day: date) -> Alert:
    """The run ended with an error. One alert a day for the same error: attempts that follow each other are one failure."""
    if isinstance(error, PilasterError):
        told = (f"{error.code} {error.where}", error.where, f"expected {error.expected}; found {error.found}", error.remedy)
    else:
        # What others put into their errors may be anything, a caption of a post among it.
        name = type(error).__name__
        told = (name, kind, f"it ended with {name}", "look at its log; what is published is whole")
    about, where, what, remedy = told
    return Alert("failed", f"failed {day} {kind} {about}", where, what, remedy)


def unread(skipped: Iterable[Mapping[str, str]], day: date) -> Iterator[Alert]:
    """Every source, or table of one, that the run could not read; what was damaged, closed files lost, and pages not written.

    Once a day for as long as that lasts.
    """
    for error in skipped:
        what = f"expected {error['expected']}; found {error['found']}"
        code = _SKIPPED.get(error["code"], "unread")
        yield Alert(code, f"{code} {day} {error['where']} {error['expected']}", error["where"], what, error["remedy"])


def held(waiting: Iterable[File]) -> Iterator[Alert]:
    """Every file that is held."""
    for file in waiting:
        if file["state"] == "held":
            hold = file["hold"] or {}
            code = hold.get("code", "held")
            what = f"{code.replace('_', ' ')}; {hold.get('found', '')}".removesuffix("; ")
            yield Alert("held", f"held {_id(file)} {code}", _path(file), what, hold.get("remedy", ""))


def quarantined(waiting: Iterable[File]) -> Iterator[Alert]:
    """Every file of which records were refused."""
    for file in waiting:
        n = file["n_quarantined"]
        if file["state"] == "taken" and n:
            what = f"{n:,} of {file['n_records']:,} records refused"
            remedy = "see why with `pilaster quarantine show FILE`; the other records are in the tables"
            yield Alert("quarantined", f"quarantined {_id(file)} {n}", _path(file), what, remedy, n)


def above(alerts: Iterable[Alert], limit: int) -> list[Alert]:
    """Alerts without the refused records of brands that have at most `limit` of them."""
    found = list(alerts)
    refused: dict[str, int] = defaultdict(int)
    for each in found:
        if each.code == "quarantined":
            refused[_brand(each)] += each.n
    return [each for each in found if each.code != "quarantined" or refused[_brand(each)] > limit]


def late(strategy: Strategy, files: Iterable[File], first: date, today: date) -> Iterator[Alert]:
    """Every export that the strategy expects, that was due before `today`, and that is not there.

    `first` is the day of the brand's first export: nothing is expected of a time before it.
    """
    since = max(first, today - timedelta(days=LATE_DAYS))
    for account, expected, period in missing_exports(strategy, files, since, today):
        due = period.end + timedelta(days=expected.within_days)
        name = f"{strategy.brand} {account.platform} {account.handle} {expected.format}"
        yield Alert(
            "late",
            f"late {period.end} {name}",
            f"{strategy.brand}: {expected.format} of {account.platform}/{account.handle}",
            f"the export for {period.start} to {period.end} was due on {due} and is not there",
            f"export it and drop it into landing/{strategy.brand}/, or change what strategy/{strategy.brand}.yaml expects",
        )


def volume(files: Iterable[File], history: Iterable[File], factor: float, least_exports: int) -> Iterator[Alert]:
    """Every file with far more or far fewer records than the exports like it before it: of its account, format and grain.

    Silent while there are fewer than `least_exports` of them. Which files arrived first does not matter: an export is held
    against those that were taken before it.
    """
    series: dict[tuple[Any, ...], list[tuple[datetime, int]]] = defaultdict(list)
    for file in history:
        series[_series(file)].append((file["observed_at"], _records(file)))
    for before in series.values():
        before.sort()
    for file in sorted(files, key=_id):
        moment = file["observed_at"]
        past = [n for at, n in series[_series(file)] if at < moment][-USUAL_EXPORTS:]
        if len(past) >= least_exports and is_far(_records(file), usual := median(past), factor):
            what = f"{_records(file):,} records; {usual:,.0f} are usual ({file['format']}, {len(past)} exports before)"
            remedy = "see whether another period was chosen or the export was cut off; an export of the whole period mends it"
            yield Alert("volume", f"volume {_id(file)}", _path(file), what, remedy)


def is_far(n: int, usual: float, factor: float) -> bool:
    """Whether a count is more than `factor` times the usual one, or less than its share, and not by a handful of records."""
    return abs(n - usual) >= LEAST_DIFFERENCE and (n > usual * factor or n * factor < usual)


def _records(file: File) -> int:
    """What the platform supplied: a total row is none of it."""
    return int(file["n_records"]) - int(file["n_structural"])


def _series(file: File) -> tuple[Any, ...]:
    """What makes exports alike. One format may come by day or for life, with a chart or without: the tables supplied tell."""
    account = file["account"] or file["assigned_account"]
    return file["brand"], file["platform"], file["format"], account, tuple(file["tables"])


def _id(file: File) -> str:
    return f"{file['brand']}/{file['sha'][:16]}"


def _brand(alert: Alert) -> str:
    return alert.where.partition("/")[0]


def _path(file: File) -> str:
    return "/".join([file["brand"], *file["folders"], file["name"]])
