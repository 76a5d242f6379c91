"""dim_metric as plain rows, out of the formats, the contracts and the series breaks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from transforms.contracts.columns import COLUMNS
from transforms.contracts.series_breaks import Remark, SeriesBreak, breaks_of, remarks_on
from transforms.contracts.tables import RPT_ENGAGEMENT
from transforms.exports.model import SEVERAL, Format

Row = dict[str, Any]
REPORT = "report"
_OURS = "our definition: METRICS, 1.1 and 1.2"
_EXPORT = "headers of the export"
_COUNTED = ("A", "A-p", "N", "S", "R")
_EXPOSED = {
    "impressions": "times shown",
    "views": "times seen, repeated ones too",
    "video_views": "video views by the platform's rule",
    "estimated": "an estimate of the tool that listens",
}


@dataclass(frozen=True)
class _Version:
    """One meaning of a number and how long it held."""

    since: date | None
    until: date | None
    mark: SeriesBreak | None
    exposure: str | None


def metric_rows(formats: Iterable[Format]) -> list[Row]:
    """dim_metric: every number of every format, then what the reports compute for each platform."""
    formats = list(formats)
    rows = [row for format_ in formats for row in _of_format(format_)]
    platforms = sorted({each.platform for each in formats} - {SEVERAL})
    rows += [
        _row(platform, REPORT, name, 1, _Version(None, None, None, None), "", _OURS)
        for platform in platforms
        for name in _computed(formats)
    ]
    return sorted(rows, key=lambda row: (row["platform"], row["format"], row["metric"], row["metric_version"]))


def _computed(formats: Iterable[Format]) -> Iterator[str]:
    """What no export supplies: rates, bounds, growth, and our own engagements."""
    supplied = {name for format_ in formats for name in _measures(format_)}
    for column in RPT_ENGAGEMENT.fields:
        is_part = column.name.endswith(("_numerator", "_denominator", "_n_missing"))
        if column.additivity in _COUNTED and column.name not in supplied and not is_part:
            yield column.name


def _measures(format_: Format) -> list[str]:
    names = [field.name for field in format_.fields] + [split.measure for split in format_.splits]
    return [name for name in dict.fromkeys(names) if COLUMNS[name].additivity in _COUNTED]


def _of_format(format_: Format) -> Iterator[Row]:
    for name in _measures(format_):
        headers = [alias for field in format_.fields if field.name == name for alias in field.aliases]
        for number, version in enumerate(_versions(format_, name), start=1):
            yield _row(format_.platform, format_.id, name, number, version, "; ".join(dict.fromkeys(headers)), _EXPORT)


def _versions(format_: Format, metric: str) -> list[_Version]:
    """The meanings of one number, earliest first, cut at its breaks."""
    exposures = {field.exposure for field in format_.fields if field.name == metric} | {
        split.exposure for split in format_.splits if split.measure == metric
    }
    breaks = list(breaks_of(format_.platform, metric))
    found = [_Version(None, None, None, next(iter(exposures)) if len(exposures) == 1 else None)]
    for each in breaks:
        if each.told_by_exposure and len(exposures) == 1:
            continue  # this format has always counted one of the two
        before, last = ("impressions", "views") if each.told_by_exposure else (found[-1].exposure, found[-1].exposure)
        ended = _Version(found[-1].since, each.on - timedelta(days=1), found[-1].mark or each, before)
        begun = [] if each.ends or format_.id in each.formats else [_Version(each.on, None, each, last)]
        existed = not each.formats or format_.id in each.formats
        found = [*found[:-1], ended, *begun] if existed else begun
    return found


def _row(platform: str, format_id: str, metric: str, number: int, version: _Version, headers: str, source: str) -> Row:
    column, remarks = COLUMNS[metric], list(remarks_on(platform, format_id, metric))
    exposed = f"; here: {_EXPOSED.get(version.exposure, version.exposure)}" if version.exposure else ""
    told: list[SeriesBreak | Remark] = [*([version.mark] if version.mark else []), *remarks]
    return {
        "effective_from": version.since,
        "effective_to": version.until,
        "platform": platform,
        "format": format_id,
        "metric": metric,
        "metric_version": number,
        "exposure_metric": version.exposure,
        "native_names": headers or None,
        "definition": f"{column.meaning}{exposed}",
        "unit": column.unit or None,
        "additivity": column.additivity,
        "view_rule": next((each.view_rule for each in remarks if each.view_rule), None),
        "series_break": version.mark.id if version.mark else None,
        "series_break_text": version.mark.text if version.mark else None,
        "caution": " ".join(each.text for each in remarks) or None,
        "definition_source": "; ".join(dict.fromkeys([source, *(each.source for each in told)])),
        "is_uncertain": any(each.is_uncertain for each in told),
    }
