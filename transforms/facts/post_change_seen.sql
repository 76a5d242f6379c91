-- Which posts were seen on which days: `seen`, one row per observation that counts since publication, as in post_change_told.sql.
CREATE OR REPLACE TEMP TABLE seen AS
SELECT brand, platform, post_id, format, least(observed_on, window_end) AS known_on
FROM exported JOIN formats USING (format)
WHERE coalesce(is_lifetime, NOT is_windowed) AND hash(platform, post_id) % {shares} = {share}
