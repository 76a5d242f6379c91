-- fact_audience: one row per account x observed_on x format x audience x dimension x value x period.
--
-- observed, own_accounts: as in post_snapshot.sql. Every observation is kept: an audience is compared with itself over time.
-- An account is one account under all its names, as in account_daily.sql.
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
    SELECT brand, platform, account, format, audience, dimension, value_id, period, observed_on
    FROM named GROUP BY ALL HAVING count(*) > 1
),
losers AS (
    SELECT row_id
    FROM named SEMI JOIN contested USING (brand, platform, account, format, audience, dimension, value_id, period, observed_on)
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, account, format, audience, dimension, value_id, period, observed_on
        ORDER BY observed_at DESC, cells DESC, source_sha, source_line
    ) > 1
)

SELECT row_id, brand, account, is_own, month AS _month
FROM named ANTI JOIN losers USING (row_id)
ORDER BY brand, _month, platform, account, format, audience, dimension, value_id, period, observed_on
