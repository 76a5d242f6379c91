-- What posts were said to have since their publication: rows for `{told}`, one per post x format x day up to which it is known.
--
-- exported  rows of fact_post_snapshot and `row_id`, their place; it can be read only once
-- formats   format, is_windowed: it counts a chosen period
--
-- An export of a chosen period is a lifetime if the period began with the post, and then it counts up to the period's end,
-- whenever it was taken. The counts stay where they are until it is known who has to be subtracted from whom.
INSERT INTO {told}
SELECT
    row_id, brand, platform, post_id, format,
    least(observed_on, window_end) AS known_on,
    least(observed_at, (window_end + 1)::TIMESTAMPTZ) AS known_at,
    observed_on, observed_at, source_sha, source_line, exposure_metric,
    -- one bit per count that the row supplies
    {supplied} AS supplied,
    -- everything else that the row says, as one comparable number
    hash(account, is_own, published_at, media_type, exposure_metric, known_at, observed_on, observed_at, source_sha, source_line,
         {counts}) AS said
FROM exported JOIN formats USING (format)
WHERE coalesce(is_lifetime, NOT is_windowed) AND hash(platform, post_id) % {shares} = {share};

-- Of several periods that end on one day the one that was taken last counts.
DELETE FROM {told} WHERE rowid IN (
    SELECT rowid
    FROM {told}
    SEMI JOIN (SELECT * FROM {told} WHERE known_on < observed_on) AS periods USING (brand, platform, post_id, format, known_on)
    QUALIFY row_number() OVER (
        PARTITION BY brand, platform, post_id, format, known_on
        ORDER BY observed_at DESC, observed_on DESC, source_sha, source_line
    ) > 1
);
