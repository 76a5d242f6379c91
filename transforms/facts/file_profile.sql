-- staging_file_profile: one row per export file of the night, for the expectations that judge whole files.
--
-- staging         every staged record of one staging table
-- own_accounts    every name of every account that a strategy names
SELECT
    staging.brand, staging.source_sha,
    -- the one own account that the file is of, as the file says it; collab posts of others do not count
    CASE WHEN count(DISTINCT {own_handle}) = 1
        THEN min({account_handle}) FILTER ({own_handle} IS NOT NULL) END AS account_handle,
    min({day}) AS first_date,
    max({day}) AS last_date,
    count(*) FILTER (parse_error IS NOT NULL) AS n_unparsed,
    count(*) - count(DISTINCT hash({key})) AS n_duplicates,
    count(DISTINCT hash({key}, {values})) - count(DISTINCT hash({key})) AS n_conflicting,
    CASE WHEN {are_ours} THEN count(*) FILTER ({own_handle} IS NOT NULL) END AS n_own
FROM staging
{joined_own_accounts}
GROUP BY ALL
