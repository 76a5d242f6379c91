"""What the benches compare a night with: the same facts by the shortest way, for one shot and without any care.

    python -m tests.bench.lean DIR        landing/ of a workspace to lean/<table>/<table>__<brand>__<month>.parquet

Explicit columns, the moment of publication from the permalink, the id or the stated time, newest wins, one Parquet file per brand
and UTC month.
No checks, no archive, no ledger, no lineage beyond the file's name; one mistake in one file ends it.
"""

import csv
import io
import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

LARGE = 4 * 1024 * 1024
TEXTS = ("post_id", "account_id", "account", "account_name", "caption", "permalink", "native_post_type", "title", "published")
TOLD = ("brand", "platform", "format", "observed_at", "source", "day")
FACEBOOK = {
    "Post ID": "post_id", "Page ID": "account_id", "Page name": "account", "Title": "title", "Description": "caption",
    "Duration (sec)": "duration_s", "Publish time": "published", "Permalink": "permalink", "Post type": "native_post_type",
    "Views": "impressions", "Reach": "reach", "Reactions, Comments and Shares": "engagements_native", "Reactions": "likes",
    "Comments": "comments", "Shares": "shares", "Total clicks": "clicks", "Link Clicks": "link_clicks",
    "Seconds viewed": "watch_time_s",
}  # fmt: skip
INSTAGRAM = {
    "Post ID": "post_id", "Account ID": "account_id", "Account username": "account", "Account name": "account_name",
    "Description": "caption", "Permalink": "permalink", "Post type": "native_post_type", "Duration (sec)": "duration_s",
    "Views": "impressions", "Reach": "reach", "Likes": "likes", "Shares": "shares", "Comments": "comments", "Saves": "saves",
    "Follows": "follows",
}  # fmt: skip
X = {
    "Post id": "post_id", "Post text": "caption", "Link": "permalink", "Impressions": "impressions", "Likes": "likes",
    "Engagements": "engagements_native", "Bookmarks": "saves", "Share": "share_clicks", "New follows": "follows",
    "Replies": "comments", "Reposts": "shares", "Profile visits": "profile_visits", "Detail expands": "detail_expands",
    "Url clicks": "link_clicks", "Hashtag clicks": "hashtag_clicks", "Permalink clicks": "permalink_clicks",
}  # fmt: skip
X_DAY = {
    "Date": "day", "Impressions": "impressions", "Likes": "likes", "Engagements": "engagements_native", "Bookmarks": "saves",
    "Shares": "share_clicks", "New follows": "follows", "Unfollows": "unfollows", "Replies": "comments", "Reposts": "shares",
    "Profile visits": "profile_visits", "Create Post": "posts_published", "Video views": "video_views",
    "Media views": "media_views",
}  # fmt: skip
REACH = {"Date": "day", "Primary": "reach"}
YOUTUBE = {
    "Content": "post_id", "Video title": "title", "Video publish time": "published", "Duration": "duration_s",
    "Views": "impressions", "Watch time (hours)": "watch_time_h", "Subscribers": "subscribers_net",
    "Impressions": "thumbnail_impressions", "Impressions click-through rate (%)": "thumbnail_ctr",
}  # fmt: skip
YOUTUBE_DAY = {"Date": "day", "Views": "impressions"}
REALS = ("watch_time_h", "thumbnail_ctr")
# The first cell of the header says what it is, the second where the first does not; Meta's days have a title above it.
KINDS = {
    ("Post ID", "Page ID"): ("facebook_content", FACEBOOK),
    ("Post ID", "Account ID"): ("instagram_content", INSTAGRAM),
    ("Post id", "Date"): ("x_content", X),
    ("Date", "Impressions"): ("x_overview", X_DAY),
    ("Content", "Video title"): ("youtube_table", YOUTUBE),
    ("Date", "Views"): ("youtube_totals", YOUTUBE_DAY),
}
DAYS = {
    "facebook_reach": "%Y-%m-%dT%H:%M:%S", "instagram_reach": "%Y-%m-%dT%H:%M:%S", "x_overview": "%a, %b %d, %Y",
    "youtube_totals": "%Y-%m-%d",
}  # fmt: skip
ACCOUNTS = {"facebook": "{} page", "instagram": "{}.studio", "x": "{}", "youtube": "{} films"}
TABLES = {
    "fact_post_snapshot": ("published_at", "platform, post_id, observed_on, format"),
    "fact_account_daily": ("day", "platform, account, day, format"),
}
Cells = dict[str, list[Any]]


def lean(root: Path) -> int:
    """Facts of everything in landing/; the number of rows written."""
    posts: list[pa.Table] = []
    days: list[pa.Table] = []
    small: dict[str, Cells] = defaultdict(lambda: defaultdict(list))
    for path in sorted((root / "landing").glob("*/*.csv")):
        if path.stat().st_size > LARGE:
            posts.append(_large(path))
        else:
            _read_small(path, small)
    for kind, cells in small.items():
        table = pa.table({name: pa.array(column) for name, column in cells.items()})
        (posts if kind.endswith(("content", "table")) else days).append(_typed(table, kind))
    return sum(
        _write(root / "lean", name, pa.concat_tables(tables, promote_options="default"))
        for name, tables in (("fact_post_snapshot", posts), ("fact_account_daily", days))
        if tables
    )


