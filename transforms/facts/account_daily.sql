-- fact_account_daily: one row per account x day (the platform's own day) x format.
--
-- incoming, existing, own_accounts: as in post_snapshot.sql. Days stay the platform's own and are never re-cut.
-- An account is one account under all its names: days told under a former handle are the same days.
WITH
observed AS (
    SELECT * EXCLUDE (parse_error) FROM incoming
    UNION ALL BY NAME
    SELECT * EXCLUDE (account, is_own, engagements, components_present)
    FROM existing ANTI JOIN (SELECT DISTINCT brand, source_sha FROM incoming) USING (brand, source_sha)
),

named AS (
    SELECT
        observed.*,
        coalesce(by_id.handle, by_name.handle, account_handle) AS account,
        coalesce(by_id.handle, by_name.handle) IS NOT NULL AS is_own
    FROM observed
    LEFT JOIN own_accounts AS by_id
        ON by_id.brand = observed.brand AND by_id.platform = observed.platform AND by_id.name = observed.account_id
    LEFT JOIN own_accounts AS by_name
        ON by_name.brand = observed.brand AND by_name.platform = observed.platform AND by_name.name = observed.account_handle
),

contested AS (
    SELECT brand, platform, account, activity_date, format FROM named GROUP BY ALL HAVING count(*) > 1
),
losers AS (
    SELECT brand, source_sha, source_line
    FROM named SEMI JOIN contested USING (brand, platform, account, activity_date, format)
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, account, activity_date, format
        ORDER BY observed_at DESC, {cells} DESC, source_sha, source_line
    ) > 1
)

SELECT
    *,
    {engagements} AS engagements,
    {components_present} AS components_present,
    month_of(activity_date) AS _month
FROM named ANTI JOIN losers USING (brand, source_sha, source_line)
ORDER BY brand, _month, platform, account, activity_date, format
