-- rpt_boost_candidates: own posts of the month that are worth paying for, at most {most} per account.
--
-- months    brand, month, month_start, as_of_date
-- rpt_post  posts of these months and of the two months before each
--
-- A post is compared with the account's other posts of its media type (and way of counting), of its month and the two before, at
-- the highest of 1, 7 and 28 days at which it and at least {least_others} others are known. E and I are its engagements and
-- impressions at that age, E_o and I_o those of the n others. It is a candidate if
--     it was seen by at least half as many as the others in the mean: 2 n I >= I_o
--     at least three of four others have a lower rate (organic rate within format and age)
--     boost_lift, its rate per theirs, drawn to 1 as one post more of their mean would, is at least 1.25:
--         ((E + E_o / n) / (I + I_o / n)) / (E_o / I_o) = (n E + E_o) I_o / ((n I + I_o) E_o)
-- Posts for which money was paid are neither candidates nor among the others. A story is gone after a day. A post that was deleted
-- is no candidate, and stays among the others: what happened to it happened.
WITH
posts AS (
    SELECT
        months.month, months.month_start AS of_start, months.as_of_date AS of_day, rpt_post.month = months.month AS is_of_month,
        rpt_post.* EXCLUDE (month, month_start, as_of_date)
    FROM rpt_post
    JOIN months ON months.brand = rpt_post.brand AND rpt_post.month <= months.month
        AND rpt_post.month_start >= months.month_start - INTERVAL 2 MONTH
    WHERE is_promoted IS NOT TRUE AND media_type IS DISTINCT FROM 'story'
),
aged AS (
    SELECT posts.*, told.*
    FROM posts, LATERAL (VALUES {ages}) AS told (age, e, i, components)
    WHERE e IS NOT NULL AND i > 0
),
compared AS (
    SELECT
        *,
        count(*) OVER alike - 1 AS others,
        (sum(e) OVER alike - e)::HUGEINT AS e_o,
        (sum(i) OVER alike - i)::HUGEINT AS i_o,
        rank() OVER (alike ORDER BY ratio(e, i)) - 1 AS lower
    FROM aged
    WINDOW alike AS (
        PARTITION BY brand, month, platform, account, media_type, exposure_metric, components, age
    )
),
at_one_age AS (
    SELECT *
    FROM compared
    WHERE others >= {least_others} AND is_of_month
    QUALIFY row_number() OVER (PARTITION BY brand, month, platform, post_id ORDER BY age DESC) = 1
),
candidates AS (
    SELECT *, ratio((others * e + e_o) * i_o, (others * i + i_o) * e_o) AS boost_lift
    FROM at_one_age
    WHERE e_o > 0 AND deleted_seen_at IS NULL AND 2 * others * i >= i_o AND 4 * lower >= 3 * others
        AND 4 * (others * e + e_o) * i_o >= 5 * (others * i + i_o) * e_o
),
ranked AS (
    SELECT *, row_number() OVER (PARTITION BY brand, month, platform, account ORDER BY boost_lift DESC, post_id) AS boost_rank
    FROM candidates
    QUALIFY boost_rank <= {most}
)

SELECT
    of_start AS month_start, of_day AS as_of_date, brand, month, published_at, platform, account, boost_rank, post_id,
    'rpt_post' AS basis_source, media_type, permalink, title, caption, exposure_metric, is_promoted, age AS compared_age_days,
    others AS n, e AS eri_numerator, i AS eri_denominator, ratio(e, i) AS eri,
    e_o::BIGINT AS others_engagements, i_o::BIGINT AS others_impressions, ratio(e_o, i_o) AS others_eri, boost_lift,
    lower AS percentile_numerator, others AS percentile_denominator, ratio(lower, others) AS percentile,
    {confidence} AS confidence,
    format(
        'Engagement rate of {{:.2f}} % at {{}} days, {{:.2f}} times that of {{}} other posts of its kind; better than {{}} of them.{{}}',
        100.0 * ratio(e, i), age, boost_lift, others, lower,
        CASE WHEN is_promoted IS NULL THEN ' Whether it was promoted before, no export says.' ELSE '' END
    ) AS recommendation,
    month AS _month
FROM ranked
ORDER BY brand, _month, platform, account, boost_rank
