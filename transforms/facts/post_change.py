"""fact_post_change: its transform version and its text. It is derived from fact_post_snapshot, whole posts at a time."""

from collections.abc import Sequence

from transforms import sql
from transforms.contracts.change_table import CHANGING_NAMES, FACT_POST_CHANGE
from transforms.contracts.columns import COLUMNS

_PACKAGE = "transforms.facts"
VERSION = 2
# What is read of rows of fact_post_snapshot that may have been others before tonight,
READS = (
    "brand", "platform", "post_id", "format", "account", "is_own", "published_at", "media_type", "exposure_metric", "observed_on",
    "observed_at", "window_end", "is_lifetime", "source_sha", "source_line", *CHANGING_NAMES,
)  # fmt: skip
# of rows of which nobody knows what was made of them,
SEEN = ("brand", "platform", "post_id", "format", "observed_on", "window_end", "is_lifetime")
# and of rows that are subtracted from each other, beside their counts.
ABOUT = ("account", "is_own", "published_at", "media_type")
# The columns of fact_post_change by which its rows are chosen and placed.
NARROW = ("brand", *FACT_POST_CHANGE.order)
# A net change may fall without anything being taken back.
_FALLING = tuple(name for name in CHANGING_NAMES if not COLUMNS[name].signed)

_MIXED = "count(DISTINCT coalesce(exposure_metric, '')) FILTER (impressions IS NOT NULL) > 1"


def lay_out() -> str:
    """The statements that make `changed` and `whole`, empty."""
    return sql.load(_PACKAGE, "post_change_changed")


def seen(share: int = 0, shares: int = 1) -> str:
    """The statement that makes `seen` out of `exported`: of one of so many shares of the posts."""
    return sql.load(_PACKAGE, "post_change_seen", share=str(share), shares=str(shares))


def told(name: str, share: int = 0, shares: int = 1) -> str:
    """The statements that make the table `name` of what `exported` says of one of so many shares of the posts."""
    bits = " + ".join(f"(({count} IS NOT NULL)::BIGINT << {number})" for number, count in enumerate(CHANGING_NAMES))
    empty = sql.load(_PACKAGE, "post_change_table", told=name)
    rows = sql.load(
        _PACKAGE,
        "post_change_told",
        told=name,
        supplied=f"({bits})",
        counts=", ".join(CHANGING_NAMES),
        share=str(share),
        shares=str(shares),
    )
    return f"{empty};\n{rows}"


def touched(portion: int = 0) -> str:
    """The statements that add to `changed`, and make `months`, out of `before` and `after`."""
    return sql.load(_PACKAGE, "post_change_touched", portion=str(portion))


def pairs() -> str:
    """The statements that make `moving`, `uneven` and `pairs` out of `after`, `changed` and `whole`."""
    impressions = str(CHANGING_NAMES.index("impressions"))
    return sql.load(_PACKAGE, "post_change_pairs", n_counts=str(len(CHANGING_NAMES)), impressions=impressions)


def needed() -> str:
    """The query for the places of the observations that `changes` and their balance are told from."""
    return sql.load(_PACKAGE, "post_change_needed")


def differences(counts: Sequence[str]) -> str:
    """The query for changes out of `needed` and `pairs`, where `counts` are all that any row supplies."""
    return sql.load(
        _PACKAGE,
        "post_change_differences",
        differences=",\n        ".join(
            _difference(name) if name in counts else f"NULL::BIGINT AS {name}" for name in CHANGING_NAMES
        ),
        deltas="".join(f"{name} AS {name}_delta, " for name in counts),
        engagements=sql.engagements(),
        components_present=sql.components_present(),
        falling=", ".join(("0", *(name for name in _FALLING if name in counts))),
    )


def unbalanced(counts: Sequence[str]) -> str:
    """The query for posts whose `changes` of some counts do not add up to what `needed` says of them; it must find none."""
    return sql.load(
        _PACKAGE,
        "post_change_unbalanced",
        is_mixed=_MIXED if "impressions" in counts else "false",
        added=", ".join(f"sum({name}_delta) AS {name}" for name in counts),
        lasting=",\n        ".join(map(_lasting, counts)),
        differs="\n    OR ".join(map(_differs, counts)),
    )


def query() -> str:
    """The query over `fresh`, `changed` and `published`: each row's `row_id` in the order of the files."""
    return sql.load(_PACKAGE, "post_change", order=", ".join(FACT_POST_CHANGE.order))


def supplied(bits: int) -> tuple[str, ...]:
    """The counts that `bits` stand for."""
    return tuple(name for number, name in enumerate(CHANGING_NAMES) if bits >> number & 1)


def _lasting(name: str) -> str:
    start = f"coalesce(arg_max({name}, known_on) FILTER (known_on < first_day), arg_min({name}, known_on))"
    return f"arg_max({name}, known_on) - {start} AS {name}"


def _differs(name: str) -> str:
    differs = f"coalesce(added.{name}, 0) <> coalesce(lasting.{name}, 0)"
    return f"(NOT is_mixed AND {differs})" if name == "impressions" else differs


def _difference(name: str) -> str:
    told_of = f"(numbers >> {CHANGING_NAMES.index(name)}) & 1 = 1"
    # Impressions and views are not the same number.
    alike = " AND earlier.exposure_metric IS NOT DISTINCT FROM later.exposure_metric" if name == "impressions" else ""
    return f"CASE WHEN {told_of}{alike} THEN later.{name} - earlier.{name} END AS {name}"
