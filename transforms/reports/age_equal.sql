-- Age-equal values: one row per post, each count as it stood {ages} days after publication (METRICS R6).
--
-- fact_post_snapshot  all observations of the posts
-- formats             format, rank, is_windowed: it counts a chosen period
--
-- The first observation at or after that age speaks for it, if it was made soon enough; younger posts and posts that nobody
-- looked at then have NULL. Nothing is interpolated. All counts of one age are of one observation, so that they belong together.
WITH
observed AS (
    SELECT
        brand, platform, post_id, rank, published_at, source_sha, source_line, exposure_metric, components_present,
        least(observed_at, (window_end + 1)::TIMESTAMPTZ) AS known_at,
        {measures}
    FROM fact_post_snapshot JOIN formats USING (format)
    -- a period that began after the post is no lifetime
    WHERE published_at IS NOT NULL AND coalesce(is_lifetime, NOT is_windowed)
),
wanted (age_days, slack_days) AS (
    VALUES {wanted}
),
reached AS (
    SELECT observed.*, age_days
    FROM observed
    JOIN wanted
        ON known_at >= published_at + to_days(age_days) AND known_at < published_at + to_days(age_days + slack_days)
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, post_id, age_days ORDER BY rank, known_at, source_sha, source_line
    ) = 1
)
SELECT
    brand, platform, post_id,
    {at_ages}
FROM reached
GROUP BY brand, platform, post_id
ORDER BY brand, platform, post_id
