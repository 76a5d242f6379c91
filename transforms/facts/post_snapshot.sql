-- fact_post_snapshot: one row per account x post x observed_on x format, unchanged observations included.
--
-- observed      every record that there is to choose from (observed.sql)
-- own_accounts  every name of every account that a strategy names
-- publication   when each post was published, by its best source (post_publication.sql)
--
-- Any order of arrival gives the same rows: each choice below is the maximum of a total order over all records ever seen.
WITH
-- Same key twice: a lifetime wins over a shorter period, then the later observation, then more cells, then the lower sha.
contested AS (
    SELECT brand, platform, post_id, observed_on, format FROM observed GROUP BY ALL HAVING count(*) > 1
),
losers AS (
    SELECT row_id
    FROM observed SEMI JOIN contested USING (brand, platform, post_id, observed_on, format)
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, post_id, observed_on, format
        ORDER BY coalesce(is_lifetime, false) DESC, observed_at DESC, cells DESC, source_sha, source_line
    ) > 1
)

SELECT
    row_id,
    observed.brand,
    publication.published_at,
    publication.published_at_source,
    coalesce({own_handle}, account_handle) AS account,
    {own_handle} IS NOT NULL AS is_own,
    engagements,
    components_present,
    publication.month AS _month
FROM observed
ANTI JOIN losers USING (row_id)
JOIN publication USING (brand, platform, post_id)
{joined_own_accounts}
ORDER BY observed.brand, _month, observed.platform, post_id, observed_on, format
