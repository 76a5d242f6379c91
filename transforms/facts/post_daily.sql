-- fact_post_daily: one row per post x activity day x format, from native daily rows only.
--
-- observed, own_accounts: as in post_snapshot.sql. A day that a later export tells again is restated: the later observation wins,
-- and raw/ keeps the earlier one.
WITH
contested AS (
    SELECT brand, platform, post_id, activity_date, format FROM observed GROUP BY ALL HAVING count(*) > 1
),
losers AS (
    SELECT row_id
    FROM observed SEMI JOIN contested USING (brand, platform, post_id, activity_date, format)
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, post_id, activity_date, format
        ORDER BY observed_at DESC, cells DESC, source_sha, source_line
    ) > 1
)

SELECT
    row_id,
    observed.brand,
    coalesce({own_handle}, account_handle) AS account,
    {own_handle} IS NOT NULL AS is_own,
    engagements,
    components_present,
    month AS _month
FROM observed
ANTI JOIN losers USING (row_id)
{joined_own_accounts}
ORDER BY observed.brand, _month, observed.platform, post_id, activity_date, format
