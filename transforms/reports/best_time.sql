-- rpt_best_time: one row per account x weekday x hour in which it published something in the {window_days} days up to as_of_date.
--
-- months    brand, month, month_start, starts_at, ends_at, as_of_date, time_zone: weekday and hour are those of the brand's clock
-- dim_post  posts of the window
--
-- E and I are engagements and impressions of the hour's n posts that have both; E_a, I_a and n_a those of the account. METRICS 1.4
-- draws the rate of an hour to the account's as k = {k} posts of the account's mean exposure I_a / n_a would:
--     eri_shrunk = (E + k (E_a / I_a) (I_a / n_a)) / (I + k (I_a / n_a)) = (n_a E + k E_a) / (n_a I + k I_a)
-- A reel has another rate than a story, whatever the hour. So X is what the hour's posts would have with the account's mean rate
-- for posts of their own media type (and way of counting), and the hour is judged by
--     time_lift = (n_a E + k E_a) / (n_a X + k E_a)
-- Everything is whole numbers, X in ten-thousandths; the one division comes last.
WITH
-- A brand has one zone. Hours are told once for each post, and of none that every window has left behind: months are read whole.
zoned AS (
    SELECT dim_post.*, timezone(time_zone, published_at) AS local_time
    FROM dim_post JOIN (SELECT DISTINCT brand, time_zone FROM months) AS zones USING (brand)
    WHERE is_own
        AND published_at >= (SELECT min(as_of_date) - ({window_days} + 1) FROM months)
),
posts AS (
    SELECT months.month, zoned.*
    FROM zoned
    JOIN months ON months.brand = zoned.brand AND local_time::DATE BETWEEN as_of_date - ({window_days} - 1) AND as_of_date
),
-- a month in which a brand published nothing says nothing new
months_with_posts AS (
    SELECT DISTINCT months.brand, months.month
    FROM months JOIN zoned ON months.brand = zoned.brand AND published_at >= starts_at AND published_at < ends_at
),
-- A day is no hour: YouTube, for one, tells only the day of publication.
timed AS (
    SELECT
        brand, month, platform, account, post_id, isodow(local_time) AS iso_weekday, hour(local_time) AS hour,
        media_type, exposure_metric, components_present, deleted_seen_at,
        CASE WHEN impressions > 0 THEN engagements END AS e,
        CASE WHEN engagements IS NOT NULL AND impressions > 0 THEN impressions END AS i
    FROM posts
    WHERE published_at_source IN ('id', 'utc', 'zoned')
),
-- What an hour's posts of one kind have in common is told once, so that only their impressions are left to each of them.
cells AS (
    SELECT
        brand, month, platform, account, iso_weekday, hour, media_type, exposure_metric, components_present,
        count(*) AS n_posts, count(e) AS n, count(deleted_seen_at) FILTER (e IS NOT NULL) AS n_deleted, sum(e) AS e, sum(i) AS i,
        list(i) FILTER (i IS NOT NULL) AS each_i
    FROM timed
    GROUP BY ALL
),
kinds AS (
    SELECT
        brand, month, platform, account, media_type, exposure_metric, components_present, sum(e) AS e_of_kind, sum(i) AS i_of_kind,
        -- Up to so many impressions of a post, its share is sure to hold in 64 bits, which takes a third of the time.
        CASE WHEN i_of_kind < 1000000000000000000 THEN 200000000000000 // nullif(e_of_kind, 0) END::BIGINT AS most_i,
        TRY_CAST(e_of_kind AS BIGINT) AS small_e, TRY_CAST(i_of_kind AS BIGINT) AS small_i
    FROM cells
    GROUP BY ALL
),
-- ten-thousandths of an engagement, rounded half up
expected AS (
    SELECT
        cells.*,
        list_sum(list_transform(each_i, lambda v:
            CASE
                WHEN v < most_i THEN ((v * small_e * 20000 + small_i) // (2 * small_i))::HUGEINT
                ELSE (v::HUGEINT * e_of_kind * 20000 + i_of_kind) // (2 * i_of_kind)
            END
        )) AS x
    FROM cells
    JOIN kinds ON kinds.brand = cells.brand AND kinds.month = cells.month AND kinds.platform = cells.platform
        AND kinds.account = cells.account AND kinds.media_type IS NOT DISTINCT FROM cells.media_type
        AND kinds.exposure_metric IS NOT DISTINCT FROM cells.exposure_metric
        AND kinds.components_present IS NOT DISTINCT FROM cells.components_present
),
hours AS (
    SELECT
        brand, month, platform, account, iso_weekday, hour, sum(n)::BIGINT AS n, sum(n_posts)::BIGINT - sum(n)::BIGINT AS n_missing,
        sum(n_deleted)::BIGINT AS n_deleted, sum(e) AS e, sum(i) AS i, sum(x) AS x,
        CASE
            WHEN count(DISTINCT exposure_metric) FILTER (n > 0) > 1 THEN 'mixed'
            ELSE min(exposure_metric) FILTER (n > 0)
        END AS exposure_metric
    FROM expected
    GROUP BY ALL
),
accounts AS (
    SELECT brand, month, platform, account, sum(n)::BIGINT AS n_a, sum(e) AS e_a, sum(i) AS i_a FROM cells GROUP BY ALL
),
without_hour AS (
    SELECT brand, month, platform, account, count(*) AS account_n_without_hour
    FROM posts
    WHERE published_at_source NOT IN ('id', 'utc', 'zoned')
    GROUP BY ALL
),
judged AS (
    SELECT
        *,
        n < {least} AS is_hidden,
        CASE WHEN NOT is_hidden THEN ratio(e, i) END AS eri,
        CASE WHEN NOT is_hidden THEN ratio(n_a * e + {k} * e_a, n_a * i + {k} * i_a) END AS eri_shrunk,
        CASE WHEN NOT is_hidden THEN ratio((n_a * e + {k} * e_a) * 10000, n_a * x + {k} * 10000 * e_a) END AS time_lift
    FROM hours JOIN accounts USING (brand, month, platform, account)
)

SELECT
    months.month_start, months.as_of_date, as_of_date - ({window_days} - 1) AS window_first_day,
    judged.brand, judged.month, platform, account, iso_weekday,
    ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][iso_weekday] AS weekday,
    hour, 'dim_post' AS basis_source, exposure_metric, n, n_missing, n_deleted,
    e::BIGINT AS eri_numerator, i::BIGINT AS eri_denominator, eri,
    -- exact: no division
    x::DECIMAL(14, 0) * 0.0001::DECIMAL(4, 4) AS expected_engagements,
    n_a AS account_n, coalesce(account_n_without_hour, 0) AS account_n_without_hour,
    e_a::BIGINT AS account_engagements, i_a::BIGINT AS account_impressions, eri_shrunk, time_lift,
    CASE WHEN time_lift IS NOT NULL THEN
        rank() OVER (PARTITION BY judged.brand, judged.month, platform, account ORDER BY time_lift DESC NULLS LAST)
    END AS time_rank,
    {confidence} AS confidence,
    CASE
        WHEN is_hidden THEN 'fewer than {least} posts with engagements and impressions: too few to tell an hour by'
        WHEN time_lift IS NULL THEN 'the account had no engagements in the window'
    END AS reason,
    judged.month AS _month
FROM judged
SEMI JOIN months_with_posts USING (brand, month)
JOIN months USING (brand, month)
LEFT JOIN without_hour USING (brand, month, platform, account)
ORDER BY judged.brand, _month, platform, account, iso_weekday, hour
