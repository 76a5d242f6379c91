-- rpt_restatements, the part of {report}: the exports that restate each cell.
--
-- cells       one row per cell that differs, as restatements_cells.sql tells it, of this night or of an earlier one
-- arrivals    records of facts that the close did not know: fact, brand, month, platform, account, post_id, source_sha, observed_on
WITH
mine AS (FROM arrivals WHERE fact IN ({facts})),
-- Ranks and shares of one post move with the others of its account: what did not arrive for the row itself, did for its place.
fine AS (
    SELECT {fine}, count(DISTINCT source_sha) AS n, min(observed_on) AS day, min_by(source_sha, (observed_on, source_sha)) AS sha
    FROM mine GROUP BY ALL
),
coarse AS (
    SELECT {coarse}, count(DISTINCT source_sha) AS n, min(observed_on) AS day, min_by(source_sha, (observed_on, source_sha)) AS sha
    FROM mine GROUP BY ALL
)
SELECT
    cells.* REPLACE (
        CASE WHEN coalesce(fine.n, coarse.n) IS NOT NULL THEN 'export' WHEN cause = 'export' THEN 'other' ELSE cause END AS cause
    ),
    coalesce(fine.n, coarse.n, 0) AS n_exports,
    coalesce(fine.day, coarse.day) AS first_seen,
    coalesce(fine.sha, coarse.sha) AS source_sha
FROM cells
    LEFT JOIN fine USING ({fine})
    LEFT JOIN coarse USING ({coarse})
