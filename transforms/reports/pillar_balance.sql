-- rpt_pillar_balance: one row per brand x month x pillar, over the posts published in the brand-local month (METRICS 1.4).
--
-- months             brand, month, month_start, month_end, starts_at, ends_at, as_of_date
-- pillars            brand, pillar, target_units (millionths), credit_units (parts into which the brand divides a post)
-- dim_post           posts around those months
-- bridge_post_label  their labels with exact credit
--
-- Everything is counted in whole units; the one division comes last. So shares sum to 1 exactly and gaps to 0.
WITH
posts AS (
    SELECT months.month, dim_post.*
    FROM dim_post
    JOIN months ON months.brand = dim_post.brand AND published_at >= starts_at AND published_at < ends_at
    WHERE is_own
),
credits AS (
    SELECT brand, platform, post_id, pillar, credit_units // credit_denominator * credit_numerator AS units, credit_units
    FROM (SELECT * RENAME (label AS pillar) FROM bridge_post_label WHERE label_kind = 'pillar')
    JOIN pillars USING (brand, pillar)
),
labelled AS (
    SELECT DISTINCT brand, platform, post_id, credit_units FROM credits
),

-- per pillar: what its posts bring, each post by its share
parts AS (
    SELECT
        brand, month, pillar,
        sum(units) AS posts_share_numerator,
        sum(units * impressions) AS impressions_share_numerator,
        sum(units * engagements) AS engagements_share_numerator
    FROM posts JOIN credits USING (brand, platform, post_id)
    GROUP BY ALL
),
-- per month: what all labelled posts bring
wholes AS (
    SELECT
        brand, month,
        sum(credit_units) AS posts_share_denominator,
        sum(credit_units * impressions) AS impressions_share_denominator,
        sum(credit_units * engagements) AS engagements_share_denominator,
        count(*) AS label_coverage_numerator,
        count(*) - count(impressions) AS impressions_posts_n_missing,
        count(*) - count(engagements) AS engagements_posts_n_missing,
        CASE
            WHEN count(DISTINCT exposure_metric) FILTER (impressions IS NOT NULL) > 1 THEN 'mixed'
            ELSE min(exposure_metric) FILTER (impressions IS NOT NULL)
        END AS exposure_metric
    FROM posts JOIN labelled USING (brand, platform, post_id)
    GROUP BY ALL
),
coverage AS (
    SELECT brand, month, count(*) AS label_coverage_denominator FROM posts GROUP BY ALL
),

-- every pillar has a row, also one that nobody posted about
grid AS (
    SELECT
        coverage.brand, coverage.month, pillars.pillar, target_units, label_coverage_denominator,
        coalesce(label_coverage_numerator, 0) AS label_coverage_numerator,
        coalesce(impressions_posts_n_missing, 0) AS impressions_posts_n_missing,
        coalesce(engagements_posts_n_missing, 0) AS engagements_posts_n_missing,
        exposure_metric,
        {shares}
    FROM coverage
    JOIN pillars USING (brand)
    LEFT JOIN wholes USING (brand, month)
    LEFT JOIN parts USING (brand, month, pillar)
),
compared AS (
    SELECT
        *,
        {distances}
    FROM grid
)

SELECT
    months.month_start, months.as_of_date, compared.* EXCLUDE ({helpers}),
    'published' AS basis,
    label_coverage_numerator AS n,
    ratio(target_units, 1000000) AS target_share,
    {figures},
    ratio(label_coverage_numerator, label_coverage_denominator) AS label_coverage,
    CASE WHEN label_coverage_numerator < 3 THEN 'none' WHEN label_coverage_numerator < 12 THEN 'low' ELSE 'high' END AS confidence,
    compared.month AS _month
FROM compared JOIN months USING (brand, month)
ORDER BY compared.brand, _month, compared.pillar
