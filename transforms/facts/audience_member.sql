-- fact_audience_member: one row per account x member x month of observation x format.
--
-- observed, own_accounts: as in post_snapshot.sql. A member seen twice in a month is the one that was told last; an account is
-- one account under all its names.
WITH
named AS (
    SELECT observed.*, coalesce({own_handle}, account_handle) AS account, {own_handle} IS NOT NULL AS is_own
    FROM observed
    {joined_own_accounts}
)

SELECT row_id, brand, account, is_own, month AS _month
FROM named
QUALIFY row_number() OVER (
    PARTITION BY brand, platform, account, member_key, month, format
    ORDER BY observed_at DESC, cells DESC, source_sha, source_line
) = 1
ORDER BY brand, _month, platform, account, member_key, format
