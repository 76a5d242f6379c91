-- rpt_quality: one row per account x format x month.
--
-- months              brand, month, month_start, as_of_date of the months to tell
-- quality_files       one row per state, account, format and month in which they were taken: the number of export files and their
--                     counts, the latest day of an export, and why files are held
-- quality_spans       span_days, the days between the first and the last day of all overview exports of an account and format, by month
-- quality_due         one row per expected export whose outcome is known: on_time, late or missing
-- fact_account_daily, fact_post_daily   rows of those months
WITH
files AS (
    SELECT
        brand, month, platform, account, format, sum(files)::BIGINT AS n,
        (sum(files) FILTER (state = 'taken'))::BIGINT AS files_taken,
        (sum(files) FILTER (state = 'held'))::BIGINT AS files_held,
        sum(records)::BIGINT AS records,
        sum(records_accepted)::BIGINT AS records_accepted,
        sum(records_quarantined)::BIGINT AS records_quarantined,
        sum(records_structural)::BIGINT AS records_structural,
        sum(records_duplicate)::BIGINT AS records_duplicate,
        max(last_export_on) FILTER (state = 'taken') AS last_export_on,
        max(held_codes) AS held_codes
    FROM quality_files
    GROUP BY ALL
),
daily AS (
    SELECT brand, platform, account, format, activity_date, true AS is_by_account FROM fact_account_daily WHERE is_own
    UNION ALL
    SELECT brand, platform, account, format, activity_date, false FROM fact_post_daily WHERE is_own
),
days AS (
    SELECT
        brand, strftime(activity_date, '%Y-%m') AS month, platform, account, format,
        min(activity_date) AS first_day, max(activity_date) AS last_day,
        count(DISTINCT activity_date) AS days_covered,
        bool_and(is_by_account) AS is_by_account
    FROM daily
    GROUP BY ALL
),
due AS (
    SELECT
        brand, month, platform, account, format, count(*) AS exports_expected,
        count(*) FILTER (outcome = 'late') AS exports_late,
        count(*) FILTER (outcome = 'missing') AS exports_missing
    FROM quality_due
    GROUP BY ALL
),
told AS (
    SELECT
        brand, month, platform, account, format,
        files.* EXCLUDE (brand, month, platform, account, format),
        first_day, last_day,
        CASE WHEN is_by_account IS NOT NULL THEN days_covered WHEN span_days IS NOT NULL THEN 0 END AS days_covered,
        -- A file of several accounts has no span of its own: there, the month's own first and last day must do.
        CASE
            WHEN coalesce(is_by_account, true)
            THEN greatest(span_days, last_day - first_day + 1, days_covered) - coalesce(days_covered, 0)
        END AS days_missing,
        exports_expected, exports_late, exports_missing
    FROM files
    FULL JOIN days USING (brand, month, platform, account, format)
    FULL JOIN quality_spans USING (brand, month, platform, account, format)
    FULL JOIN due USING (brand, month, platform, account, format)
)
SELECT
    month_start, as_of_date,
    told.* REPLACE (
        coalesce(n, 0) AS n, coalesce(files_taken, 0) AS files_taken, coalesce(files_held, 0) AS files_held,
        coalesce(records, 0) AS records, coalesce(records_accepted, 0) AS records_accepted,
        coalesce(records_quarantined, 0) AS records_quarantined, coalesce(records_structural, 0) AS records_structural,
        coalesce(records_duplicate, 0) AS records_duplicate
    ),
    -- what is amiss, and which file would put it right
    nullif(concat_ws('; ',
        CASE WHEN files_held > 0 THEN format('{} held ({}): see pilaster quarantine list', files_held, coalesce(held_codes, '?')) END,
        CASE WHEN records_quarantined > 0 THEN format('{} records refused: see pilaster quarantine list', records_quarantined) END,
        CASE
            WHEN exports_missing > 0
            THEN format('{} expected and not there: {} of {}/{} would supply it', exports_missing, told.format, platform, account)
        END,
        CASE WHEN exports_late > 0 THEN format('{} came late', exports_late) END,
        CASE WHEN days_missing > 0 THEN format('{} days without a row: {} over these days would supply them', days_missing, told.format) END
    ), '') AS reason,
    told.month AS _month
FROM told JOIN months USING (brand, month)
ORDER BY told.brand, _month, told.platform, told.account, told.format
