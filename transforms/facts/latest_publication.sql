-- Of everything that was seen of one thing, the observation that was made last, and the month it lies in: one row per thing.
--
-- The order is total, so it is the same whatever came first; a thing that moves to another month leaves the old one.
CREATE OR REPLACE TEMP TABLE publication AS
SELECT *
FROM observed
QUALIFY row_number() OVER (PARTITION BY {post} ORDER BY observed_at DESC, cells DESC, source_sha, source_line) = 1
