-- rpt_engagement: one row per account x month x basis.
--
-- months              brand, month, month_start, month_end, starts_at, ends_at (brand-local midnights as UTC moments), as_of_date
-- dim_post            posts around those months
-- fact_post_daily     native post-days of those months
-- fact_account_daily  account-days of those months
-- fact_post_change    changes between two observations that ended in or around those months
-- formats             format, rank, is_partial (the most seen posts only), same_post_as (another format's posts under other ids)
WITH
-- published: the lifetime of the posts that were published in the brand-local month ------------------------------------------
published_posts AS (
    SELECT months.month, dim_post.*
    FROM dim_post
    JOIN months ON months.brand = dim_post.brand AND published_at >= starts_at AND published_at < ends_at
    WHERE is_own
),
published AS (
    SELECT
        brand, month, platform, account, 'published' AS basis, 'dim_post' AS basis_source,
        count(*) AS n_posts, {sums}
    FROM published_posts
    GROUP BY ALL
),

-- activity: what happened in the month on any post, from the platform's own daily rows, else from changes --------------------
post_days AS (
    SELECT
        brand, month_of(activity_date) AS month, platform, account, post_id, activity_date,
        {best_measures}
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
account_days AS (
    SELECT
        brand, month_of(activity_date) AS month, platform, account, activity_date,
        {best_measures}, arg_min(reach, rank) AS reach
    FROM fact_account_daily JOIN formats USING (format)
    WHERE is_own
    GROUP BY ALL
),
activity_by_post AS (
    SELECT brand, month, platform, account, 'activity' AS basis, 'fact_post_daily' AS basis_source, {sums}
    FROM (SELECT *, {engagements} AS engagements, {components_present} AS components_present FROM post_days)
    GROUP BY ALL
),
activity_by_account AS (
    SELECT brand, month, platform, account, 'activity' AS basis, 'fact_account_daily' AS basis_source, {sums}
    FROM (SELECT *, {engagements} AS engagements, {components_present} AS components_present FROM account_days)
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
    SELECT *, {engagements} AS engagements, {components_present} AS components_present
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
-- they count the same actions.
activity AS (
    SELECT * FROM activity_by_post
    UNION ALL BY NAME
    SELECT * FROM activity_by_account ANTI JOIN activity_by_post USING (brand, month, platform, account)
    UNION ALL BY NAME
    SELECT *
    FROM activity_by_change
    ANTI JOIN activity_by_post USING (brand, month, platform, account)
    ANTI JOIN activity_by_account USING (brand, month, platform, account)
),
-- Daily reach counts people again each day, so a month only has bounds (METRICS 1.1).
reach_bounds AS (
    SELECT
        brand, month, platform, account, 'activity' AS basis,
        max(reach) AS max_daily_reach, ratio(sum(reach), count(reach)) AS avg_daily_reach, count(reach) AS reach_days
    FROM account_days
    GROUP BY ALL
),

together AS (
    SELECT * FROM published
    UNION ALL BY NAME
    SELECT activity.*, CASE WHEN activity.basis = 'activity' THEN published.n_posts END AS n_posts
    FROM activity LEFT JOIN published USING (brand, month, platform, account)
)

SELECT
    months.month_start, months.as_of_date, together.*,
    ratio(eri_numerator, eri_denominator) AS eri,
    ratio(ctr_numerator, ctr_denominator) AS ctr,
    ratio(shares, n_posts) AS amplification_rate,
    ratio(comments, n_posts) AS conversation_rate,
    ratio(likes, n_posts) AS applause_rate,
    max_daily_reach, avg_daily_reach,
    CASE WHEN basis = 'activity' THEN coalesce(reach_days, 0) END AS reach_days,
    CASE WHEN n < 3 THEN 'none' WHEN n < 10 THEN 'low' ELSE 'high' END AS confidence,
    together.month AS _month
FROM together
JOIN months USING (brand, month)
LEFT JOIN reach_bounds USING (brand, month, platform, account, basis)
ORDER BY brand, _month, platform, account, basis
