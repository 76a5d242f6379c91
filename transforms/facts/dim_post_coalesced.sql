-- Rows of dim_post of the posts that several formats tell of: each metric from the best format that supplies it.
--
-- told     the latest row of each of these posts in each format
-- formats  format, rank: which format to believe first
WITH
ranked AS (
    SELECT * EXCLUDE (format) FROM told JOIN formats USING (format)
),
coalesced AS (
    SELECT
        brand, platform, post_id,
        -- arg_min passes over NULL: the first format that supplies the column gives it
        arg_min(COLUMNS(* EXCLUDE (brand, platform, post_id, rank, exposure_metric, engagements, components_present, observed_at, observed_on_source)), rank),
        arg_min(exposure_metric, rank) FILTER (impressions IS NOT NULL) AS exposure_metric
    FROM ranked
    GROUP BY ALL
)
SELECT *, {engagements} AS engagements, {components_present} AS components_present
FROM coalesced
