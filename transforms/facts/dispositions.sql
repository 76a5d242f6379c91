-- What each accepted record meant to its table: one row per file with the four counts, which add up to its accepted records.
--
-- older           an observation of the same thing from a later moment is already there
-- new             the thing (post, post-day or account-day in one format) was never seen before
-- same_value      seen before, and every measure is as it was
-- changes_latest  seen before, and a measure moved
--
-- A record counts once. Where a record has several rows, the one that tells most stands for it: a measure moved, else something is
-- new, else all is as it was, else all of it is older than what is there.
WITH
seen AS (
    SELECT *, true AS is_incoming FROM incoming
    UNION ALL
    SELECT *, false AS is_incoming FROM kept
),
placed AS (
    SELECT
        *,
        -- within the night records count in the order of their observation, whatever order the files came in
        lag(measured) OVER thing AS measured_before,
        row_number() OVER thing AS place,
        bool_or(NOT is_incoming) OVER (thing ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS is_older
    FROM seen
    WINDOW thing AS (PARTITION BY brand, {entity} ORDER BY observed_at, cells, source_sha DESC, source_line DESC)
),
told AS (
    SELECT
        brand,
        source_sha,
        {of_record}(
            CASE
                WHEN coalesce(is_older, false) THEN 1
                WHEN place > 1 AND measured = measured_before THEN 2
                WHEN place = 1 THEN 3
                ELSE 4
            END
        ) AS meaning
    FROM placed
    WHERE is_incoming
    {per_record}
)

SELECT
    brand,
    source_sha AS sha,
    count(*) FILTER (meaning = 3) AS n_new,
    count(*) FILTER (meaning = 4) AS n_changes_latest,
    count(*) FILTER (meaning = 2) AS n_same_value,
    count(*) FILTER (meaning = 1) AS n_older
FROM told
GROUP BY brand, source_sha
ORDER BY brand, source_sha
