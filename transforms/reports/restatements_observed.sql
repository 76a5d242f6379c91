-- Observations in {fact} of which the close did not know, and that say something else than the last one that it knew.
SELECT
    '{fact}' AS fact, brand, month, {platform} AS platform, {account} AS account, {post_id} AS post_id, source_sha, {seen_on} AS observed_on
FROM (
    SELECT
        *,
        {values} AS said,
        arg_max({values}, observed_at) FILTER (is_known) OVER (PARTITION BY month, {thing}, brand) AS said_before,
        count(*) FILTER (is_known) OVER (PARTITION BY month, {thing}, brand) AS n_before
    FROM {fact} JOIN closed_months USING (brand)
        LEFT JOIN (SELECT *, true AS is_known FROM known_exports) USING (brand, month, source_sha)
    WHERE {is_in_month}
)
WHERE is_known IS NULL AND (n_before = 0 OR said <> said_before)
