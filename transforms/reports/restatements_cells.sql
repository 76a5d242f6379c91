-- Cells of {report} that a closed file has otherwise than it would be now.
--
-- said, now       rows as they were closed, and as they would be
-- closed_months   brand, month, month_start, is_strategy_other, versions
WITH
closed_cells AS (
    FROM (
        SELECT brand, month, {key} AS row_key, {platform} AS platform, {account} AS account, {post_id} AS post_id, {texts}
        FROM said
    ) UNPIVOT INCLUDE NULLS (value FOR metric IN ({metrics}))
),
new_cells AS (
    FROM (
        SELECT brand, month, {key} AS row_key, {platform} AS platform, {account} AS account, {post_id} AS post_id, {texts}
        FROM now
    ) UNPIVOT INCLUDE NULLS (value FOR metric IN ({metrics}))
),
cells AS (
    SELECT
        brand, month, row_key, metric,
        coalesce(closed_cells.platform, new_cells.platform) AS platform,
        coalesce(closed_cells.account, new_cells.account) AS account,
        coalesce(closed_cells.post_id, new_cells.post_id) AS post_id,
        CASE WHEN new_cells.row_key IS NULL THEN 'gone' WHEN closed_cells.row_key IS NULL THEN 'added' ELSE 'changed' END AS restated,
        closed_cells.value AS old_value, new_cells.value AS new_value
    FROM closed_cells FULL JOIN new_cells USING (brand, month, row_key, metric)
    WHERE closed_cells.value IS DISTINCT FROM new_cells.value
)
SELECT
    month_start, month, brand, '{report}' AS report_table, platform, account, post_id, row_key, metric, restated, old_value,
    new_value,
    -- Where no export did it.
    CASE
        WHEN is_strategy_other THEN 'strategy'
        WHEN versions['{report}'] IS DISTINCT FROM {version} THEN 'code'
        ELSE 'other'
    END AS cause
FROM cells JOIN closed_months USING (brand, month)
