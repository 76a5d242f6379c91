"""What a strategy says about care and listening: when somebody answers, how soon, what we are called, and who our rivals are."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator

WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = "|".join(WEEK)
_CLOCK = r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$"
# A report looks one month ahead; what is answered later than three weeks could lie beyond it.
LONGEST_WINDOW_DAYS = 21
USUAL_WINDOW_DAYS = 7

Days = Annotated[str, Field(pattern=rf"^({_DAY})(\.\.({_DAY}))?$")]


def _as_clock(told: object) -> object:
    """YAML takes an unquoted 18:00 for a number to the base of 60."""
    return f"{told // 60:02d}:{told % 60:02d}" if isinstance(told, int) else told


Clock = Annotated[str, BeforeValidator(_as_clock), Field(pattern=_CLOCK)]


class BusinessHours(BaseModel):
    """When somebody is there to answer, by the brand's own clock."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: Annotated[tuple[Days, ...], Field(min_length=1, description="days of the week: [Mon..Fri], or [Mon, Wed, Fri]")]
    opens: Annotated[Clock, Field(alias="from", description='start of the working day: "09:00"')]
    closes: Annotated[Clock, Field(alias="to", description='its end: "18:00"; "24:00" is midnight')]
    closed: Annotated[tuple[date, ...], Field(description="holidays: days on which nobody answers")] = ()

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "BusinessHours":
        if self.closes <= self.opens:
            raise ValueError(f"a day that ends after it starts; from {self.opens} to {self.closes}")
        return self

    @property
    def weekdays(self) -> frozenset[int]:
        """Days of the week on which somebody is there, Monday as 0; Fri..Mon goes over the weekend."""
        found = set()
        for told in self.days:
            first, _, last = told.partition("..")
            start = WEEK.index(first)
            found |= {(start + by) % 7 for by in range((WEEK.index(last or first) - start) % 7 + 1)}
        return frozenset(found)

    def openings(self, zone: ZoneInfo, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        """(opens, closes) of each working day between two days, both included, as UTC moments."""
        day = first
        while day <= last:
            if day.weekday() in self.weekdays and day not in self.closed:
                yield _moment(day, self.opens, zone), _moment(day, self.closes, zone)
            day += timedelta(days=1)


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    hour, minute = map(int, clock.split(":"))
    at = datetime.combine(day + timedelta(days=hour // 24), time(hour % 24, minute), tzinfo=zone)
    return at.astimezone(UTC)


def fold_name(name: str) -> str:
    """The one spelling under which names of subjects are compared: no case, no surrounding blanks, single blanks within."""
    return re.sub(r"\s+", " ", name).strip().lower()


def _each_once(names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    ours = {fold_name(each) for each in (info.data.get("brand", ""), *info.data.get("our_names", ()))}
    seen: set[str] = set()
    for name in names:
        folded = fold_name(name)
        if folded in seen:
            raise ValueError(f"every name once; {name!r} is there twice")
        if info.field_name == "competitors" and folded in ours:
            raise ValueError(f"somebody else; {name!r} is our own name")
        seen.add(folded)
    return names


Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
HoursField = Annotated[
    BusinessHours | None, Field(description="when somebody answers, by the brand's clock; an account may have hours of its own")
]
WindowField = Annotated[
    int, Field(ge=1, le=LONGEST_WINDOW_DAYS, description="days within which a message that wants an answer should have one")
]
OursField = Annotated[
    tuple[Name, ...], Field(description="what listening tools call us: queries or subjects that are about our brand"),
    AfterValidator(_each_once),
]  # fmt: skip
RivalsField = Annotated[
    tuple[Name, ...], Field(description="competitors, by the names that listening tools have for them"),
    AfterValidator(_each_once),
]  # fmt: skip
