-- Rows of dim_post of the posts that need more than to be taken as they are: each metric from the best format that supplies it.
--
-- told     the latest row of each of these posts in each format, with its place `row_id`
-- latest   under which id each of them is a post, and whether it counts since publication (dim_post_latest.sql)
-- formats  format, rank: which format to believe first
WITH
ranked AS (
    SELECT
        told.* EXCLUDE (row_id, format, post_id, observed_at, observed_on_source) REPLACE (
            {lifetime_measures}
        ),
        named.post_id, formats.rank
    FROM told
    JOIN (SELECT row_id, post_id, counts_all FROM latest) AS named USING (row_id)
    JOIN formats USING (format)
),
coalesced AS (
    SELECT
        brand, platform, post_id,
        -- arg_min passes over NULL: the first format that supplies the column gives it
        arg_min(COLUMNS(* EXCLUDE (brand, platform, post_id, rank, exposure_metric, engagements, components_present)), rank),
        arg_min(exposure_metric, rank) FILTER (impressions IS NOT NULL) AS exposure_metric
    FROM ranked
    GROUP BY ALL
)
SELECT *, {engagements} AS engagements, {components_present} AS components_present
FROM coalesced
