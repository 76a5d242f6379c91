-- fact_creator_snapshot: one row per creator x day x format, as the team wrote it into creators.csv.
--
-- observed: as in post_snapshot.sql. A day that a later file tells again is restated: the later observation wins.
SELECT row_id, brand, month AS _month
FROM observed
QUALIFY row_number() OVER (
    PARTITION BY brand, platform, account_handle, activity_date, format
    ORDER BY observed_at DESC, cells DESC, source_sha, source_line
) = 1
ORDER BY brand, _month, platform, account_handle, activity_date, format
