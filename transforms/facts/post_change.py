"""fact_post_change: its transform version and its text. It is derived from fact_post_snapshot, whole posts at a time."""

from transforms import sql
from transforms.contracts.change_table import CHANGING_NAMES, FACT_POST_CHANGE
from transforms.contracts.columns import COLUMNS

_PACKAGE = "transforms.facts"
VERSION = 2
# The columns of fact_post_snapshot that it reads.
READS = (
    "brand", "platform", "post_id", "format", "account", "is_own", "published_at", "media_type", "exposure_metric", "observed_on",
    "observed_at", "window_end", "is_lifetime", "source_sha", "source_line", *CHANGING_NAMES,
)  # fmt: skip
_SQL_TYPES = {"int64": "BIGINT", "decimal": "DECIMAL(18, 4)"}
# A net change may fall without anything being taken back.
_FALLING = tuple(name for name in CHANGING_NAMES if not COLUMNS[name].signed)


def lay_out(name: str) -> str:
    """The statement that makes an empty table `name` for what is told of posts."""
    types = ", ".join(f"{count} {_SQL_TYPES[COLUMNS[count].type]}" for count in CHANGING_NAMES)
    return sql.load(_PACKAGE, "post_change_table", told=name, counts=types)


def told(name: str) -> str:
    """The statements that add to the table `name` what `snapshots` say of posts."""
    bits = " + ".join(f"(({count} IS NOT NULL)::BIGINT << {number})" for number, count in enumerate(CHANGING_NAMES))
    return sql.load(_PACKAGE, "post_change_told", told=name, supplied=f"({bits})", counts=", ".join(CHANGING_NAMES))


def touched() -> str:
    """The statements that make `changed` and `affected` out of `before` and `after`."""
    return sql.load(_PACKAGE, "post_change_touched")


def differences() -> str:
    """The statement that makes `changes` out of `after` and `changed`."""
    return sql.load(
        _PACKAGE,
        "post_change_differences",
        n_counts=str(len(CHANGING_NAMES)),
        impressions=str(CHANGING_NAMES.index("impressions")),
        differences=",\n        ".join(_difference(number, name) for number, name in enumerate(CHANGING_NAMES)),
        deltas=", ".join(f"{name} AS {name}_delta" for name in CHANGING_NAMES),
        engagements=sql.engagements(),
        components_present=sql.components_present(),
        falling=", ".join(_FALLING),
    )


def unbalanced() -> str:
    """The query for posts whose `changes` do not add up to what `after` says of them; it must find none."""
    return sql.load(
        _PACKAGE,
        "post_change_unbalanced",
        added=", ".join(f"sum({name}_delta) AS {name}" for name in CHANGING_NAMES),
        lasting=",\n        ".join(f"arg_max({name}, known_on) - arg_min({name}, known_on) AS {name}" for name in CHANGING_NAMES),
        differs="\n    OR ".join(map(_differs, CHANGING_NAMES)),
    )


def query() -> str:
    """The query over `changes`, `changed`, `affected` and `published`, in the order of the files."""
    return sql.load(_PACKAGE, "post_change", order=", ".join(FACT_POST_CHANGE.order))


def _differs(name: str) -> str:
    differs = f"coalesce(added.{name}, 0) <> coalesce(lasting.{name}, 0)"
    return f"(NOT is_mixed AND {differs})" if name == "impressions" else differs


def _difference(number: int, name: str) -> str:
    told_of = f"(numbers >> {number}) & 1 = 1"
    # Impressions and views are not the same number.
    alike = " AND earlier.exposure_metric IS NOT DISTINCT FROM later.exposure_metric" if name == "impressions" else ""
    return f"CASE WHEN {told_of}{alike} THEN later.{name} - earlier.{name} END AS {name}"
