-- fact_mention: one row per listening hit x subject x format, as it was seen last.
--
-- publication  the latest observation of each hit, with its month (latest_publication.sql)
SELECT row_id, brand, engagements, components_present, month AS _month
FROM publication
ORDER BY brand, _month, subject, mention_id, format
