"""Conversation, share of voice, what was missing and what came after a close, as a page tells them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from transforms.pages import figures
from transforms.pages.cells import Cell
from transforms.pages.engagement_levels import MAX_ACCOUNTS
from transforms.pages.engagement_words import platform_name
from transforms.pages.plots import Part, parts_bar

Row = Mapping[str, Any]
# Shown of what a close has seen since; rpt_restatements has them all.
MAX_CELLS = 60
_LONGEST = 60
_SHADES = 5


def conversations(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Of each account with messages: how many were answered, how soon, and how much of what we say is conversation."""
    return [_conversation(row) for row in rows if row["n"]][:MAX_ACCOUNTS]


def _conversation(row: Row) -> dict[str, Any]:
    name = f"{platform_name(row['platform'])}, {row['account']}"
    parts = [
        Part("answered", row["n_answered"] or 0, "part good"),
        Part("not answered", row["n_unanswered"] or 0, "part look"),
        Part("too young to tell", row["n_censored"] or 0, "part pale"),
    ]
    return {
        "platform": platform_name(row["platform"]),
        "account": row["account"],
        "inbound": figures.amount(row["n_inbound"]),
        "outbound": figures.amount(row["n_outbound"]),
        "rate": figures.share(row["response_rate"]),
        "of": _over(row, "n_answered", "n_response_due"),
        "parts": [(part.word, f"{part.n:,}", part.style) for part in parts],
        "bar": parts_bar(f"Messages that want an answer, {name}", parts) if row["n_needing_reply"] else None,
        "window": row["response_window_days"],
        "seen_on": figures.day(row["inbox_seen_on"]),
        "unsaid": row["needs_reply_n_missing"],
        "times": [
            {
                "word": word,
                "median": figures.duration(row[f"{name}_median_s"]),
                "p90": figures.duration(row[f"{name}_p90_s"]),
                "mean": figures.duration(row[f"{name}_mean_s"]),
                "n": figures.amount(row[n]),
            }
            for name, n, word in (
                ("first_response", "n_conversations_answered", "by the clock"),
                ("first_response_bh", "first_response_bh_n", "in business hours"),
            )
        ],
        "off_hours": figures.amount(row["first_response_off_hours_n"]),
        "conversation": figures.share(row["conversation_ratio"]),
        "conversation_of": _over(row, "n_replies", "conversation_ratio_denominator"),
        "proactive": figures.share(row["proactive_share"]),
        "proactive_of": _over(row, "n_proactive", "n_told_apart"),
        "reason": row["reason"],
    }


def _over(row: Row, top: str, bottom: str) -> str | None:
    return f"{row[top]:,} / {row[bottom]:,}" if row[top] is not None and row[bottom] is not None else None


def silent(rows: Iterable[Row]) -> list[str]:
    """Accounts without a message, by name."""
    return [f"{platform_name(row['platform'])} ({row['account']})" for row in rows if not row["n"]]


def voices(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Per listening tool: us and each competitor, by mentions, engagements and impressions."""
    sets = groupby(sorted(rows, key=lambda row: row["query_set"]), key=lambda row: row["query_set"])
    return [_voice(name, list(subjects)) for name, subjects in sets]


def _voice(name: str, rows: Sequence[Row]) -> dict[str, Any]:
    ordered = sorted(rows, key=lambda row: (not row["is_us"], -(row["mentions"] or 0), row["subject"]))
    shades = ["part good" if row["is_us"] else f"part shade{at % _SHADES}" for at, row in enumerate(ordered)]
    in_common = {row["reason"] for row in rows if row["reason"]} if len({row["reason"] for row in rows}) == 1 else set()
    parts = [Part(row["subject"], row["mentions"] or 0, style) for row, style in zip(ordered, shades, strict=True)]
    return {
        "name": name,
        "bar": parts_bar(f"Mentions in {name}", parts) if any(part.n for part in parts) else None,
        "subjects": [_subject(row, style, in_common) for row, style in zip(ordered, shades, strict=True)],
        "classifier": ordered[0]["sentiment_classifier"],
        "few": ordered[0]["confidence"] in {"low", "none"},
        # What is to know of all of them is told once.
        "reasons": sorted(in_common),
    }


def _subject(row: Row, style: str, in_common: Collection[str]) -> dict[str, Any]:
    return {
        "reason": None if row["reason"] in in_common else row["reason"],
        "subject": row["subject"],
        "is_us": row["is_us"],
        "style": style,
        "mentions": figures.amount(row["mentions"]),
        "shares": [
            Cell(figures.share(row[name]), of=_over(row, top, f"{denominator}_denominator"))
            for name, top, denominator in (
                ("share_of_voice", "mentions", "share_of_voice"),
                ("engagements_share_of_voice", "engagements_voice", "engagements_voice"),
                ("impressions_share_of_voice", "impressions_voice", "impressions_voice"),
            )
        ],
        "sentiment": figures.times(row["net_sentiment"]),
        "sentiment_of": _over(row, "net_sentiment_numerator", "net_sentiment_denominator"),
        "judged": [(word, figures.amount(row[f"n_{word}"])) for word in ("positive", "neutral", "negative")],
    }


def gaps(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Exports of which something is held, refused, late or missing."""
    return [
        {
            "platform": platform_name(row["platform"]),
            "account": row["account"],
            "format": row["format"],
            "files": f"{row['files_taken']:,}",
            "held": row["files_held"],
            "refused": row["records_quarantined"],
            "days": row["days_missing"],
            "late": row["exports_late"],
            "missing": row["exports_missing"],
            "last": figures.day(row["last_export_on"]),
            "reason": row["reason"],
        }
        for row in rows
        if is_gap(row)
    ]


def is_gap(row: Row) -> bool:
    """Whether anything of an export is not as it should be."""
    return any(row[name] for name in ("files_held", "records_quarantined", "days_missing", "exports_late", "exports_missing"))


def _short(value: str | None) -> str | None:
    """A cell as text: of a caption its beginning is enough."""
    return value if value is None or len(value) <= _LONGEST else f"{value[:_LONGEST]}…"


def restated(rows: Sequence[Row]) -> dict[str, Any]:
    """What a closed month would say now, cell by cell."""
    return {
        "n": len(rows),
        "reports": [f"{table} ({len(list(cells)):,})" for table, cells in groupby(rows, key=lambda row: row["report_table"])],
        "cells": [
            {
                "table": row["report_table"],
                "key": row["row_key"],
                "metric": row["metric"],
                "kind": row["restated"],
                "old": _short(row["old_value"]),
                "new": _short(row["new_value"]),
                "cause": row["cause"],
                "on": figures.day(row["first_seen"]),
                "n": row["n_exports"],
            }
            for row in rows[:MAX_CELLS]
        ],
    }
