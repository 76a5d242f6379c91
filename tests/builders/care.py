"""Messages and hits as the facts have them, and what the two reports about them say of these, asked of the engine alone."""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import TABLES
from transforms.months import brand_month
from transforms.reports.register import REPORTS
from transforms.strategy import Strategy, parse_strategy
from warehouse.engine import EngineSettings, engine

Row = dict[str, Any]
BRAND, ACCOUNT, PLATFORM = "atelier", "atelier.lumen", "instagram"
# Long after the month: every window is over.
SEEN = dt.datetime(2026, 11, 30, 7, tzinfo=dt.UTC)


def at(day: int, hour: int = 9, minute: int = 0, month: int = 10) -> dt.datetime:
    """A moment of 2026 in UTC."""
    return dt.datetime(2026, month, day, hour, minute, tzinfo=dt.UTC)


def strategy(text: str = "", zone: str = "UTC") -> Strategy:
    """A strategy with what `text` adds."""
    return parse_strategy(f"brand: {BRAND}\ntime_zone: {zone}\n{text}", "atelier.yaml", BRAND)


def message(name: str, sent_at: dt.datetime, direction: str = "inbound", **known: Any) -> Row:
    """One message as fact_interaction has it; inbound ones want an answer."""
    needs = {"needs_reply": True} if direction == "inbound" else {}
    return {
        "brand": BRAND, "platform": PLATFORM, "account": ACCOUNT, "format": "messages", "message_id": name, "is_own": True,
        "account_handle": ACCOUNT, "direction": direction, "interaction_kind": "comment", "sent_at": sent_at,
        "observed_at": SEEN, "observed_on": SEEN.date(), "source_sha": "5c1f", "source_line": 2, **needs, **known,
    }  # fmt: skip


def hit(name: str, subject: str = BRAND, day: int = 12, **known: Any) -> Row:
    """One hit as fact_mention has it."""
    return {
        "brand": BRAND, "platform": "other", "format": "mentions", "mention_id": name, "subject": subject,
        "published_at": at(day), "published_at_source": "zoned", "observed_at": SEEN, "observed_on": SEEN.date(),
        "source_sha": "5c1f", "source_line": 2, **known,
    }  # fmt: skip


def post(name: str, published_at: dt.datetime, **known: Any) -> Row:
    """One own post as dim_post has it."""
    return {
        "brand": BRAND, "platform": PLATFORM, "account": ACCOUNT, "post_id": name, "is_own": True, "published_at": published_at,
        "published_at_source": "id", **known,
    }  # fmt: skip


def reported(
    report: str,
    facts: Mapping[str, Iterable[Row]],
    spill: Path,
    told: Strategy | None = None,
    months: Iterable[str] = ("2026-10",),
    threads: int = 1,
) -> list[Row]:
    """Rows of a report over these facts, in the order of its files."""
    one, told = next(each for each in REPORTS if each.table.name == report), told or strategy()
    cuts = [brand_month(told, month, SEEN.date()) for month in months]
    formats = [{"format": name, "rank": rank} for rank, name in enumerate(("messages", "other_inbox", "mentions", "other_tool"))]
    with engine(EngineSettings(threads=threads), spill) as connection:
        connection.register("months", pa.Table.from_pylist([vars(cut) for cut in cuts]))
        connection.register("formats", pa.Table.from_pylist(formats))
        for name in one.reads:
            schema = pa.schema([field.with_nullable(True) for field in arrow_schema(TABLES[name])])
            connection.register(name, pa.Table.from_pylist(list(facts.get(name, ())), schema))
        for name, rows in one.of_strategies([told], cuts).items():
            connection.register(name, rows)
        found = connection.sql(one.query()).to_arrow_table().to_pylist()
    return [{name: row[name] for name in ("_month", *one.table.columns) if name in row} for row in found]
