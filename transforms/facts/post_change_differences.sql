-- All changes of posts that have another past than before tonight: `changes`, the later observation less the earlier.
--
-- after    what posts were said to have (post_change_told.sql)
-- changed  those that have another past (post_change_touched.sql)
--
-- Where an observation lacks a count that those around it have, these are neighbours in that count and have a row of their own
-- for it. So the differences of each count add up to its last observation less its first, and none is told twice.
CREATE OR REPLACE TEMP TABLE changes AS
WITH
moving AS (
    SELECT after.rowid AS place, after.*
    FROM after SEMI JOIN changed USING (brand, platform, post_id, format)
),

neighbours AS (
    SELECT lag(place) OVER chain AS earlier, place AS later
    FROM moving
    WINDOW chain AS (PARTITION BY brand, platform, post_id, format ORDER BY known_on)
),

-- Most posts are told of by like exports all their life: then there are no other neighbours.
uneven AS (
    SELECT brand, platform, post_id, format
    FROM moving
    GROUP BY ALL
    HAVING min(supplied) <> max(supplied) OR count(DISTINCT coalesce(exposure_metric, '')) > 1
),
neighbours_in_a_count AS (
    SELECT lag(place) OVER chain AS earlier, place AS later, number
    FROM (
        SELECT brand, platform, post_id, format, known_on, place, supplied, exposure_metric, unnest(range({n_counts})) AS number
        FROM moving SEMI JOIN uneven USING (brand, platform, post_id, format)
    )
    WHERE (supplied >> number) & 1 = 1
    -- impressions have a neighbour among those that count the same
    WINDOW chain AS (
        PARTITION BY brand, platform, post_id, format, number, CASE WHEN number = {impressions} THEN exposure_metric END
        ORDER BY known_on
    )
),

-- `numbers`: the counts that a pair may tell of, one bit each; all of them for neighbours
pairs AS (
    SELECT earlier, later, -1::BIGINT AS numbers FROM neighbours WHERE earlier IS NOT NULL
    UNION ALL
    SELECT earlier, later, sum(1::BIGINT << number)::BIGINT AS numbers
    FROM neighbours_in_a_count ANTI JOIN neighbours USING (earlier, later)
    WHERE earlier IS NOT NULL
    GROUP BY ALL
),

differences AS (
    SELECT
        later.known_on AS to_date,
        earlier.known_on AS from_date,
        later.brand, later.platform, later.post_id, later.format, later.account, later.is_own, later.published_at,
        later.media_type,
        CASE WHEN earlier.exposure_metric = later.exposure_metric THEN later.exposure_metric END AS exposure_metric,
        earlier.known_at AS from_at,
        later.known_at AS to_at,
        earlier.source_sha AS from_source_sha,
        earlier.source_line AS from_source_line,
        later.source_sha,
        later.source_line,
        {differences}
    FROM pairs
    JOIN moving AS earlier ON earlier.place = pairs.earlier
    JOIN moving AS later ON later.place = pairs.later
)

SELECT
    to_date, from_date, to_date - from_date AS span_days, published_at, brand, platform, account, post_id, format, is_own,
    media_type,
    CASE WHEN impressions IS NOT NULL THEN exposure_metric END AS exposure_metric,
    {deltas},
    {engagements} AS engagements_delta,
    {components_present} AS components_present,
    coalesce(least({falling}) < 0, false) AS has_decrease,
    from_at, to_at, from_source_sha, from_source_line, source_sha, source_line
FROM differences
