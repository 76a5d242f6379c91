-- staging_file_profile: one row per export file of the night, for the expectations that judge whole files.
--
-- staging         every staged record of one staging table
-- own_accounts    every name of every account that a strategy names
SELECT
    staging.brand, staging.source_sha,
    -- the one own account that the file is of, as the file says it; collab posts of others do not count
    CASE WHEN count(DISTINCT coalesce(by_id.handle, by_name.handle)) = 1
        THEN min({account}) FILTER (coalesce(by_id.handle, by_name.handle) IS NOT NULL) END AS account_handle,
    min({day}) AS first_date,
    max({day}) AS last_date,
    count(*) FILTER (parse_error IS NOT NULL) AS n_unparsed,
    count(*) - count(DISTINCT hash({key})) AS n_duplicates,
    count(DISTINCT hash({key}, {values})) - count(DISTINCT hash({key})) AS n_conflicting,
    CASE WHEN {are_ours} THEN count(*) FILTER (coalesce(by_id.handle, by_name.handle) IS NOT NULL) END AS n_own
FROM staging
LEFT JOIN own_accounts AS by_id
    ON by_id.brand = staging.brand AND by_id.platform = staging.platform AND by_id.name = {account_id}
LEFT JOIN own_accounts AS by_name
    ON by_name.brand = staging.brand AND by_name.platform = staging.platform AND by_name.name = {account}
        AND (by_name.until IS NULL OR staging.observed_on <= by_name.until)
GROUP BY ALL
