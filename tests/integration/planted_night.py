"""A small workspace with a damaged, an unknown and a spoiled export, whose captions hold what a page must not run."""

from datetime import UTC, datetime
from pathlib import Path

from flows.demo import instagram, planted, shop
from flows.scaffold import scaffold

EVIL = "<script>document.title = 'run'</script><img src=http://example.org/x.png onerror=alert(1)>"
AT = datetime(2026, 11, 2, 8, tzinfo=UTC)
STRATEGY = f"""\
brand: {shop.BRAND}
time_zone: {shop.TIME_ZONE}
accounts:
  - platform: instagram
    handle: {shop.INSTAGRAM}
    id: "{shop.INSTAGRAM_ID}"
    exports:
      - {{format: instagram_content, every: month}}
      - {{format: instagram_stories, every: month}}
"""


def feed() -> list[shop.Post]:
    """Posts of one October."""
    return [post for post in shop.posts(1, 4, ("image", "reel"), 4_000) if f"{post.published_at:%Y-%m}" == "2026-10"]


def land(root: Path, name: str, data: bytes, at: datetime = AT) -> None:
    """Drop one export with its sidecar."""
    path = root / "landing" / shop.BRAND / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.with_name(f"{path.name}.observed").write_text(f"{at:%Y-%m-%dT%H:%M:%SZ}\n", "utf-8")


def workspace(root: Path) -> Path:
    """A workspace with everything landed and no night run."""
    list(scaffold(root, shop.BRAND, settle_s=0, strategy=STRATEGY))
    posts = feed()
    land(root, "instagram/whole.csv", instagram.lifetime(posts, AT))
    for name, at, data in planted.exports(posts):
        land(root, name, data.replace(b"Last sizes of the autumn dress", EVIL.encode()), at)
    lines = instagram.lifetime(posts, AT).decode("utf-8-sig").split("\n")
    spoiled = planted._spoiled(lines[2]).replace("Lumen", EVIL)
    land(root, f"instagram/{'long name ' * 9}.csv", ("\ufeff" + "\n".join([lines[0], lines[1], spoiled, *lines[3:]])).encode())
    return root
