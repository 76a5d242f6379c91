-- dim_post: one row per post: its latest state, each metric from the best format that supplies it.
--
-- latest, several  the latest observation of each post in each format, and the posts that need more (dim_post_latest.sql)
-- deleted          posts that an export should have shown and did not (dim_post_deleted.sql)
-- coalesced        rows of those posts with their place `row_id` (dim_post_coalesced.sql)
SELECT
    row_id, brand,
    -- goes with impressions, as it does where formats are coalesced
    CASE WHEN impressions IS NOT NULL THEN exposure_metric END AS exposure_metric,
    deleted_seen_at,
    month_of(published_at) AS _month
FROM (
    SELECT * FROM latest ANTI JOIN several USING (brand, platform, post_id)
    UNION ALL BY NAME
    SELECT row_id, brand, platform, post_id, published_at, impressions, exposure_metric FROM coalesced
)
LEFT JOIN deleted USING (brand, platform, post_id)
ORDER BY brand, _month, platform, post_id
