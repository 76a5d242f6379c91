-- fact_post_change: one row per post x format x pair of neighbouring observations, the later less the earlier.
--
-- changes    all changes of posts that have another past than before tonight (post_change_differences.sql)
-- changed    those posts
-- affected   brand, month: the partitions to build
-- published  rows that lie in those partitions; those of other posts stay
SELECT *, month_of(to_date) AS _month
FROM (
    SELECT * FROM changes
    UNION ALL BY NAME
    SELECT * FROM published ANTI JOIN changed USING (brand, platform, post_id, format)
)
WHERE (brand, month_of(to_date)) IN (SELECT (brand, month) FROM affected)
ORDER BY brand, _month, {order}
