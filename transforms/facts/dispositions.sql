-- What each accepted record meant to its table: one row per file with the four counts, which add up to its accepted records.
--
-- older           an observation of the same thing from a later moment is already there
-- new             the thing (post, post-day or account-day in one format) was never seen before
-- same_value      seen before, and every measure is as it was
-- changes_latest  seen before, and a measure moved
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
)

SELECT
    brand,
    source_sha AS sha,
    count(*) FILTER (NOT coalesce(is_older, false) AND place = 1) AS n_new,
    count(*) FILTER (NOT coalesce(is_older, false) AND place > 1 AND measured <> measured_before) AS n_changes_latest,
    count(*) FILTER (NOT coalesce(is_older, false) AND place > 1 AND measured = measured_before) AS n_same_value,
    count(*) FILTER (coalesce(is_older, false)) AS n_older
FROM placed
WHERE is_incoming
GROUP BY brand, source_sha
ORDER BY brand, source_sha
