-- Posts that an export should have shown and did not: `deleted`, one row per post.
--
-- snapshots, same_post  as in dim_post_latest.sql
-- covers                what each export lists whole (covers.sql)
--
-- A post is deleted if exports that list its account's posts of its day were taken after the last one that shows it, in whatever
-- format; `deleted_seen_at` is the moment of the first of them (METRICS 2.4). A post that shows up again was never deleted. Where
-- a video asset is a post, the exports of posts say whether it is there.
CREATE OR REPLACE TEMP TABLE deleted AS
WITH
told AS (
    SELECT snapshots.*, coalesce(other_id, post_id) AS of_post, other_id IS NULL AS is_itself
    FROM snapshots LEFT JOIN same_post USING (brand, platform, post_id)
),
seen_last AS (
    SELECT brand, platform, of_post, max(observed_at) AS seen_at FROM told GROUP BY ALL
),
listed AS (
    SELECT DISTINCT brand, platform, of_post, format, account, published_at, coalesce(media_type, '') AS kind
    FROM told
    WHERE is_own AND is_itself
)
SELECT brand, platform, of_post AS post_id, min(covers.observed_at) AS deleted_seen_at
FROM listed
JOIN seen_last USING (brand, platform, of_post)
JOIN covers USING (brand, platform, format, account)
WHERE covers.observed_at > seen_at AND published_at BETWEEN first_at AND last_at AND list_contains(kinds, kind)
GROUP BY ALL
