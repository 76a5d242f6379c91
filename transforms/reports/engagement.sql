-- rpt_engagement: one row per account x month x basis.
--
-- Sums, rates and what they are made of are declared in contracts/engagement_columns.py; engagement_sql.py writes them out.
--
-- months              brand, month, month_start, month_end, starts_at, ends_at (brand-local midnights as UTC moments), as_of_date
-- dim_post            posts around those months
-- fact_post_daily     native post-days of those months
-- fact_account_daily  account-days in and around those months
-- fact_post_change    changes between two observations that ended in or around those months
-- formats             format, rank, is_partial (the most seen posts only), same_post_as (another format's posts under other ids)
WITH
-- The account by day, each figure from the best format that supplies it -------------------------------------------------------
account_days AS (
    SELECT
        brand, month_of(activity_date) AS month, platform, account, activity_date,
        {best_of_account_days}, arg_min(reach, rank) AS reach, arg_min(followers, rank) AS followers
    FROM fact_account_daily JOIN formats USING (format)
    WHERE is_own
    GROUP BY ALL
),
followers_by_day AS (
    SELECT brand, platform, account, activity_date, followers FROM account_days WHERE followers IS NOT NULL
),

-- published: the lifetime of the posts that were published in the brand-local month ------------------------------------------
published_posts AS (
    SELECT months.month, dim_post.*, timezone({report_tz}, published_at)::DATE AS platform_day
    FROM dim_post
    JOIN months ON months.brand = dim_post.brand AND published_at >= starts_at AND published_at < ends_at
    WHERE is_own
),
-- Followers are counted at the end of the platform's own days: a post goes by the latest count up to its day, at most 3 days old.
posts_with_followers AS (
    SELECT
        posts.*, engagements + link_clicks AS engagements_plus_clicks,
        engagements_native - engagements AS engagements_native_difference,
        CASE WHEN platform_day - activity_date <= {carried_days} THEN followers END AS followers_at_publish
    FROM published_posts AS posts
    ASOF LEFT JOIN followers_by_day
        ON followers_by_day.brand = posts.brand AND followers_by_day.platform = posts.platform
        AND followers_by_day.account = posts.account AND posts.platform_day >= followers_by_day.activity_date
),
published AS (
    SELECT
        brand, month, platform, account, 'published' AS basis, 'dim_post' AS basis_source,
        count(*) AS n_posts, count(*) - count(deleted_seen_at) AS n_posts_live, count(deleted_seen_at) AS n_posts_deleted, {sums},
        {post_means}
    FROM posts_with_followers
    GROUP BY ALL
),

-- activity: what happened in the month on any post, from the platform's own daily rows, else from changes --------------------
post_days AS (
    SELECT
        brand, month_of(activity_date) AS month, platform, account, post_id, activity_date,
        {best_of_post_days}
    FROM fact_post_daily
    -- the most seen posts are not the account, and no post may count twice
    JOIN formats ON formats.format = fact_post_daily.format AND NOT is_partial
    ANTI JOIN (SELECT brand, platform, account, month_of(activity_date) AS month, format AS same_post_as FROM fact_post_daily) AS twins
        ON twins.brand = fact_post_daily.brand AND twins.platform = fact_post_daily.platform
        AND twins.account = fact_post_daily.account AND twins.month = month_of(activity_date)
        AND twins.same_post_as = formats.same_post_as
    WHERE is_own
    GROUP BY ALL
),
activity_by_post AS (
    SELECT brand, month, platform, account, 'activity' AS basis, 'fact_post_daily' AS basis_source, {sums}
    FROM (SELECT *, {made_of_others}, NULL::BIGINT AS followers_at_publish FROM post_days)
    GROUP BY ALL
),
activity_by_account AS (
    SELECT
        brand, month, platform, account, 'activity' AS basis, 'fact_account_daily' AS basis_source, {sums},
        count(coalesce({any_sum})) > 0 AS tells
    FROM (SELECT *, {made_of_others}, NULL::BIGINT AS followers_at_publish FROM account_days)
    GROUP BY ALL
),
-- A change belongs to the brand's month in which it ended. If it began before that month, nobody knows how much of it fell
-- into which month: it is shown apart and never split.
changes AS (
    SELECT
        months.brand, months.month, from_at >= starts_at AS is_within, fact_post_change.platform, fact_post_change.account,
        post_id, rank, {changes}
    FROM fact_post_change
    JOIN months ON months.brand = fact_post_change.brand AND to_at > starts_at AND to_at <= ends_at
    JOIN formats USING (format)
    -- as above: no post may count twice
    ANTI JOIN (SELECT brand, platform, account, month_of(to_date) AS month, format AS same_post_as FROM fact_post_change) AS twins
        ON twins.brand = fact_post_change.brand AND twins.platform = fact_post_change.platform
        AND twins.account = fact_post_change.account AND twins.month = month_of(to_date)
        AND twins.same_post_as = formats.same_post_as
    WHERE is_own
    GROUP BY ALL
),
-- Two formats look at a post on different days; within a month one of them tells it all.
changes_of_posts AS (
    SELECT *, {made_of_others}, NULL::BIGINT AS followers_at_publish
    FROM changes
    SEMI JOIN (SELECT brand, month, platform, account, post_id, min(rank) AS rank FROM changes GROUP BY ALL) AS best
        USING (brand, month, platform, account, post_id, rank)
),
activity_by_change AS (
    SELECT
        brand, month, platform, account, CASE WHEN is_within THEN 'activity' ELSE 'activity_unplaced' END AS basis,
        'fact_post_change' AS basis_source, {sums}
    FROM changes_of_posts
    GROUP BY ALL
),
-- Post-days tell more; account-days stand in where an account has none, and changes where it has neither. Never two of them:
-- they count the same actions. Account-days that hold reach or followers alone say nothing of what happened.
activity AS (
    SELECT * FROM activity_by_post
    UNION ALL BY NAME
    SELECT * EXCLUDE (tells)
    FROM activity_by_account ANTI JOIN activity_by_post USING (brand, month, platform, account)
    WHERE tells
    UNION ALL BY NAME
    SELECT *
    FROM activity_by_change
    ANTI JOIN activity_by_post USING (brand, month, platform, account)
    ANTI JOIN (SELECT * FROM activity_by_account WHERE tells) AS told USING (brand, month, platform, account)
    UNION ALL BY NAME
    SELECT * EXCLUDE (tells)
    FROM activity_by_account
    ANTI JOIN activity_by_post USING (brand, month, platform, account)
    ANTI JOIN (SELECT * FROM activity_by_change WHERE basis = 'activity') AS told USING (brand, month, platform, account)
    WHERE NOT tells
),
-- Daily reach counts people again each day, so a month only has bounds (METRICS 1.1).
reach_bounds AS (
    SELECT
        brand, month, platform, account, 'activity' AS basis,
        max(reach) AS max_daily_reach, ratio(sum(reach), count(reach)) AS avg_daily_reach, count(reach) AS reach_days
    FROM account_days
    GROUP BY ALL
),
-- A stock at the end of a day: of the day before the month and of its last day that is known, each at most 3 days old.
stocks AS (
    SELECT
        brand, month, platform, account, 'activity' AS basis,
        arg_max(followers, activity_date) FILTER (activity_date < month_start) AS followers_start,
        month_start - 1 - max(activity_date) FILTER (activity_date < month_start) AS followers_start_carried_days,
        arg_max(followers, activity_date) FILTER (activity_date >= as_of_date - {carried_days}) AS followers_end,
        as_of_date - max(activity_date) FILTER (activity_date >= as_of_date - {carried_days}) AS followers_end_carried_days
    FROM followers_by_day
    JOIN (SELECT brand, month, month_start, as_of_date FROM months) AS of_month USING (brand)
    WHERE activity_date BETWEEN month_start - 1 - {carried_days} AND as_of_date
    GROUP BY brand, month, platform, account, month_start, as_of_date
),

together AS (
    SELECT * FROM published
    UNION ALL BY NAME
    SELECT activity.*, n_posts, n_posts_live, n_posts_deleted
    FROM activity
    LEFT JOIN published
        ON published.brand = activity.brand AND published.month = activity.month AND published.platform = activity.platform
        AND published.account = activity.account AND activity.basis = 'activity'
)

SELECT
    months.month_start, months.as_of_date, together.*,
    {rates},
    max_daily_reach, avg_daily_reach,
    CASE WHEN basis = 'activity' THEN coalesce(reach_days, 0) END AS reach_days,
    followers_start, followers_start_carried_days, followers_end, followers_end_carried_days,
    followers_end - followers_start AS net_follower_growth,
    ratio(followers_end - followers_start, followers_start) AS follower_growth_rate,
    {confidence} AS confidence,
    together.month AS _month
FROM together
JOIN months USING (brand, month)
LEFT JOIN reach_bounds USING (brand, month, platform, account, basis)
LEFT JOIN stocks USING (brand, month, platform, account, basis)
ORDER BY brand, _month, platform, account, basis
