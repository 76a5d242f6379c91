-- fact_post_change: one row per post x format x pair of neighbouring observations, the later less the earlier.
--
-- fresh      changes of posts that have another past than before tonight, from then on (post_change_differences.sql)
-- changed    those posts (post_change_touched.sql)
-- published  rows that lie in the partitions at hand; those of other posts stay, and what was before
--
-- By their places `row_id` and what they are ordered by; the rest of a row stays where it is until its place is known.
SELECT row_id, brand, month_of(to_date) AS _month
FROM (
    SELECT * FROM fresh
    UNION ALL BY NAME
    SELECT published.*
    FROM published LEFT JOIN (
        SELECT brand, platform, post_id, format, min(first_day) AS first_day FROM changed GROUP BY ALL
    ) AS anew USING (brand, platform, post_id, format)
    WHERE first_day IS NULL OR to_date < first_day
)
ORDER BY brand, _month, {order}
