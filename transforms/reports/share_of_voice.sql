-- rpt_share_of_voice: one row per query set x subject x month (METRICS 1.3).
--
-- months        brand, month, month_start, month_end, starts_at, ends_at (brand-local midnights as UTC moments), as_of_date
-- fact_mention  hits of those months and their neighbours
-- subjects      brand, name, subject, is_us: what listening tools call us and our competitors
--
-- Two tools listen differently, so shares are taken within one of them. Sums are whole; the one division comes last.
WITH
names AS (
    SELECT brand, folded(name) AS name, min(subject) AS subject, bool_or(is_us) AS is_us FROM subjects GROUP BY ALL
),
-- One hit may be found by two queries of the same subject: it counts once, as it was seen last.
meant AS (
    SELECT
        months.month, fact_mention.*, published_at >= starts_at AND published_at < ends_at AS is_in_month,
        CASE WHEN is_about_us OR (is_about_us IS NULL AND names.is_us) THEN fact_mention.brand ELSE names.subject END AS whom
    FROM fact_mention
    JOIN months ON months.brand = fact_mention.brand AND abs(date_diff('month', month_start, published_at::DATE)) <= 1
    LEFT JOIN names ON names.brand = fact_mention.brand AND names.name = folded(fact_mention.subject)
    WHERE coalesce(is_about_us, names.is_us IS NOT NULL) OR NOT names.is_us
),
hits AS (
    SELECT * EXCLUDE (subject, format) RENAME (whom AS subject), format AS query_set
    FROM meant
    QUALIFY row_number() OVER (
        PARTITION BY brand, month, format, whom, mention_id ORDER BY observed_at DESC, source_sha, source_line
    ) = 1
),
counted AS (
    SELECT
        brand, month, query_set, subject, count(*) FILTER (is_in_month) AS mentions,
        (sum(engagements) FILTER (is_in_month))::BIGINT AS engagements,
        count(*) FILTER (is_in_month AND engagements IS NULL) AS engagements_mentions_n_missing,
        (bit_or(components_present) FILTER (is_in_month))::INT AS components_present,
        (sum(impressions) FILTER (is_in_month))::BIGINT AS impressions,
        count(*) FILTER (is_in_month AND impressions IS NULL) AS impressions_mentions_n_missing,
        min(exposure_metric) FILTER (is_in_month AND impressions IS NOT NULL) AS least_exposure,
        max(exposure_metric) FILTER (is_in_month AND impressions IS NOT NULL) AS most_exposure,
        count(*) FILTER (is_in_month AND sentiment = 'positive') AS positive,
        count(*) FILTER (is_in_month AND sentiment = 'neutral') AS neutral,
        count(*) FILTER (is_in_month AND sentiment = 'negative') AS negative
    FROM hits
    GROUP BY ALL
),
-- Everybody whom the strategy names has a row. A subject that the tool never told of around the month is not tracked, which is
-- another thing than no hits.
grid AS (
    SELECT sets.brand, sets.month, sets.query_set, whom.subject, whom.is_us
    FROM (SELECT brand, month, query_set FROM counted GROUP BY ALL HAVING sum(mentions) > 0) AS sets
    JOIN (SELECT DISTINCT brand, subject, is_us FROM names) AS whom USING (brand)
),
figures AS (
    SELECT
        grid.*, counted.* EXCLUDE (brand, month, query_set, subject, engagements, impressions, components_present),
        components_present,
        CASE WHEN mentions = 0 THEN 0 ELSE engagements END AS engagements_voice,
        CASE WHEN mentions = 0 THEN 0 ELSE impressions END AS impressions_voice,
        positive + neutral + negative > 0 AS is_judged
    FROM grid LEFT JOIN counted USING (brand, month, query_set, subject)
),
sets AS (
    SELECT
        brand, month, query_set,
        sum(mentions)::BIGINT AS mentions_of_set,
        bool_or(is_us AND mentions IS NOT NULL) AS has_us,
        bool_or(NOT is_us AND mentions IS NOT NULL) AS has_rivals,
        bool_and(mentions IS NULL OR engagements_voice IS NOT NULL) AS is_engagement_told,
        sum(engagements_voice)::BIGINT AS engagements_of_set,
        bool_and(mentions IS NULL OR impressions_voice IS NOT NULL)
            AND coalesce(min(least_exposure) = max(most_exposure), true) AS is_exposure_told,
        sum(impressions_voice)::BIGINT AS impressions_of_set
    FROM figures
    GROUP BY ALL
),
told AS (
    SELECT
        figures.*, mentions_of_set, has_us, has_rivals, is_engagement_told, is_exposure_told,
        CASE WHEN has_us AND has_rivals THEN mentions_of_set END AS share_of_voice_denominator,
        CASE WHEN has_us AND has_rivals AND is_engagement_told THEN engagements_of_set END AS engagements_voice_denominator,
        CASE WHEN has_us AND has_rivals AND is_exposure_told THEN impressions_of_set END AS impressions_voice_denominator,
        CASE WHEN is_judged THEN positive END AS n_positive,
        CASE WHEN is_judged THEN neutral END AS n_neutral,
        CASE WHEN is_judged THEN negative END AS n_negative,
        mentions - positive - neutral - negative AS sentiment_n_missing,
        CASE WHEN is_judged THEN positive - negative END AS net_sentiment_numerator,
        CASE WHEN is_judged THEN positive + negative END AS net_sentiment_denominator
    FROM figures JOIN sets USING (brand, month, query_set)
)

SELECT
    months.month_start, months.as_of_date, told.*, 'fact_mention' AS basis_source, coalesce(mentions, 0) AS n,
    CASE WHEN least_exposure < most_exposure THEN 'mixed' ELSE least_exposure END AS exposure_metric,
    ratio(mentions, share_of_voice_denominator) AS share_of_voice,
    ratio(engagements_voice, engagements_voice_denominator) AS engagements_share_of_voice,
    ratio(impressions_voice, impressions_voice_denominator) AS impressions_share_of_voice,
    ratio(net_sentiment_numerator, net_sentiment_denominator) AS net_sentiment,
    CASE WHEN is_judged THEN query_set END AS sentiment_classifier,
    -- by chance alone a share of 30 hits moves by some 18 points either way, one of 100 by 10
    CASE WHEN mentions_of_set < 30 THEN 'none' WHEN mentions_of_set < 100 THEN 'low' ELSE 'high' END AS confidence,
    nullif(concat_ws('; ',
        CASE WHEN mentions IS NULL THEN 'the tool tells of no hit for it: a query for it in the same tool would supply them' END,
        CASE WHEN NOT has_us THEN 'nothing to compare: no hit is for us; about_us, or our_names in the strategy, would say which are' END,
        CASE WHEN NOT has_rivals THEN 'nothing to compare with: competitors in the strategy, and their hits, would supply it' END,
        CASE WHEN NOT is_engagement_told THEN 'no share by engagements: likes, comments or shares of each subject would supply it' END,
        CASE WHEN NOT is_exposure_told THEN 'no share by impressions: impressions of each subject, of one kind, would supply it' END,
        CASE WHEN mentions > 0 AND NOT is_judged THEN 'no sentiment: the tool''s sentiment column would supply it' END
    ), '') AS reason,
    told.month AS _month
FROM told JOIN months USING (brand, month)
ORDER BY told.brand, _month, told.query_set, told.subject
