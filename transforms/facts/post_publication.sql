-- When each post was published, and so in which month's file it lies: one row per post.
--
-- A post is published once; the best source over all its observations says when, and among equals the earliest moment.
-- That is the minimum of a total order, so it is the same whatever came first.
CREATE OR REPLACE TEMP TABLE publication AS
WITH
placed AS (
    SELECT *, list_position(['id', 'utc', 'zoned', 'date', 'unknown'], published_at_source) AS place FROM observed
),
best AS (
    SELECT {post}, min(place) AS place FROM placed GROUP BY ALL
)
SELECT
    {post},
    min(published_at) AS published_at,
    any_value(published_at_source) AS published_at_source,
    month_of(min(published_at)) AS month
FROM placed JOIN best USING ({post}, place)
GROUP BY ALL
