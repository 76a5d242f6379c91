-- The latest observation of each post in each format: `latest`, one row per post x format.
--
-- published  rows of fact_post_snapshot with their place `row_id`; it can be read only once
-- formats    format, is_windowed: it counts a chosen period; same_post_as: the format that shows the same posts under other ids
--
-- Only lifetimes are measures of a post. Where no observation of a format counts since publication (a period of YouTube that
-- began later, or one that nothing names), the post is here with its names, and its measures are NULL.
CREATE OR REPLACE TEMP TABLE snapshots AS
SELECT published.*, same_post_as, coalesce(is_lifetime, NOT is_windowed) AS counts_all
FROM published JOIN formats USING (format);

-- A video asset of Facebook is a post under another id: what the same account published in the same minute, if that is one post.
CREATE OR REPLACE TEMP TABLE same_post AS
WITH
same_minute AS (
    SELECT brand, platform, one.post_id, min(other.post_id) AS other_id
    FROM (SELECT DISTINCT brand, platform, account_id, published_at, post_id, same_post_as AS format FROM snapshots) AS one
    JOIN (SELECT DISTINCT brand, platform, account_id, published_at, post_id, format FROM snapshots) AS other
        USING (brand, platform, account_id, published_at, format)
    GROUP BY ALL
    HAVING count(DISTINCT other.post_id) = 1
)
SELECT * FROM same_minute QUALIFY count(*) OVER (PARTITION BY brand, platform, other_id) = 1;

CREATE OR REPLACE TEMP TABLE latest AS
WITH
repeated AS (
    SELECT brand, platform, post_id, format FROM snapshots GROUP BY ALL HAVING count(*) > 1
),
superseded AS (
    SELECT row_id
    FROM snapshots SEMI JOIN repeated USING (brand, platform, post_id, format)
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, post_id, format
        ORDER BY counts_all DESC, observed_at DESC, observed_on DESC, source_sha, source_line
    ) > 1
)
SELECT
    row_id, brand, platform, coalesce(other_id, post_id) AS post_id, published_at, impressions, exposure_metric, counts_all
FROM snapshots
ANTI JOIN superseded USING (row_id)
LEFT JOIN same_post USING (brand, platform, post_id);

-- Posts that several formats tell of, or none for their lifetime: their rows have to be read whole and coalesced.
CREATE OR REPLACE TEMP TABLE several AS
SELECT brand, platform, post_id FROM latest GROUP BY ALL HAVING count(*) > 1 OR bool_or(NOT counts_all);
