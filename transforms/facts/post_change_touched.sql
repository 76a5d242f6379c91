-- Which posts have another past than before tonight: rows for `changed`; and in which months that shows: `months`.
--
-- before, after  the observations of files that the night replaces, as they were and as they will be (post_change_told.sql)

-- A post counts as changed from the first day on of which it says something else.
CREATE OR REPLACE TEMP TABLE touched AS
SELECT brand, platform, post_id, format, min(known_on) AS first_day
FROM (
    (FROM before ANTI JOIN after USING (brand, platform, post_id, format, known_on, supplied, said))
    UNION ALL
    (FROM after ANTI JOIN before USING (brand, platform, post_id, format, known_on, supplied, said))
)
GROUP BY ALL;

-- Of one observation alone there are no changes, and there were none.
INSERT INTO changed
SELECT brand, platform, post_id, format, first_day, CASE WHEN n_after > 1 THEN {portion} END
FROM touched
JOIN (
    SELECT brand, platform, post_id, format, count(*) FILTER (is_after) AS n_after
    FROM (
        SELECT brand, platform, post_id, format, false AS is_after FROM before
        UNION ALL
        SELECT brand, platform, post_id, format, true AS is_after FROM after
    )
    GROUP BY ALL
    HAVING n_after > 1 OR count(*) - n_after > 1
) USING (brand, platform, post_id, format);

-- What a post said before that day is as it was; a later pair may begin on it or before it.
CREATE OR REPLACE TEMP TABLE months AS
SELECT DISTINCT brand, month_of(known_on) AS month
FROM (
    SELECT DISTINCT brand, known_on
    FROM (
        SELECT brand, platform, post_id, format, known_on FROM before
        UNION ALL
        SELECT brand, platform, post_id, format, known_on FROM after
    )
    JOIN touched USING (brand, platform, post_id, format)
    WHERE known_on >= first_day
);
