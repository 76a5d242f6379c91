-- Posts whose changes do not add up to their last observation less the one they start from, count by count; there must be none.
--
-- needed   as in post_change_differences.sql
-- changes  what was made of them
--
-- Told by other means than the changes are: neither neighbours nor windows. They start from the last observation before
-- `first_day` that supplies the count, else from the first. Where a post was once counted in impressions and then in views,
-- there is no last less first of both.
WITH
added AS (
    SELECT brand, platform, post_id, format, {added} FROM changes GROUP BY ALL
),
lasting AS (
    SELECT
        brand, platform, post_id, format,
        {is_mixed} AS is_mixed,
        {lasting}
    FROM needed
    GROUP BY ALL
)
SELECT lasting.brand, lasting.platform, lasting.post_id, lasting.format
FROM lasting LEFT JOIN added USING (brand, platform, post_id, format)
WHERE {differs}
ORDER BY ALL
