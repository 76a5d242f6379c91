-- fact_retention: one row per video or story x curve x position x observed_on x format.
--
-- observed, own_accounts, publication: as in post_snapshot.sql. A position that is told twice on one day is told by the later
-- observation; positions of one curve may so come from two files, each with its own lineage.
WITH
contested AS (
    SELECT brand, platform, post_id, retention_curve, position, observed_on, format FROM observed GROUP BY ALL HAVING count(*) > 1
),
losers AS (
    SELECT row_id
    FROM observed SEMI JOIN contested USING (brand, platform, post_id, retention_curve, position, observed_on, format)
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, post_id, retention_curve, position, observed_on, format
        ORDER BY observed_at DESC, cells DESC, source_sha, source_line
    ) > 1
)

SELECT
    row_id,
    observed.brand,
    publication.published_at,
    publication.published_at_source,
    coalesce({own_handle}, account_handle) AS account,
    {own_handle} IS NOT NULL AS is_own,
    publication.month AS _month
FROM observed
ANTI JOIN losers USING (row_id)
JOIN publication USING (brand, platform, post_id)
{joined_own_accounts}
ORDER BY observed.brand, _month, observed.platform, post_id, retention_curve, position, observed_on, format
