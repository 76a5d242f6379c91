-- A trend: each row of {level} beside the month before and the same month a year before.
--
-- months          the brand-local months to tell
-- {level}  rows of those months, of the months before and of those a year before
-- rpt_engagement  the same of the accounts, which say what their numbers count
--
-- Two months are compared where they count the same: rows of one kind, like components, like impressions, and no change of
-- meaning between them (dim_metric). Else the figures are NULL, and the mark says which change it was.
WITH
series_breaks AS (
    SELECT * FROM {series_breaks}
),
{marks}

SELECT
    told.month_start, told.as_of_date, told.as_of_date = last_day(told.month_start) AS is_complete,
    told.brand, {names}told.basis, told.basis_source, told.exposure_metric, told.components_present, told.n,
    mom_marks.ids AS mom_series_break, yoy_marks.ids AS yoy_series_break,
    {compared},
    {confidence} AS confidence,
    told.month, told.month AS _month
FROM {level} AS told
JOIN months ON months.brand = told.brand AND months.month = told.month
{joins}
-- what no month has for its own has no month to be compared with
WHERE told.basis <> 'activity_unplaced'
ORDER BY told.brand, _month, {order}told.basis
