-- rpt_post: one row per own post that was published in the brand-local month.
--
-- months              brand, month, month_start, starts_at, ends_at (brand-local midnights as UTC moments), as_of_date
-- dim_post            posts around those months: their lifetime as it is known now, as in rpt_engagement's `published`
-- fact_post_snapshot  all observations of these posts
-- fact_account_daily  followers of the days around those months
-- bridge_post_label   pillars of these posts
-- formats             format, rank, is_windowed: it counts a chosen period
--
-- A value at N days is the one that an export showed when the post was N completed days old: from N times 24 hours after its
-- publication to a day later. The first such export counts. Nothing is reckoned between two exports, and no earlier or later
-- one stands in: without an export on that day the value is NULL (METRICS R6).
WITH
posts AS (
    SELECT months.month, dim_post.*, timezone({report_tz}, published_at)::DATE AS platform_day
    FROM dim_post
    JOIN months ON months.brand = dim_post.brand AND published_at >= starts_at AND published_at < ends_at
    WHERE is_own
),

-- Lifetimes of these posts, and how old the post was. A period that began with the post counts up to the period's end.
-- Read twice rather than kept: most rows are of no age that is compared.
observed AS NOT MATERIALIZED (
    SELECT
        snapshots.* EXCLUDE (impressions),
        -- another way of counting is another number
        CASE WHEN snapshots.exposure_metric = posts.exposure_metric THEN snapshots.impressions END AS impressions,
        rank,
        least(observed_at, (snapshots.window_end + 1)::TIMESTAMPTZ) AS known_at,
        (epoch_us(known_at) - epoch_us(posts.published_at)) // 86400000000 AS age
    FROM (
        SELECT
            brand, platform, post_id, format, window_end, is_lifetime, observed_at, source_sha, source_line, exposure_metric,
            impressions, likes, comments, shares, saves, link_clicks
        FROM fact_post_snapshot
    ) AS snapshots
    JOIN posts USING (brand, platform, post_id)
    JOIN formats USING (format)
    WHERE coalesce(snapshots.is_lifetime, NOT is_windowed)
),
lives AS (
    SELECT brand, platform, post_id, count(*) AS n, greatest(max(age), 0) AS age_days FROM observed GROUP BY ALL
),
-- of each format the first observation of the day, of several formats the best one that supplies the number
aged AS (
    SELECT
        brand, platform, post_id, age, arg_min(impressions, rank) AS impressions,
        {aged_measures}
    FROM (
        SELECT *
        FROM observed
        WHERE age IN ({ages})
        QUALIFY row_number() OVER (
            PARTITION BY brand, platform, post_id, format, age ORDER BY known_at, observed_at DESC, source_sha, source_line
        ) = 1
    )
    GROUP BY ALL
),
rated AS (
    SELECT *, {components_present} AS components_present, {engagements} AS engagements, ratio(engagements, impressions) AS eri
    FROM aged
),
by_age AS (
    SELECT
        brand, platform, post_id,
        {at_ages}
    FROM rated
    GROUP BY ALL
),

-- Compared is what can be: the same platform, media type and way of counting, at the same age. Where an export tells no media
-- type, posts are compared with others of which it tells none.
compared AS (
    SELECT
        brand, platform, post_id, age, count(*) OVER alike AS compared_posts,
        rank() OVER (alike ORDER BY eri DESC) AS post_rank,
        rank() OVER (alike ORDER BY eri) - 1 AS percentile_numerator
    FROM rated JOIN posts USING (brand, platform, post_id)
    WHERE eri IS NOT NULL
    WINDOW alike AS (
        PARTITION BY brand, month, platform, media_type, posts.exposure_metric, rated.components_present, age
    )
),
-- at the highest age of those at which enough others are known
placed AS (
    SELECT *, {confidence} AS confidence
    FROM compared
    WHERE compared_posts > 1
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, post_id ORDER BY list_position(['high', 'low', 'none'], confidence), age DESC
    ) = 1
),

-- Followers are counted at the end of the platform's own days: the latest count up to the post's day, at most 3 days old.
followers_by_day AS (
    SELECT brand, platform, account, activity_date AS followers_on, arg_min(followers, rank) AS followers
    FROM fact_account_daily JOIN formats USING (format)
    WHERE is_own AND followers IS NOT NULL
    GROUP BY ALL
),
posts_with_followers AS (
    SELECT
        posts.*,
        CASE WHEN platform_day - followers_on <= {carried_days} THEN followers END AS followers_at_publish,
        CASE WHEN platform_day - followers_on <= {carried_days} THEN followers_on END AS followers_counted_on
    FROM posts
    ASOF LEFT JOIN followers_by_day
        ON followers_by_day.brand = posts.brand AND followers_by_day.platform = posts.platform
        AND followers_by_day.account = posts.account AND posts.platform_day >= followers_by_day.followers_on
),
labels AS (
    SELECT brand, platform, post_id, string_agg(label, ', ' ORDER BY label) AS pillars
    FROM bridge_post_label
    WHERE label_kind = 'pillar'
    GROUP BY ALL
)

SELECT
    months.month_start, months.as_of_date, posts.*,
    'published' AS basis, 'dim_post' AS basis_source, pillars,
    {promotion} > 0 AS is_promoted,
    coalesce(n, 0) AS n, age_days,
    {rates},
    {aged_columns},
    placed.age AS compared_age_days, compared_posts, post_rank, percentile_numerator,
    compared_posts - 1 AS percentile_denominator,
    ratio(percentile_numerator, compared_posts - 1) AS percentile,
    coalesce(confidence, 'none') AS confidence,
    CASE
        WHEN post_rank IS NOT NULL THEN NULL
        WHEN by_age.post_id IS NULL THEN 'no export was taken when the post was 1, 7 or 28 days old: daily exports would tell'
        WHEN coalesce(eri_d1, eri_d7, eri_d28) IS NULL THEN 'engagements or impressions are missing at 1, 7 and 28 days'
        ELSE 'no other post of its kind in the month is known at the same age'
    END AS reason,
    posts.month AS _month
FROM posts_with_followers AS posts
JOIN months USING (brand, month)
LEFT JOIN lives USING (brand, platform, post_id)
LEFT JOIN by_age USING (brand, platform, post_id)
LEFT JOIN placed USING (brand, platform, post_id)
LEFT JOIN labels USING (brand, platform, post_id)
ORDER BY brand, _month, platform, post_id
