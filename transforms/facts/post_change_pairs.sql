-- Which observations have to be subtracted from which: `pairs`, by their places.
--
-- after    what posts were said to have (post_change_told.sql)
-- changed  those that have another past, from `first_day` on (post_change_touched.sql)
-- whole    brands of which every post is told from its beginning
--
-- Where an observation lacks a count that those around it have, these are neighbours in that count and have a row of their own
-- for it. So the differences of each count add up to its last observation less its first, and none is told twice.
CREATE OR REPLACE TEMP TABLE moving AS
SELECT after.*, first_day
FROM after JOIN (
    SELECT brand, platform, post_id, format, min(first_day) AS first_day
    FROM changed ANTI JOIN whole USING (brand)
    GROUP BY ALL
) USING (brand, platform, post_id, format)
UNION ALL
SELECT after.*, '-infinity'::DATE AS first_day
FROM after SEMI JOIN whole USING (brand)
SEMI JOIN (SELECT brand, platform, post_id, format FROM after GROUP BY ALL HAVING count(*) > 1)
    USING (brand, platform, post_id, format);

-- Most posts are told of by like exports all their life: then there are no other neighbours.
CREATE OR REPLACE TEMP TABLE uneven AS
SELECT brand, platform, post_id, format, row_number() OVER () AS post
FROM moving
GROUP BY brand, platform, post_id, format
HAVING min(supplied) <> max(supplied) OR count(DISTINCT coalesce(exposure_metric, '')) > 1;

-- `numbers`: the counts that a pair may tell of, one bit each; all of them for neighbours
CREATE OR REPLACE TEMP TABLE pairs AS
WITH
neighbours AS (
    SELECT lag(row_id) OVER chain AS earlier, row_id AS later, known_on >= first_day AS is_anew
    FROM moving
    WINDOW chain AS (PARTITION BY brand, platform, post_id, format ORDER BY known_on)
),

neighbours_in_a_count AS (
    SELECT lag(row_id) OVER chain AS earlier, row_id AS later, known_on >= first_day AS is_anew, number
    FROM (
        SELECT post, known_on, first_day, row_id, supplied, exposure_metric, unnest(range({n_counts})) AS number
        FROM moving JOIN uneven USING (brand, platform, post_id, format)
    )
    WHERE (supplied >> number) & 1 = 1
    -- impressions have a neighbour among those that count the same
    WINDOW chain AS (
        PARTITION BY post, number, CASE WHEN number = {impressions} THEN exposure_metric END ORDER BY known_on
    )
)

SELECT earlier, later, -1::BIGINT AS numbers FROM neighbours WHERE earlier IS NOT NULL AND is_anew
UNION ALL
SELECT earlier, later, sum(1::BIGINT << number)::BIGINT AS numbers
FROM neighbours_in_a_count ANTI JOIN neighbours USING (earlier, later)
WHERE earlier IS NOT NULL AND is_anew
GROUP BY ALL
