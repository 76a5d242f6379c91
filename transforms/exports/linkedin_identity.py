"""Posts of LinkedIn are known by their address: it holds the id of the activity, but no account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.exports.identity import link_post_id

if TYPE_CHECKING:
    from transforms.exports.normalise import Work


def read_identity(work: Work) -> None:
    """Id of the post from its address; the account is that of the file."""
    # Here, for the format that names this is known to nights that read nothing.
    import pyarrow as pa

    from transforms.exports.vectors import per_unique, whole

    links = whole(work.cells.columns["permalink"])
    ids = per_unique(links, lambda text: link_post_id("linkedin", text), pa.string())
    work.done["post_id"] = ids
    work.done["account_handle"] = work.per_origin([origin.account for origin in work.cells.origins])
    if ids.null_count:
        work.complain("permalink", ids.is_null().to_numpy(zero_copy_only=False), "is no address of a post")