def _read_small(path: Path, small: dict[str, Cells]) -> None:
    data = path.read_bytes()
    text = data.decode("utf-16") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else data.decode("utf-8-sig")
    title = text[:5] == "sep=,"
    header, *rows = csv.reader(io.StringIO(text.split("\n", 2)[2] if title else text))
    if title:
        kind, wanted = ("facebook_reach" if text[7:15] == "Facebook" else "instagram_reach"), REACH
    else:
        kind, wanted = KINDS[header[0], header[1]]
    if kind == "youtube_table":
        del rows[0]  # the total
    cells = small[kind]
    columns = list(zip(*rows, strict=True))
    for name, column in zip(header, columns, strict=True):
        if name in wanted:
            cells[wanted[name]] += column
    for name, value in _about(path, kind).items():
        cells[name] += [value] * len(rows)


def _about(path: Path, kind: str) -> dict[str, Any]:
    observed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    brand, platform = path.parent.name, kind.partition("_")[0]
    about = {"brand": brand, "platform": platform, "format": kind, "observed_at": observed_at, "source": path.name}
    named = kind in {"instagram_content", "facebook_content"}
    return about if named else {"account": ACCOUNTS[platform].format(brand)} | about


def _large(path: Path) -> pa.Table:
    texts = {header: pa.string() for header, name in INSTAGRAM.items() if name in TEXTS}
    counts = {header: pa.int64() for header, name in INSTAGRAM.items() if name not in TEXTS}
    table = pa.csv.read_csv(
        path,
        read_options=pa.csv.ReadOptions(block_size=8 * 1024 * 1024),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(include_columns=list(INSTAGRAM), column_types=texts | counts),
    )
    table = table.rename_columns([INSTAGRAM[name] for name in table.column_names])
    for name, value in _about(path, "instagram_content").items():
        table = table.append_column(name, pa.repeat(pa.scalar(value), len(table)))
    return _typed(table, "instagram_content")


def _typed(table: pa.Table, kind: str) -> pa.Table:
    for at, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        if name not in {*TEXTS, *TOLD} and column.type == pa.string():
            kind_of_number = pa.float64() if name in REALS else pa.int64()
            number = pc.if_else(pc.equal(column, ""), None, column).cast(kind_of_number)
            table = table.set_column(at, name, number)
    if "day" in table.column_names:
        words = table.column("day")
        shape = DAYS[kind]
        return table.set_column(table.column_names.index("day"), "day", pc.strptime(words, shape, "s").cast(pa.date32()))
    return table.append_column("published_at", _published(table, kind).cast(pa.timestamp("us", "UTC")))


def _published(table: pa.Table, kind: str) -> Any:
    if kind == "x_content":
        moments = (table.column("post_id").cast(pa.int64()).to_numpy() >> 22) + 1_288_834_974_657
        return pa.array(moments, pa.timestamp("ms", "UTC"))
    if kind == "instagram_content":
        return pa.array(_shortcode_ms(table.column("permalink")), pa.timestamp("ms", "UTC"))
    if kind == "youtube_table":
        days = pc.strptime(table.column("published"), "%b %d, %Y", "s").cast(pa.int64())
        return pc.add(days, 12 * 3600).cast(pa.timestamp("s", "UTC"))
    stated = pc.strptime(table.column("published"), "%m/%d/%Y %H:%M", "s")
    return pc.assume_timezone(stated, "America/Los_Angeles", ambiguous="earliest", nonexistent="latest")


def _shortcode_ms(permalinks: pa.ChunkedArray) -> Any:
    codes = pc.utf8_slice_codeunits(pc.utf8_rtrim(permalinks, "/"), -11).combine_chunks()
    codes = pa.concat_arrays(codes.chunks) if isinstance(codes, pa.ChunkedArray) else codes
    letters = np.frombuffer(codes.buffers()[2], np.uint8)[: len(codes) * 11].reshape(-1, 11)
    digits = np.zeros(256, np.int64)
    digits[np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", np.uint8)] = np.arange(64)
    number = np.zeros(len(codes), np.int64)
    for at in range(11):
        number = number << 6 | digits[letters[:, at]]
    return (number >> 23) + 1_314_220_021_721


def _write(folder: Path, name: str, rows: pa.Table) -> int:
    moment, key = TABLES[name]
    (folder / name).mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.register("rows", rows)
        newest = connection.sql(
            f"""
            SELECT *, observed_at::DATE AS observed_on, strftime({moment}, '%Y-%m') AS month FROM rows
            QUALIFY row_number() OVER (PARTITION BY brand, {key} ORDER BY observed_at DESC) = 1
            ORDER BY brand, month, {key}
            """
        ).to_arrow_table()
    for brand, month, start, end in _runs(newest):
        part = newest.slice(start, end - start).drop_columns(["month"])
        pq.write_table(part, folder / name / f"{name}__{brand}__{month}.parquet", compression="snappy")
    return len(newest)


def _runs(rows: pa.Table) -> Iterable[tuple[str, str, int, int]]:
    start = 0
    keys = rows.group_by(["brand", "month"], use_threads=False).aggregate([([], "count_all")])
    for brand, month, n in zip(*(keys.column(name).to_pylist() for name in ("brand", "month", "count_all")), strict=True):
        yield brand, month, start, start + n
        start += n


if __name__ == "__main__":
    print(lean(Path(sys.argv[1])))
