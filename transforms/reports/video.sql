-- rpt_video: one row per own video or story that was published in the brand-local month.
--
-- months          brand, month, month_start, starts_at, ends_at (brand-local midnights as UTC moments), as_of_date
-- dim_post        posts around those months: their lifetime as it is known now
-- fact_retention  curves of the videos around those months: the part of the views that still watches, position by position
-- formats         format, rank, same_post_as: the format that shows the same posts under other ids
--
-- Nothing is reckoned that no export supplies (METRICS R1): what is missing is NULL, and `reason` says what would supply it. Views
-- of different platforms are different numbers; `view_rule` and `exposure_metric` say which.
WITH
posts AS (
    -- by name: the other columns need not be read
    SELECT
        months.brand, months.month, published_at, observed_on, deleted_seen_at, platform, account, post_id, media_type, permalink,
        title, caption, duration_s, exposure_metric, impressions, reach, video_views_1min, engaged_views, watch_time_s,
        avg_watch_time_s, avg_view_share, screenshots,
        coalesce(video_views, CASE WHEN exposure_metric = 'video_views' THEN impressions END) AS views
    FROM dim_post
    JOIN months ON months.brand = dim_post.brand AND published_at >= starts_at AND published_at < ends_at
    WHERE is_own AND (
        media_type IN ('video', 'reel', 'story')
        -- where the kind is not told, a post that was watched is a video
        OR (coalesce(media_type, 'other') = 'other' AND greatest(video_views, watch_time_s) > 0)
    )
),

-- A video asset is the one post of its account and minute, where it is no post of its own (as in dim_post).
minutes AS (
    SELECT brand, platform, account_id, published_at, min(post_id) AS twin_id
    FROM dim_post
    WHERE account_id IS NOT NULL
    GROUP BY ALL
    HAVING count(*) = 1
),
positions AS (
    SELECT
        told.brand, told.platform, coalesce(itself.post_id, twin_id) AS post_id, told.post_id AS told_as, rank, position,
        position_share, retention_share
    FROM (
        SELECT *
        FROM fact_retention
        WHERE is_own AND retention_curve = 'total'
        -- each position as it was seen last, of the day on which the curve was
        QUALIFY observed_on = max(observed_on) OVER (PARTITION BY brand, platform, post_id, format)
    ) AS told
    JOIN formats USING (format)
    LEFT JOIN dim_post AS itself USING (brand, platform, post_id)
    LEFT JOIN minutes
        ON minutes.brand = told.brand AND minutes.platform = told.platform AND minutes.account_id = told.account_id
        AND minutes.published_at = told.published_at AND same_post_as IS NOT NULL AND itself.post_id IS NULL
),
steps AS (
    SELECT *, lead(retention_share) OVER (PARTITION BY brand, platform, post_id ORDER BY position) AS next_share
    FROM (
        SELECT *
        FROM positions
        WHERE post_id IS NOT NULL
        -- of several formats the best one
        QUALIFY rank() OVER (PARTITION BY brand, platform, post_id ORDER BY rank, told_as) = 1
    )
),
falls AS (
    SELECT
        brand, platform, post_id, position AS falloff_frame, position_share AS falloff_frame_share,
        ratio(retention_share - next_share, 1) AS falloff_rate_numerator, retention_share AS falloff_rate_denominator,
        ratio(retention_share - next_share, retention_share) AS falloff_rate
    FROM steps
    WHERE next_share < retention_share
    QUALIFY row_number() OVER (PARTITION BY brand, platform, post_id ORDER BY falloff_rate DESC, position) = 1
),
curves AS (
    SELECT
        brand, platform, post_id, count(*) AS retention_positions,
        CASE WHEN count(*) > 1 THEN arg_max(retention_share, position) END AS completion_rate_numerator,
        CASE WHEN count(*) > 1 THEN arg_min(retention_share, position) END AS completion_rate_denominator
    FROM steps
    GROUP BY ALL
),
watched AS (
    SELECT
        posts.*, falls.* EXCLUDE (brand, platform, post_id), coalesce(retention_positions, 0) AS retention_positions,
        completion_rate_numerator, completion_rate_denominator,
        CASE WHEN duration_s > 0 AND avg_watch_time_s IS NOT NULL THEN (avg_watch_time_s * views)::DECIMAL(18, 4) END
            AS mean_watch_share_numerator,
        CASE WHEN avg_watch_time_s IS NOT NULL THEN nullif(duration_s, 0) * views END AS mean_watch_share_denominator,
        (avg_view_share * views)::DECIMAL(18, 4) AS mean_view_share_numerator,
        CASE WHEN avg_view_share IS NOT NULL THEN views END AS mean_view_share_denominator,
        CASE WHEN reach IS NOT NULL THEN screenshots END AS screenshots_rate_numerator,
        CASE WHEN screenshots IS NOT NULL THEN reach END AS screenshots_rate_denominator
    FROM posts
    LEFT JOIN curves USING (brand, platform, post_id)
    LEFT JOIN falls USING (brand, platform, post_id)
)

SELECT
    months.month_start, months.as_of_date, watched.*, 'published' AS basis, 'dim_post' AS basis_source, 1::BIGINT AS n,
    CASE WHEN views IS NOT NULL THEN {view_rule} END AS view_rule,
    ratio(avg_watch_time_s, duration_s) AS avg_watch_share,
    {rates},
    CASE WHEN coalesce(views, 0) < {least} THEN 'none' WHEN views < {enough} THEN 'low' ELSE 'high' END AS confidence,
    CASE WHEN coalesce(views, watch_time_s, avg_watch_time_s, avg_view_share, completion_rate_numerator) IS NULL
        THEN {reason} END AS reason,
    watched.month AS _month
FROM watched JOIN months USING (brand, month)
ORDER BY brand, _month, platform, post_id
