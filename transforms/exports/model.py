"""What a format is: one kind of export file, declared as data. Code reads these declarations and knows no platform."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from transforms.contracts.columns import COLUMNS
from transforms.contracts.tables import TABLES
from transforms.exports.headers import fold
from transforms.exports.number_style import PLAIN, NumberStyle

# Cells that mean "not supplied", in whatever export they were seen; never 0.
MISSING = ("", "-", "--", "NaN", "NAN", "nan", "undefined")
# First cells of rows that sum up the others.
TOTALS = ("Total", "TOTAL", "total", "Totals", "Grand total", "Total geral", "Totais", "Gesamt")

# Stands for the platform of a format whose records name theirs.
SEVERAL = "several"

Several = Literal["parts", "copies"]
Stated = Literal["utc", "zoned", "date"]
# named: those of the network that the record names.
Ids = Literal["instagram", "x", "tiktok", "linkedin", "named"]
# Columns that name people who never asked to be in a table: staged and published as keyed hashes alone.
KEYED = ("member_key", "author_key")
# How a cell is written that is no plain count: hours, minutes, ms and H:MM:SS are turned into seconds, percent into fractions.
Unit = Literal["hours", "minutes", "ms", "percent", "clock"]


@dataclass(frozen=True)
class Field:
    """A canonical column and the headers under which exports write it, language beside language."""

    name: str
    en: tuple[str, ...]
    pt: tuple[str, ...] = ()
    exposure: str | None = None
    """what the number counts, where the column is `impressions`"""
    de: tuple[str, ...] = ()
    unit: Unit | None = None
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """further languages by their code: nl, fr, es, id, ja ...; `Format.unproven` says what documents them"""

    @cached_property
    def languages(self) -> Mapping[str, tuple[str, ...]]:
        """Language → its headers."""
        return {"en": self.en, "pt": self.pt, "de": self.de, **self.others}

    @cached_property
    def aliases(self) -> tuple[str, ...]:
        """Every header of every language."""
        return tuple(alias for words in self.languages.values() for alias in words)


@dataclass(frozen=True)
class Split:
    """Columns that become rows: each of them gives a row of `table` per record, with its cell as `measure`."""

    table: str
    measure: str
    says: Mapping[str, str]
    """canonical columns that are alike in these rows: audience, dimension, retention_curve ... What two splits of one format say
    differs, or their rows would be taken for the same"""
    starts: tuple[str, ...] = ()
    """how their headers begin; what follows is the value: `Lifetime Likes by Country - GB`"""
    headers: Mapping[str, str] = field(default_factory=dict)
    """or their whole headers, and the value that each stands for"""
    any_header: bool = False
    """or every header that is not known otherwise, and it is the value"""
    template: str = "{header}"
    """how the value is made: {header} is the column's part of it, {record} what the record says itself"""
    into: Literal["dimension_value", "position"] = "dimension_value"
    """canonical column of the value"""
    unit: Unit | None = None
    exposure: str | None = None
    """what the number counts, where the measure is `impressions`"""

    @property
    def of_curve(self) -> bool:
        """Are its values positions?"""
        return self.into == "position"


