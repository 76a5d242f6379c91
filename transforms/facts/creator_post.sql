-- fact_creator_post: one row per creator's post x observed_on x format, unchanged observations included.
--
-- incoming, existing, publication: as in post_snapshot.sql. Whom the strategy names is the report's business, not this table's.
WITH
observed AS (
    SELECT * EXCLUDE (parse_error) FROM incoming
    UNION ALL BY NAME
    SELECT * EXCLUDE (engagements, components_present)
    FROM existing ANTI JOIN (SELECT DISTINCT brand, source_sha FROM incoming) USING (brand, source_sha)
),
winners AS (
    SELECT *
    FROM observed
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, account_handle, post_id, observed_on, format
        ORDER BY observed_at DESC, {cells} DESC, source_sha, source_line
    ) = 1
),
-- Quotes are shares that some platforms count apart (METRICS 1.1).
counted AS (
    SELECT
        * REPLACE (CASE WHEN coalesce(shares, quotes) IS NOT NULL THEN coalesce(shares, 0) + coalesce(quotes, 0) END AS shares),
        shares AS shares_alone
    FROM winners
)

SELECT
    counted.* EXCLUDE (published_at, published_at_source, shares_alone) REPLACE (shares_alone AS shares),
    publication.published_at,
    publication.published_at_source,
    {engagements} AS engagements,
    {components_present} AS components_present,
    publication.month AS _month
FROM counted JOIN publication USING (brand, platform, account_handle, post_id)
ORDER BY counted.brand, _month, platform, account_handle, post_id, observed_on, format
