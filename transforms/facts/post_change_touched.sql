-- Which posts have another past than before tonight, and in which months that shows.
--
-- before, after  the observations of the files that the night replaces, as they were and as they will be (post_change_told.sql)

-- A post counts as changed from the first day on of which it says something else.
CREATE OR REPLACE TEMP TABLE changed AS
SELECT brand, platform, post_id, format, min(known_on) AS first_day
FROM (
    (FROM before EXCEPT FROM after)
    UNION ALL
    (FROM after EXCEPT FROM before)
)
GROUP BY ALL;

-- What a post said before that day is as it was; a later pair may begin on it or before it.
CREATE OR REPLACE TEMP TABLE affected AS
SELECT DISTINCT brand, month_of(known_on) AS month
FROM (
    SELECT brand, platform, post_id, format, known_on FROM before
    UNION ALL
    SELECT brand, platform, post_id, format, known_on FROM after
)
JOIN changed USING (brand, platform, post_id, format)
WHERE known_on >= first_day;
