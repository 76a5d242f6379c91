"""A workspace whose facts were not read but made: months of posts, each looked at ten times, published as a night does.

    python -m tests.bench.report_history DIR 5000000 36 20 10

Five million rows of fact_post_snapshot over 36 months of 20 brands with 10 accounts each, the days of those accounts, the
dimensions, changes and reports that follow from them. One real export per brand comes first: from it the ledger knows up to which
day a brand was looked at.
"""

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tests.bench import writers
from transforms.contracts.tables import FACT_ACCOUNT_DAILY, FACT_POST_DAILY, FACT_POST_SNAPSHOT, Table
from transforms.facts.register import FACTS
from transforms.months import shift

LAST_MONTH = "2025-12"
UNTIL = date(2026, 2, 16)
"""the day of the real exports, whose posts are of January and February"""
AGES = (0, 1, 2, 3, 5, 7, 10, 14, 21, 28)
CAPTION = 160
PLATFORMS = ("instagram", "facebook", "x", "linkedin", "tiktok")
FORMATS = {name: f"{name}_posts" if name == "linkedin" else f"{name}_content" for name in PLATFORMS}
OVERVIEWS = {
    "instagram": "instagram_overview_reach", "facebook": "facebook_page", "x": "x_overview",
    "linkedin": "linkedin_page_metrics", "tiktok": "tiktok_overview",
}  # fmt: skip
# Every fifth account is told by native post-days, every other one by its own days; the rest by changes between observations.
DAILY = 4
_SQL_TYPES = {
    "string": "VARCHAR", "bool": "BOOLEAN", "int32": "INTEGER", "int64": "BIGINT", "double": "DOUBLE",
    "decimal": "DECIMAL(18, 4)", "date": "DATE", "timestamp": "TIMESTAMPTZ",
}  # fmt: skip

# `accounts` is registered: number, platform, account, format (of its posts) and overview (the format of its days).
_POSTS = """
posts AS (
    SELECT
        *, format('{month}{brand}{{:02d}}{{:06d}}', number, post) AS post_id,
        (TIMESTAMP '{start}' + to_minutes((post * {minutes} // {posts} + number * 37 % 60)::INT))::TIMESTAMPTZ AS published_at,
        400 + (post * 7919 + number * 104729) % 9000 AS size
    FROM accounts, range({posts}) AS told (post)
)
"""
# Another rate for every post, or there were no candidates to boost.
_LIKES = "seen // (9 + post * 7 % 20)"
_COUNTS = {
    "impressions": "seen", "reach": "seen * 4 // 5", "likes": _LIKES, "comments": "seen // 200", "shares": "seen // 250",
    "saves": "CASE WHEN post % 5 > 0 THEN seen // 300 END", "link_clicks": "seen // 80", "follows": "seen // 400",
    "engagements": f"{_LIKES} + seen // 200 + seen // 250 + CASE WHEN post % 5 > 0 THEN seen // 300 ELSE 0 END",
    "components_present": "CASE WHEN post % 5 > 0 THEN 15 ELSE 7 END", "video_views": "CASE WHEN post % 3 > 0 THEN seen // 2 END",
    "watch_time_s": "CASE WHEN post % 3 > 0 THEN (seen * 7)::DECIMAL(18, 4) END",
}  # fmt: skip
_POST = {
    "brand": "'{brand}'", "platform": "platform", "account": "account", "account_handle": "account", "post_id": "post_id",
    "published_at": "published_at", "published_at_source": "'id'", "is_own": "true", "is_lifetime": "true",
    "media_type": "['reel', 'image', 'video'][post % 3 + 1]",
    "permalink": "'https://www.example.org/' || account || '/' || post_id",
    "caption": "rpad('Look ' || post_id, {caption}, ' wear it loud')", "duration_s": "post % 60",
    "exposure_metric": "CASE WHEN platform IN ('x', 'linkedin') THEN 'impressions' ELSE 'views' END",
    "observed_on_source": "'content'", "observed_at": "observed_on::TIMESTAMPTZ + INTERVAL 23 HOUR",
    "observed_on": "observed_on", "source_sha": "sha256(account || observed_on)", "source_line": "post + 2",
}  # fmt: skip
_FACTS: tuple[tuple[Table, dict[str, str], str], ...] = (
    (
        FACT_POST_SNAPSHOT,
        _POST | _COUNTS | {"format": "format"},
        f"""
        SELECT *, published_at::DATE + age AS observed_on, size * (age + 1) * 8 // (age + 6) AS seen
        FROM posts, (SELECT unnest({list(AGES)}) AS age)
        """,
    ),
    (
        FACT_POST_DAILY,
        _POST | _COUNTS | {"format": "'x_tweet_activity_daily'", "activity_date": "published_at::DATE + day"},
        f"""
        SELECT *, published_at::DATE + 28 AS observed_on, size // (day + 2) AS seen
        FROM posts, (SELECT range::INT AS day FROM range(6))
        WHERE number % 5 = {DAILY} AND month_of((published_at::DATE + day)) = '{{month}}'
        """,
    ),
    (
        FACT_ACCOUNT_DAILY,
        {name: each for name, each in (_POST | _COUNTS).items() if name in FACT_ACCOUNT_DAILY.columns}
        | {"format": "overview", "activity_date": "activity_date", "followers": "10000 + 7 * post", "reach": "size"}
        | {name: f"CASE WHEN number % 2 = 0 THEN {_COUNTS[name]} END" for name in ("impressions", "likes", "comments", "shares")}
        | {
            "saves": "NULL::BIGINT",
            "engagements": f"{_LIKES} + seen // 200 + seen // 250",
            "components_present": "7",
        },
        """
        SELECT *, day + DATE '{start}' AS activity_date, day + DATE '{start}' + 1 AS observed_on, day AS post, size AS seen
        FROM (
            SELECT *, 900 + (day * 7919 + number * 104729) % 9000 AS size
            FROM accounts, (SELECT range::INT AS day FROM range({days}))
        )
        """,
    ),
)


