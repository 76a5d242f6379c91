"""Fivetran's LinkedIn Company Pages schema: lifetime figures of each post of an organisation.

Tables and columns: fivetran/dbt_linkedin_pages, models/staging/src_linkedin_pages.yml and macros/staging/get_*_columns.sql, and
the macros of fivetran/dbt_linkedin_pages_source. No landed schema of a real page was at hand. Statistics say nothing of their
post: two tables map them to posts and posts to organisations, so a row is read again when it appears in them. The statistics
of a whole page have no post and are not read. Shares, which have tables of their own, are not read yet.
"""

from transforms.connectors.model import Connector, Lookup, SourceTable, columns_of, not_carried, read_last_part, source_format

_TABLE, _MAPS = "share_statistic", "ugc_post_share_statistic"
_ACCOUNT = ("organization.vanity_name", "organization.localized_name", "organization_ugc_post.organization_id")

POSTS = SourceTable(
    format=source_format(
        name="fivetran_linkedin_posts",
        title=f"LinkedIn posts of a page (Fivetran linkedin_pages, {_TABLE})",
        platform="linkedin",
        source=_TABLE,
        table="staging_post",
        account=_ACCOUNT,
        fields=(
            columns_of("post_id", _MAPS, "ugc_post_id"),
            columns_of("account_id", "organization_ugc_post", "organization_id"),
            columns_of("account_name", "organization", "localized_name"),
            columns_of("published_at", "ugc_post_history", "first_published_at", "created_time"),
            columns_of("caption", "ugc_post_history", "commentary", "specific_content_share_commentary_text"),
            columns_of("impressions", _TABLE, "impression_count", exposure="impressions"),
            columns_of("likes", _TABLE, "like_count"),
            columns_of("comments", _TABLE, "comment_count"),
            columns_of("shares", _TABLE, "share_count"),
            columns_of("clicks", _TABLE, "click_count"),
        ),
        not_carried=not_carried(_TABLE, "a ratio; it is computed anew from its parts", "engagement")
        | not_carried(_TABLE, "an address; it stays in raw", "_organization_entity_urn", "_share_entity_urn"),
        identity=read_last_part,
        ids="linkedin",
    ),
    table=_TABLE,
    key=("_fivetran_id",),
    account=_ACCOUNT,
    lookups=(
        Lookup(_MAPS, (("share_statistic_id", f"{_TABLE}._fivetran_id"),), ("ugc_post_id",), wakes=True),
        Lookup(
            "ugc_post_history",
            (("id", f"{_MAPS}.ugc_post_id"),),
            ("first_published_at", "created_time", "commentary", "specific_content_share_commentary_text"),
            wakes=True,
        ),
        Lookup("organization_ugc_post", (("ugc_post_id", f"{_MAPS}.ugc_post_id"),), ("organization_id",), wakes=True),
        Lookup("organization", (("id", "organization_ugc_post.organization_id"),), ("vanity_name", "localized_name")),
    ),
    present=(f"{_MAPS}.ugc_post_id",),
)

LINKEDIN_PAGES = Connector(
    id="linkedin_pages", title="LinkedIn Company Pages (Fivetran)", schema="linkedin_company_pages", tables=(POSTS,)
)
