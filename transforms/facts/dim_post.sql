-- dim_post: one row per post: its latest state, each metric from the best format that supplies it.
--
-- fact_post_snapshot  every observation of the posts
-- formats             format, rank: which format to believe first
WITH
latest AS (
    SELECT * EXCLUDE (format)
    FROM fact_post_snapshot JOIN formats USING (format)
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, post_id, format ORDER BY observed_at DESC, observed_on DESC, source_sha, source_line
    ) = 1
),
coalesced AS (
    SELECT
        brand, platform, post_id,
        -- arg_min passes over NULL: the first format that supplies the column gives it
        arg_min(COLUMNS(* EXCLUDE (brand, platform, post_id, rank, exposure_metric, engagements, components_present, observed_at)), rank),
        arg_min(exposure_metric, rank) FILTER (impressions IS NOT NULL) AS exposure_metric
    FROM latest
    GROUP BY ALL
)

SELECT
    *,
    {engagements} AS engagements,
    {components_present} AS components_present,
    month_of(published_at) AS _month
FROM coalesced
ORDER BY brand, _month, platform, post_id