def strategy_of(brand: int, accounts: int) -> str:
    """The strategy of a brand; the account of the real exports comes on top."""
    lines = [
        f"  - {{platform: {PLATFORMS[number % len(PLATFORMS)]}, handle: b{brand:02d}.{number}}}" for number in range(accounts)
    ]
    own = f'  - {{platform: instagram, handle: brand{brand:02d}.studio, id: "{writers.account(brand)}"}}'
    return "\n".join([f"brand: b{brand:02d}", "time_zone: Europe/Amsterdam", "accounts:", *lines, own, ""])


def make(root: Path, n_rows: int, months: int, brands: int, accounts: int) -> None:
    """Make the workspace and publish all of it in one publication; a run adds what is told of files (rpt_quality)."""
    _lay_out(root, brands, accounts)
    from flows.night import build_marked, night

    night(str(root))
    from flows.run import begin, conclude
    from warehouse.ledger.partitions import Slot
    from warehouse.repairing import mark

    run, _ = begin(str(root), "bench")
    _publish(run, n_rows // (months * brands * accounts * len(AGES)), months, accounts)
    mark(run.ledger, {Slot("rpt_engagement", brand, LAST_MONTH) for brand in run.strategies})
    conclude(run, "published", {})
    build_marked(str(root))


def _lay_out(root: Path, brands: int, accounts: int) -> None:
    (root / "strategy").mkdir(parents=True)
    (root / "pilaster.toml").write_text("settle_s = 0\n")
    for number in range(brands):
        (root / "strategy" / f"b{number:02d}.yaml").write_text(strategy_of(number, accounts))
        landing = root / "landing" / f"b{number:02d}"
        landing.mkdir(parents=True)
        (landing / "instagram_content_2026-02-16.csv").write_bytes(writers.WRITERS["instagram_content"](number, UNTIL))
        (landing / "instagram_content_2026-02-16.csv.observed").write_text(str(UNTIL))


def _publish(run: Any, posts: int, months: int, accounts: int) -> None:
    from warehouse.covering import Coverage
    from warehouse.deriving import derive, format_ranks
    from warehouse.engine import EngineSettings, engine
    from warehouse.fact_merging import own_accounts
    from warehouse.hands import hands
    from warehouse.ledger.partitions import Catalogue
    from warehouse.partitions import Build
    from warehouse.publishing import partition_updates, publish
    from warehouse.reporting import report, shared

    with run.ledger.connect() as ledger:
        build = Build(run.workspace, run.folder, Catalogue(ledger, run.strategies), "snappy")
    with engine(EngineSettings(memory_limit=run.settings.memory_limit), run.folder / "spill") as connection:
        connection.register("own_accounts", own_accounts(run.strategies.values()))
        for brand in sorted(run.strategies):
            connection.register("accounts", _accounts(brand, accounts))
            for back in range(months):
                _facts(connection, build, brand, shift(LAST_MONTH, -back), posts)
        derive(connection, build, run.strategies, frozenset(), run.formats, Coverage(run.ledger))
        with hands(connection, shared(run.strategies, format_ranks(run.formats))) as at_work:
            report(at_work, build, run.strategies, dict.fromkeys(run.strategies, UNTIL))
    publish(run.workspace, run.ledger, run.run_id, build, partition_updates(build, []))


def _accounts(brand: str, accounts: int) -> Any:
    import pyarrow as pa

    platforms = [PLATFORMS[number % len(PLATFORMS)] for number in range(accounts)]
    told = [(number, each, f"{brand}.{number}", FORMATS[each], OVERVIEWS[each]) for number, each in enumerate(platforms)]
    names = ("number", "platform", "account", "format", "overview")
    return pa.Table.from_pylist([dict(zip(names, each, strict=True)) for each in told])


def _facts(connection: Any, build: Any, brand: str, month: str, posts: int) -> None:
    from warehouse.engine import stream
    from warehouse.ledger.partitions import Slot
    from warehouse.partitions import key_of

    for table, told, rows in _FACTS:
        version = next(fact.version for fact in FACTS if fact.table == table)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE made AS {_query(table, told, rows, brand, month, posts)}")
        if connection.sql("FROM made LIMIT 1").fetchall():
            made = stream(connection, f"FROM made ORDER BY {', '.join(table.order)}")
            build.write(Slot(table.name, brand, month), version, key_of("bench", brand, month), made)


def _query(table: Table, told: dict[str, str], rows: str, brand: str, month: str, posts: int) -> str:
    start, end = (datetime.fromisoformat(f"{each}-01") for each in (month, shift(month, 1)))
    minutes = (end - start).days * 24 * 60
    text = f"WITH {_POSTS} SELECT {', '.join(_columns(table, told))} FROM ({rows})"
    return text.format(
        brand=brand, month=month, posts=posts, start=start.date(), days=minutes // 1440, minutes=minutes - 60, caption=CAPTION
    )


def _columns(table: Table, told: dict[str, str]) -> Iterator[str]:
    for field in table.fields:
        kind = _SQL_TYPES[field.type]
        yield f"({told.get(field.name, 'NULL')})::{kind} AS {field.name}"


if __name__ == "__main__":
    make(Path(sys.argv[1]), *map(int, sys.argv[2:]))
