-- The latest observation of each post in each format: `latest`, one row per post x format.
--
-- published  rows of fact_post_snapshot with their place `row_id`; it can be read only once
CREATE OR REPLACE TEMP TABLE snapshots AS SELECT * FROM published;

CREATE OR REPLACE TEMP TABLE latest AS
WITH
repeated AS (
    SELECT brand, platform, post_id, format FROM snapshots GROUP BY ALL HAVING count(*) > 1
),
superseded AS (
    SELECT row_id
    FROM snapshots SEMI JOIN repeated USING (brand, platform, post_id, format)
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, post_id, format ORDER BY observed_at DESC, observed_on DESC, source_sha, source_line
    ) > 1
)
SELECT row_id, brand, platform, post_id, published_at, impressions, exposure_metric
FROM snapshots ANTI JOIN superseded USING (row_id);

-- Posts that several formats tell of: their rows have to be read whole and coalesced.
CREATE OR REPLACE TEMP TABLE several AS
SELECT brand, platform, post_id FROM latest GROUP BY ALL HAVING count(*) > 1;
