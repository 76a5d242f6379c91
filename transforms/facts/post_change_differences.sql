-- Changes of posts that have another past than before tonight: the later observation less the earlier, one partition after the
-- other.
--
-- needed    observations with their place `row_id` and their counts (post_change_needed.sql)
-- pairs     the places of two of them, and which counts the pair may tell of (post_change_pairs.sql)
WITH
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
    JOIN needed AS earlier ON earlier.row_id = pairs.earlier
    JOIN needed AS later ON later.row_id = pairs.later
)

SELECT
    to_date, from_date, to_date - from_date AS span_days, published_at, brand, platform, account, post_id, format, is_own,
    media_type,
    CASE WHEN impressions IS NOT NULL THEN exposure_metric END AS exposure_metric,
    {deltas}
    {engagements} AS engagements_delta,
    {components_present} AS components_present,
    least({falling}) < 0 AS has_decrease,
    from_at, to_at, from_source_sha, from_source_line, source_sha, source_line,
    month_of(to_date) AS _month
FROM differences
ORDER BY brand, _month
