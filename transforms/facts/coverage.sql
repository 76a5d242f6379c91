-- What the exports of a night list whole: one row per file x part x format x account with records in it.
--
-- staging  every staged record of staging_post
--
-- An export covers the days between its first and its last post of the account, for the kinds of post that it shows: what its
-- name says may be lost, and whoever made it may have asked for reels alone. Whether it was read whole is seen later.
SELECT
    brand, source_sha, source_line // 1000000000 AS part, platform, format, account_id, account_handle,
    min(published_at) AS first_at, max(published_at) AS last_at,
    list_sort(list(DISTINCT coalesce(media_type, ''))) AS kinds
FROM staging
WHERE format IN ({listing}) AND published_at IS NOT NULL
GROUP BY ALL
ORDER BY ALL
