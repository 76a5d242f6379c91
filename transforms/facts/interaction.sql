-- fact_interaction: one row per message x format, as it was seen last.
--
-- publication   the latest observation of each message, with its month (latest_publication.sql)
-- own_accounts  as in post_snapshot.sql
SELECT
    row_id,
    observed.brand,
    coalesce({own_handle}, account_handle) AS account,
    {own_handle} IS NOT NULL AS is_own,
    month AS _month
FROM publication AS observed
{joined_own_accounts}
ORDER BY observed.brand, _month, observed.platform, message_id, format
