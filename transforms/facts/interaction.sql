-- fact_interaction: one row per message x format, as it was seen last.
--
-- publication   the latest observation of each message, with its month (latest_publication.sql)
-- own_accounts  as in post_snapshot.sql
SELECT
    row_id,
    publication.brand,
    coalesce(own.handle, account_handle) AS account,
    own.handle IS NOT NULL AS is_own,
    month AS _month
FROM publication
LEFT JOIN own_accounts AS own
    ON own.brand = publication.brand AND own.platform = publication.platform AND own.name = publication.account_handle
ORDER BY publication.brand, _month, publication.platform, message_id, format
