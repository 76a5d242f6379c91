"""Exports of every registered format, written from its own declaration: a new format is fuzzed without a line of code here.

Headers are the aliases of its fields, in a language of their own choice each; cells follow the type of their column, days and
times the patterns that the format names. What a format asks of a text beyond that stands in TEXTS.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from tests.fuzz.model import Export, Style
from transforms.contracts.columns import COLUMNS
from transforms.exports.headers import fold
from transforms.exports.identity import CLOCKS
from transforms.exports.register import TEMPLATES
from transforms.exports.values import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    import random

    from transforms.exports.model import Field, Format

FIRST_DAY = dt.datetime(2026, 9, 1, 9, 30, 15)  # noqa: DTZ001 - wall time
WORDS = (
    "New coat", "São João, é hoje", 'They said "wow", twice', "#slow #fashion", "two\nlines", "=1+1", "Größe; Höhe", "être née",
    "", "2 for 1", "@a.creator",
)  # fmt: skip
PLAIN = ("Atelier", "Maison Lune", "Studio 9")
LINKS = {
    "x": "https://x.com/acreator/status/{id}",
    "tiktok": "https://www.tiktok.com/@a.creator/video/{id}",
    "linkedin": "https://www.linkedin.com/feed/update/urn:li:activity:{id}",
    "instagram": "https://www.instagram.com/p/DbecrvjgA{at:02d}/",
}
# What these columns may say.
TEXTS = {
    "account_handle": ("acreator", "b.creator"), "account_name": PLAIN, "account_id": ("17841400000000042",),
    "platform": ("instagram", "tiktok"), "currency": ("EUR",), "activation_kind": ("paid",), "is_about_us": ("yes", "no"),
    "custom_labels": ("", "launch"), "dimension_value": ("13-17", "18-24", "25-34", "35-44", "NL", "BE", "Gent", "Utrecht"),
}  # fmt: skip
# What templates write as an example.
EXAMPLES = {each.format.id: {cell.column: cell.example for cell in each.cells} for each in TEMPLATES}
_FEWEST_RECORDS, _MOST_RECORDS = 3, 9


def fresh(format_: Format, rng: random.Random, *, whole: bool = False) -> Export:
    """An export of one format, with all of its columns or some of them."""
    n_records = rng.randint(_FEWEST_RECORDS, _MOST_RECORDS)
    cells = _Cells(format_, rng, n_records)
    chosen = _fields(format_, rng, whole=whole)
    columns: list[tuple[str, list[str], Field | None]] = [
        (_header(each, rng), [cells.of(each, at) for at in range(n_records)], each) for each in chosen
    ]
    columns += cells.slices()
    known = {fold(_bare(alias)) for each in format_.fields for alias in each.aliases}
    others = sorted(name for name in format_.not_carried if fold(_bare(name)) not in known)
    for name in rng.sample(others, min(2, len(others))):
        columns.append((name, [rng.choice(WORDS) for _ in range(n_records)], None))
    if not format_.titles:
        rng.shuffle(columns)
    unlike = {fold(_bare(header)): (header, told, each) for header, told, each in columns}
    columns = list(unlike.values())
    records = [tuple(told[at] for _, told, _ in columns) for at in range(n_records)]
    header = tuple(_bare(header) for header, _, _ in columns)
    if format_.described:
        records.insert(
            0,
            tuple(
                f"Lifetime: in words{_kind(header)}" if each is not None and _counts(each) else "" for header, _, each in columns
            ),
        )
    above = tuple(rng.choice(lines) for lines in (format_.above, format_.titles) if lines)
    style = Style(ended=not format_.open_end)
    return Export(format_.id, format_.platform, above, header, tuple(records), style, name=f"fresh {format_.id}")


def _fields(format_: Format, rng: random.Random, *, whole: bool) -> list[Field]:
    """One field per canonical column; those that make the format what it is, and others at random."""
    by_name: dict[str, list[Field]] = {}
    for each in format_.fields:
        by_name.setdefault(each.name, []).append(each)
    needed = {*format_.required, *(name for wanted in format_.signature for name in wanted), format_.key}
    kept = [name for name in by_name if whole or name in needed or rng.random() < 0.6]
    return [rng.choice(by_name[name]) for name in kept]


def _header(field: Field, rng: random.Random) -> str:
    return rng.choice(field.aliases)


def _bare(header: str) -> str:
    """Without the words that stand in the line below."""
    return re.sub(r" \((Total Count|Unique Users)\)$", "", header)


def _kind(header: str) -> str:
    found = re.search(r" \((Total Count|Unique Users)\)$", header)
    return found[0] if found else ""


def _counts(field: Field) -> bool:
    return COLUMNS[field.name].type in {"int64", "decimal", "double"}


class _Cells:
    """The cells of one export, column by column; ids and addresses of one record agree."""

    def __init__(self, format_: Format, rng: random.Random, n_records: int) -> None:
        self.format, self.rng, self.n_records = format_, rng, n_records
        self.ids = [self._id(at) for at in range(n_records)]
        self.day = rng.choice(format_.days) if format_.days else "YYYY-MM-DD"
        self.moment = format_.moments[0] if format_.moments else "YYYY-MM-DD"
        self.lifetime = bool(format_.lifetime) and rng.random() < 0.7

    def of(self, field: Field, at: int) -> str:
        """The cell of one record."""
        named = {
            "post_id": self._post_id,
            "permalink": self._permalink,
            "activity_date": self._activity_date,
            "published_at": self._published_at,
            "native_post_type": lambda _: self.rng.choice([*self.format.media_types, "something new"]),
        }
        if field.name in named:
            return named[field.name](at)
        type_ = COLUMNS[field.name].type
        if type_ in {"string", "bool"}:
            return self._text(field.name, at)
        if type_ == "timestamp":
            return f"{FIRST_DAY + dt.timedelta(days=60 + at):%Y-%m-%d %H:%M:%S}Z"
        if type_ == "date":
            return written(FIRST_DAY + dt.timedelta(days=at), self.day)
        return self._figure(type_, field.unit, may_lack=field.name not in self.format.required)

    def _post_id(self, at: int) -> str:
        return f"1234567890_{self.ids[at]}" if self.format.page_in_post_id else self.ids[at]

    def _permalink(self, at: int) -> str:
        return LINKS.get(self.format.ids or "", "https://example.org/p/{id}").format(id=self.ids[at], at=at)

    def _activity_date(self, at: int) -> str:
        day = FIRST_DAY + dt.timedelta(days=at)
        return self.rng.choice(self.format.lifetime) if self.lifetime else written(day, self.day)

    def _published_at(self, at: int) -> str:
        return written(FIRST_DAY + dt.timedelta(days=at, hours=at), self.moment)

    def _text(self, name: str, at: int) -> str:
        if name == "dimension_value" and self.format.says.get("dimension") == "hour":
            return str(at)
        if name in TEXTS:
            return TEXTS[name][at % len(TEXTS[name])]
        if "url" in name:
            return f"https://example.org/{self.ids[at]}"
        return EXAMPLES.get(self.format.id, {}).get(name) or self.rng.choice(WORDS)

    def slices(self):
        found = []
        for split in self.format.splits:
            heads = list({value: head for head, value in split.headers.items()}.values())[:4]  # one header per value
            heads += [f"{start} {at}".replace("  ", " ") for start in split.starts[:1] for at in (1, 2, 5)]
            heads += ["Netherlands", "Belgium", "Brasil"] if split.any_header else []
            type_ = COLUMNS[split.measure].type
            for head in heads:
                figures = [self._figure(type_, split.unit, may_lack=self.n_records > 1) for _ in range(self.n_records)]
                found.append((head, figures, None))
        return found

    def _figure(self, type_: str, unit: str | None, *, may_lack: bool) -> str:
        rng = self.rng
        if may_lack and rng.random() < 0.15:
            return rng.choice(("", *(word for word in self.format.missing if word and rng.random() < 0.3)))
        if unit == "clock":
            return f"{rng.randint(0, 3)}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}"
        if unit == "ms" or (type_ in {"int64", "int32"} and not unit):
            return str(int(10 ** rng.uniform(0, 6)) - 1)
        if unit == "hours" or type_ == "decimal":
            return f"{rng.uniform(0, 400):.4f}"
        return f"{rng.uniform(0, 100):.2f}" if unit == "percent" else f"{rng.random():.4f}"

    def _id(self, at: int) -> str:
        if self.format.video_ids:
            return "".join(self.rng.choices("ABCdefghij0123456789-_", k=11))
        moment = FIRST_DAY + dt.timedelta(days=at)
        clock = CLOCKS.get(self.format.ids or "")
        if clock:
            ms = int(moment.replace(tzinfo=dt.UTC).timestamp() * 1000) - clock.epoch_ms
            return str((ms // clock.unit_ms << clock.shift) + self.rng.randint(0, 999))
        return str(17_900_000_000_000_000 + self.rng.randint(0, 10**14))


def written(moment: dt.datetime, pattern: str) -> str:
    """A moment as the name of a pattern says."""
    since = int(moment.replace(tzinfo=dt.UTC).timestamp())
    if "1970" in pattern or "unix" in pattern:
        return str(since * 1000 if "milli" in pattern else since)
    hour = moment.hour % 12 or 12 if "AM" in pattern else moment.hour
    parts = {
        "YYYY": f"{moment:%Y}", "Www": WEEKDAYS[moment.weekday()], "Mmm": MONTHS[moment.month - 1], "MM": f"{moment:%m}",
        "DD": f"{moment:%d}", "hh": f"{hour:02d}", "mm": f"{moment:%M}", "ss": f"{moment:%S}", "AM": f"{moment:%p}",
        "+hhmm": "+0000", "D": str(moment.day),
    }  # fmt: skip
    pattern = pattern.replace(".f", ".250")
    return re.sub(r"YYYY|Www|Mmm|\+hhmm|MM|DD|hh|mm|ss|AM|\bD\b", lambda found: parts[found[0]], pattern)
