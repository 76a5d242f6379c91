-- The observations whose counts are needed, in the order of their places.
--
-- moving, uneven, pairs  as in post_change_pairs.sql
--
-- Those before `first_day` that a change may begin with are found without the pairs too: the balance is told from them.
SELECT
    row_id, brand, platform, post_id, format, known_on, known_at, first_day, exposure_metric, source_sha, source_line, supplied
FROM moving
WHERE known_on >= first_day OR row_id IN (
    SELECT earlier FROM pairs
    UNION ALL
    SELECT row_id FROM moving SEMI JOIN uneven USING (brand, platform, post_id, format)
    UNION ALL
    SELECT arg_max(row_id, known_on) FROM moving WHERE known_on < first_day GROUP BY brand, platform, post_id, format
)
ORDER BY row_id
