"""Two brands after a night, what lies in their warehouse, and ways to damage it and to read what a run says of it."""

from tests.builders import instagram
from tests.builders.workspace import BRAND

OTHER = "bakery"
FACT = f"fact_post_snapshot/fact_post_snapshot__{BRAND}__2026-10.parquet"
ELSEWHERE = FACT.replace(BRAND, OTHER)
ACCOUNTS = "dim_account/dim_account.parquet"
DERIVED = [f"{table}/{table}__{BRAND}__2026-10.parquet" for table in ("dim_post", "rpt_engagement", "rpt_post")]


def export(views):
    """One post with so many views."""
    return instagram.content(instagram.post(1, Views=views))


def flip(made, *names):
    """One bit of each file."""
    for name in names:
        path = made.root / "warehouse" / name
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)


def told(summary):
    """(code, where) of everything that a run went on without, or mended."""
    return [(each["code"], each["where"]) for each in summary.skipped]


def mended(*names):
    """What `told` gives of files that were built again."""
    return [("damaged_partition", f"warehouse/{name}") for name in sorted(names)]
