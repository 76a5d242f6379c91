-- dim_post: one row per post: its latest state, each metric from the best format that supplies it.
--
-- fact_post_snapshot  every observation of the posts
-- formats             format, rank: which format to believe first; is_windowed: it counts a chosen period;
--                     same_post_as: the format that shows the same posts under other ids
--
-- Only lifetimes are measures of a post. Where no observation of a format counts since publication (a period of YouTube
-- that began later, or one that nothing names), the post is here with its names, and its measures are NULL.
WITH
told AS (
    SELECT *, coalesce(is_lifetime, NOT is_windowed) AS counts_all FROM fact_post_snapshot JOIN formats USING (format)
),

-- A video asset of Facebook is a post under another id: what the same account published in the same minute, if that is one post.
same_minute AS (
    SELECT brand, platform, one.post_id, min(other.post_id) AS other_id
    FROM (SELECT DISTINCT brand, platform, account_id, published_at, post_id, same_post_as AS format FROM told) AS one
    JOIN (SELECT DISTINCT brand, platform, account_id, published_at, post_id, format FROM told) AS other
        USING (brand, platform, account_id, published_at, format)
    GROUP BY ALL
    HAVING count(DISTINCT other.post_id) = 1
),
same_post AS (
    SELECT * FROM same_minute QUALIFY count(*) OVER (PARTITION BY brand, platform, other_id) = 1
),

-- The latest observation by each format, lifetimes first.
latest AS (
    SELECT
        told.* EXCLUDE (format, post_id, is_windowed, is_partial, same_post_as, counts_all) REPLACE (
            {lifetime_measures}
        ),
        coalesce(other_id, post_id) AS post_id
    FROM told LEFT JOIN same_post USING (brand, platform, post_id)
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, post_id, format
        ORDER BY counts_all DESC, observed_at DESC, observed_on DESC, source_sha, source_line
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
