-- Posts whose changes do not add up to their last observation less their first, count by count; there must be none.
--
-- after, changed  as in post_change_differences.sql
-- changes         what was made of them
--
-- Told by other means than the changes are: neither neighbours nor windows. Where a post was once counted in impressions and
-- then in views, there is no last less first of both.
WITH
added AS (
    SELECT brand, platform, post_id, format, {added} FROM changes GROUP BY ALL
),
lasting AS (
    SELECT
        brand, platform, post_id, format,
        count(DISTINCT coalesce(exposure_metric, '')) FILTER (impressions IS NOT NULL) > 1 AS is_mixed,
        {lasting}
    FROM after SEMI JOIN changed USING (brand, platform, post_id, format)
    GROUP BY ALL
)
SELECT lasting.brand, lasting.platform, lasting.post_id, lasting.format
FROM lasting LEFT JOIN added USING (brand, platform, post_id, format)
WHERE {differs}
ORDER BY ALL
