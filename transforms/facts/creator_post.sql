-- fact_creator_post: one row per creator's post x observed_on x format, unchanged observations included.
--
-- observed, publication: as in post_snapshot.sql. Whom the strategy names is the report's business, not this table's.
WITH
winners AS (
    SELECT *
    FROM observed
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, account_handle, post_id, observed_on, format
        ORDER BY observed_at DESC, cells DESC, source_sha, source_line
    ) = 1
)

SELECT
    row_id,
    winners.brand,
    publication.published_at,
    publication.published_at_source,
    engagements,
    components_present,
    publication.month AS _month
FROM winners JOIN publication USING (brand, platform, account_handle, post_id)
ORDER BY winners.brand, _month, platform, account_handle, post_id, observed_on, format
