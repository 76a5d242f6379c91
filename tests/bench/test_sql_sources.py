"""A million rows of a connector, from PostgreSQL into facts: memory is bounded by the piece, and nothing is read twice.

The figures are of this machine; the limits leave room for a slower one.
"""

import duckdb
import pytest
from sqlalchemy import create_engine, text

from tests.bench.running import measured
from tests.builders import connectors
from tests.builders.workspace import team

pytestmark = pytest.mark.slow

POSTS, DAYS = 2_000, 500
ROWS = POSTS * DAYS
NEW_DAYS = 1
# Above what the libraries take: of landing alone, and of extracting. What comes then is DuckDB within its limit, and Arrow beside
# it. The rows alone, as objects of Python, would take 3 GiB; fact_post_change told at once took as much.
LAND_MIB, EXTRACT_MIB, PEAK_MIB = 100, 700, 1_600
MEMORY_LIMIT = "512MB"

# Fifty posts a month, each measured on the days after its publication; three pages; texts that have to be quoted.
FILL = f"""
INSERT INTO facebook_pages.post_history
    (id, page_id, message, status_type, created_time, updated_time, share_count, _fivetran_synced)
SELECT '10' || p % 3 || '_' || 7000000000000 + p, '10' || p % 3, 'Post ' || p || ', "said" we' || chr(10) || '#craft',
    CASE p % 2 WHEN 0 THEN 'added_photos' ELSE 'added_video' END,
    timestamp '2022-01-01' + p * interval '14 hours', timestamp '2022-01-01' + p * interval '14 hours', p % 40,
    timestamp '2026-10-01 04:00:00'
FROM generate_series(0, {POSTS - 1}) AS p;
INSERT INTO facebook_pages.page (id, name, _fivetran_synced)
SELECT '10' || p, 'Atelier ' || p, timestamp '2026-10-01 04:00:00' FROM generate_series(0, 2) AS p
"""
MEASURE = """
INSERT INTO facebook_pages.lifetime_post_metrics_total
    (post_id, date, _fivetran_synced, post_clicks, post_impressions, post_reactions_like_total, post_reactions_love_total,
     post_video_view_time, post_media_view)
SELECT '10' || p % 3 || '_' || 7000000000000 + p, day,
    timestamp '{synced}' + (p % 1000) * interval '1 millisecond',
    d, 10 * d, d + p % 7, d, 1000 * d, 11 * d
FROM generate_series(0, {posts} - 1) AS p,
    LATERAL (SELECT d, date_trunc('day', timestamp '2022-01-01' + p * interval '14 hours') + d * interval '1 day'
                 + interval '7 hours' AS day
             FROM generate_series({first}, {last}) AS d) AS days
"""


@pytest.fixture
def landed(postgres):
    name = postgres.database()
    made = connectors.Landed(create_engine(postgres.url(name).replace("postgresql", "postgresql+psycopg", 1)), "facebook_pages")
    made.schema = "facebook_pages"
    made.run("CREATE SCHEMA facebook_pages")
    made.make()
    for statement in FILL.split(";"):
        made.run(statement)
    made.run(MEASURE.format(synced="2026-10-02 04:00:00", posts=POSTS, first=1, last=DAYS))
    made.run("ANALYZE")
    yield made, postgres.url(name)
    made.engine.dispose()


def test_a_million_rows_in_bounded_memory_and_then_only_what_is_new(landed, tmp_path):
    made, url = landed
    ours = team(tmp_path / "ws", accounts=[{"platform": "facebook", "handle": f"atelier {page}"} for page in range(3)])
    settings = f'memory_limit = "{MEMORY_LIMIT}"\n' + connectors.settings(url, "facebook_pages", "atelier")
    (ours.root / "pilaster.toml").write_text(settings, "utf-8")

    first = measured("ours", ours.root)
    made.run(MEASURE.format(synced="2026-10-03 04:00:00", posts=POSTS, first=DAYS + 1, last=DAYS + NEW_DAYS))
    second = measured("ours", ours.root)
    third = measured("ours", ours.root)

    for name, told in {"first": first, "second": second, "nothing new": third}.items():
        verbs = ", ".join(f"{verb} {seconds:.1f}" for verb, seconds in told["verbs"].items())
        before = ", ".join(f"{verb} {peak:.0f}" for verb, peak in told["peak_before"].items())
        print(f"\n{name}: wall {told['wall']:.1f} s ({verbs}), peak {told['peak_mib']:.0f} MiB (before {before})")
    per_second = {"into facts": ROWS / first["wall"], "into the archive": ROWS / first["verbs"]["land"]}
    print(", ".join(f"{n:,.0f} rows/s {where}" for where, n in per_second.items()))
    (rows,) = ours.ledger("SELECT sum(n_records) AS n, sum(n_accepted) AS accepted, sum(n_quarantined) AS refused FROM files")
    assert rows == {"n": ROWS + POSTS * NEW_DAYS, "accepted": ROWS + POSTS * NEW_DAYS, "refused": 0}
    peaks = first["peak_before"]
    assert peaks["extract"] - peaks["land"] < LAND_MIB
    assert peaks["validate"] - peaks["land"] < EXTRACT_MIB
    assert first["peak_mib"] < PEAK_MIB
    assert second["peak_mib"] < PEAK_MIB
    # Of the second night's files only one is new, with the rows of one day.
    assert second["files"] == 1
    assert (third["files"], third["published"]) == (0, 0)
    assert ours.ledger("SELECT n_records FROM files ORDER BY observed_at DESC LIMIT 1") == [{"n_records": POSTS * NEW_DAYS}]
    facts = str(ours.root / "warehouse" / "fact_post_snapshot" / "*.parquet")
    found = duckdb.execute(f"SELECT count(*), sum(impressions), sum(likes), sum(clicks) FROM read_parquet('{facts}')").fetchone()
    asked = "SELECT count(*), sum(post_media_view), sum(post_reactions_like_total + post_reactions_love_total), sum(post_clicks)"
    with made.engine.connect() as connection:
        expected = connection.execute(text(f"{asked} FROM facebook_pages.lifetime_post_metrics_total")).one()
    assert found == tuple(map(int, expected))
