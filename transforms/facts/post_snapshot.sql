-- fact_post_snapshot: one row per account x post x observed_on x format, unchanged observations included.
--
-- incoming      accepted records of the night
-- existing      rows of the partitions that the night touches, as published
-- own_accounts  every name of every account that a strategy names
-- publication   when each post was published, by its best source (post_publication.sql)
--
-- Any order of arrival gives the same rows: each choice below is the maximum of a total order over all records ever seen.
WITH
observed AS (
    SELECT * EXCLUDE (parse_error) FROM incoming
    UNION ALL BY NAME
    -- a file that was read again replaces everything it said before
    SELECT * EXCLUDE (account, is_own, engagements, components_present)
    FROM existing ANTI JOIN (SELECT DISTINCT brand, source_sha FROM incoming) USING (brand, source_sha)
),

-- Same key twice: a lifetime wins over a shorter period, then the later observation, then more cells, then the lower sha.
contested AS (
    SELECT brand, platform, post_id, observed_on, format FROM observed GROUP BY ALL HAVING count(*) > 1
),
losers AS (
    SELECT brand, source_sha, source_line
    FROM observed SEMI JOIN contested USING (brand, platform, post_id, observed_on, format)
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, post_id, observed_on, format
        ORDER BY coalesce(is_lifetime, false) DESC, observed_at DESC, {cells} DESC, source_sha, source_line
    ) > 1
)

SELECT
    observed.* EXCLUDE (published_at, published_at_source),
    publication.published_at,
    publication.published_at_source,
    coalesce(by_id.handle, by_name.handle, account_handle) AS account,
    coalesce(by_id.handle, by_name.handle) IS NOT NULL AS is_own,
    {engagements} AS engagements,
    {components_present} AS components_present,
    publication.month AS _month
FROM observed
ANTI JOIN losers USING (brand, source_sha, source_line)
JOIN publication USING (brand, platform, post_id)
LEFT JOIN own_accounts AS by_id
    ON by_id.brand = observed.brand AND by_id.platform = observed.platform AND by_id.name = observed.account_id
LEFT JOIN own_accounts AS by_name
    ON by_name.brand = observed.brand AND by_name.platform = observed.platform AND by_name.name = observed.account_handle
ORDER BY observed.brand, _month, platform, post_id, observed_on, format
