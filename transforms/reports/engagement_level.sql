-- A level above accounts: one row per platform, or per brand, x month x basis. Accounts added up, rates made anew of their sums.
--
-- months          the brand-local months to tell
-- rpt_engagement  rows of those months, one per account and basis
WITH
added AS (
    SELECT
        brand, month, {names}basis,
        string_agg(DISTINCT basis_source, ', ' ORDER BY basis_source) AS basis_source,
        {exposure} AS exposure_metric,
        count(*) AS n_accounts,
        bit_or(components_present)::INT AS components_present,
        {sums},
        sum(followers_start) FILTER (net_follower_growth IS NOT NULL)::BIGINT AS growing_from
    FROM rpt_engagement
    GROUP BY brand, month, {names}basis
)
SELECT
    month_start, as_of_date, added.*,
    {rates},
    ratio(net_follower_growth, growing_from) AS follower_growth_rate,
    {confidence} AS confidence,
    month AS _month
FROM added JOIN months USING (brand, month)
ORDER BY brand, _month, {names}basis
