-- fact_creator_snapshot: one row per creator x day x format, as the team wrote it into creators.csv.
--
-- incoming, existing: as in post_snapshot.sql. A day that a later file tells again is restated: the later observation wins.
WITH
observed AS (
    SELECT * EXCLUDE (parse_error) FROM incoming
    UNION ALL BY NAME
    SELECT * FROM existing ANTI JOIN (SELECT DISTINCT brand, source_sha FROM incoming) USING (brand, source_sha)
)

SELECT *, month_of(activity_date) AS _month
FROM observed
QUALIFY row_number() OVER (
    PARTITION BY brand, platform, account_handle, activity_date, format
    ORDER BY observed_at DESC, {cells} DESC, source_sha, source_line
) = 1
ORDER BY brand, _month, platform, account_handle, activity_date, format
