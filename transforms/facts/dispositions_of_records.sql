-- dispositions.sql for tables in which one record has several rows: each record counts once, whatever the number of its rows.
--
-- Among the meanings of its rows the one that tells most stands for the record: a measure moved, else something is new, else all
-- is as it was, else all of it is older than what is there.
WITH
seen AS (
    SELECT *, true AS is_incoming FROM incoming
    UNION ALL
    SELECT *, false AS is_incoming FROM kept
),
placed AS (
    SELECT
        *,
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
        max(
            CASE
                WHEN coalesce(is_older, false) THEN 1
                WHEN place = 1 THEN 3
                WHEN measured = measured_before THEN 2
                ELSE 4
            END
        ) AS meaning
    FROM placed
    WHERE is_incoming
    GROUP BY brand, source_sha, source_line
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