@dataclass(frozen=True, eq=False)
class Format:
    """One kind of export file; there is one object of each. Raise `version` when the same bytes would give other records."""

    id: str
    platform: str
    title: str
    """in human words, for `inspect` and messages"""
    version: int
    fields: tuple[Field, ...]
    required: tuple[str, ...]
    """columns without which the file is held"""
    signature: tuple[frozenset[str], ...]
    """it is this format when each set has a column in the file"""
    table: str
    """staging table of its records"""
    daily_table: str | None = None
    """staging table of the records that name a day, where one file holds both kinds"""
    days: tuple[str, ...] = ()
    """how its days are written: names of patterns in values.DAYS"""
    yearless: bool = False
    """its days may have no year: that follows from their order and the day of the export"""
    moments: tuple[str, ...] = ()
    """how its times of publication are written: names of patterns in values.MOMENTS or values.DAYS"""
    stated: Stated = "utc"
    """what those times are: UTC, wall time of `time_zone`, or days only"""
    time_zone: str = "UTC"
    ids: Ids | None = None
    """whose ids carry the moment of creation"""
    handle_in_permalink: bool = False
    """the addresses of its posts name the account, and the post where no column does; whose addresses they are, `ids` says"""
    name_is_handle: bool = False
    """accounts have no handle there: their folded name stands for it, or their id where there is no name"""
    video_ids: bool = False
    """post ids are the eleven letters of a YouTube video; else digits"""
    text_ids: bool = False
    """post ids are any text"""
    numbers_as: NumberStyle = PLAIN
    """how its numbers are written, where a digit group, a comma or a suffix is in them"""
    as_of_export: bool = False
    """it names no day: its figures are those of the day on which it was taken"""
    unproven: Mapping[str, str] = field(default_factory=dict)
    """language → where its headers are documented, where no real file has shown them yet"""
    lifetime: tuple[str, ...] = ()
    """words in the day's place for "since publication" """
    several: Mapping[str, Several] = field(default_factory=dict)
    """counts that several headers supply: parts that add up, or copies of one count, of which the largest is right"""
    records_count: bool = False
    """a record says something by being there: a file needs no measure"""
    missing: tuple[str, ...] = MISSING
    totals: tuple[str, ...] = TOTALS
    media_types: Mapping[str, str] = field(default_factory=dict)
    """folded native post type to media_type"""
    media_type: str | None = None
    """the media_type of every record, where the export holds one kind"""
    titles: tuple[str, ...] = ()
    """titles above the header that name the metric of an overview"""
    shared_titles: tuple[str, ...] = ()
    """those of them that another network uses too"""
    not_carried: Mapping[str, str] = field(default_factory=dict)
    """known headers without a column of ours, and why"""
    not_carried_families: Mapping[str, str] = field(default_factory=dict)
    """beginnings of headers that come by the dozen, and why they have no column"""
    absent: tuple[str, ...] = ()
    """headers that a file of this kind never has: with one of them it is another one"""
    above: tuple[str, ...] = ()
    """first cells of lines above its header, one of which is there: its header alone could be another one's"""
    exact: bool = False
    """it is this kind only if every header is known"""
    windowed: bool = False
    """its measures count a chosen period, which only the name of file, folder or archive tells"""
    partial: bool = False
    """it holds the most seen posts only, so no sum over it is the account's"""
    lists_all: bool = False
    """it lists every post that an account published between its first and its last one: what is missing there is deleted"""
    same_post_as: str | None = None
    """format that shows the same posts under other ids; one published in the same minute by the same account is the same"""
    coalesced: tuple[str, ...] = ()
    """columns that several headers supply in turn: the first of them that says something counts, and they need not agree"""
    not_taken: str = ""
    """why a file of this kind is known and held all the same: its figures have no place"""
    streamable: bool = True
    key_column: str = ""
    """the column that every record has, where it is not the one that the table suggests"""
    ends_early: bool = False
    """the platform leaves out two or more cells at the end of a record that has nothing in them"""
    open_end: bool = False
    """whoever writes it puts ends of line between records and none behind the last one"""
    says: Mapping[str, str] = field(default_factory=dict)
    """canonical columns that are alike in all of its records: audience, dimension ..."""
    splits: tuple[Split, ...] = ()
    """columns that become rows of their own, beside the record's row or, in the same table, in its place"""
    block: bool = False
    """it is told by its title alone: below it, headers are values"""
    described: bool = False
    """the record below the header says in words what each column counts; see described.py"""
    page_in_post_id: bool = False
    """its post ids name the account too: 1234_5678 is post 5678 of page 1234"""
    remark: str = ""
    """what a person should know of every file of this kind"""
    identity: Callable[[Any], None] | None = None
    """reads ids, names and whatever only this format has, in place of readings.read_identity"""

    @property
    def key(self) -> str:
        """The column that a record cannot be told apart without."""
        return self.key_column or ("post_id" if self.moment else "activity_date")

    @cached_property
    def moment(self) -> str | None:
        """The column that says when a record's post or message was published or sent; None where its records are days."""
        return next((name for name in ("published_at", "sent_at") if name in TABLES[self.table].columns), None)

    @cached_property
    def is_private(self) -> bool:
        """Does it name people that no table and no page may name?"""
        return any(field.name in KEYED for field in self.fields)

    @property
    def link(self) -> str | None:
        """The network whose post addresses name account and post; None where they need not."""
        return self.ids if self.handle_in_permalink else None

    @property
    def id_link(self) -> str | None:
        """The network whose post addresses name the post, where no column does."""
        return self.ids if self.handle_in_permalink or self.key == "permalink" else None

    @property
    def names_account(self) -> bool:
        """Do its records say whose they are, as far as they are anybody's?"""
        if "account_handle" not in TABLES[self.table].columns:
            return True
        named = {field.name for field in self.fields}
        return self.handle_in_permalink or self.name_is_handle or self.page_in_post_id or "account_handle" in named

    @cached_property
    def counts(self) -> frozenset[str]:
        """Canonical columns of this format that hold whole numbers."""
        return frozenset(field.name for field in self.fields if COLUMNS[field.name].type == "int64" and not field.unit)

    @cached_property
    def numbers(self) -> Mapping[str, Unit | None]:
        """Canonical columns of this format that hold other numbers, and how these are written."""
        return {
            field.name: field.unit for field in self.fields if field.unit or COLUMNS[field.name].type in {"decimal", "double"}
        }

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Every staging table that it may fill."""
        found = (self.table, self.daily_table, *(split.table for split in self.splits))
        return tuple(dict.fromkeys(table for table in found if table))

    @property
    def only_splits(self) -> bool:
        """Does a record give nothing but the rows of its splits?"""
        return any(split.table == self.table for split in self.splits)

    @property
    def is_breakdown(self) -> bool:
        """Do its records tell of parts of an audience?"""
        return self.table == "staging_audience"

    @cached_property
    def measures(self) -> frozenset[str]:
        """Its counts that say how something performed: one at least has to be in a file."""
        numeric = {name for table in self.tables for name in TABLES[table].select(("A", "A-p", "N", "S"))}
        return frozenset(numeric & (self.counts | self.numbers.keys()))

    def why_not(self, header: str) -> str:
        """Why a known header has no column of ours."""
        folded = fold(header)
        exact = (why for known, why in self.not_carried.items() if fold(known) == folded)
        family = (why for start, why in self.not_carried_families.items() if folded.startswith(fold(start)))
        return next(exact, None) or next(family, "")
