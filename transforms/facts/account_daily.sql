-- fact_account_daily: one row per account x day (the platform's own day) x format.
--
-- observed, own_accounts: as in post_snapshot.sql. Days stay the platform's own and are never re-cut.
-- An account is one account under all its names: days told under a former handle are the same days.
WITH
named AS (
    SELECT
        observed.*,
        coalesce({own_handle}, account_handle) AS account,
        {own_handle} IS NOT NULL AS is_own
    FROM observed
    {joined_own_accounts}
),

contested AS (
    SELECT brand, platform, account, activity_date, format FROM named GROUP BY ALL HAVING count(*) > 1
),
losers AS (
    SELECT row_id
    FROM named SEMI JOIN contested USING (brand, platform, account, activity_date, format)
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, account, activity_date, format
        ORDER BY observed_at DESC, cells DESC, source_sha, source_line
    ) > 1
)

SELECT row_id, brand, account, is_own, engagements, components_present, month AS _month
FROM named ANTI JOIN losers USING (row_id)
ORDER BY brand, _month, platform, account, activity_date, format
