-- `covers`: what an export of one of our accounts lists whole. One row per file x part x format.
--
-- told          what was found in each file (coverage.sql), and when it was taken: observed_at, observed_on
-- own_accounts  every name of every account that a strategy names
--
-- An export of one account shows posts that it made together with others, but not all of theirs. So where two accounts of ours
-- are in it, nobody knows whose list it is, and it covers nothing.
SELECT
    told.brand, told.platform, told.format, min({own_handle}) AS account, observed_at,
    min(first_at) AS first_at, max(last_at) AS last_at, list_sort(list_distinct(flatten(list(kinds)))) AS kinds
FROM told
{joined_own_accounts}
WHERE {own_handle} IS NOT NULL
GROUP BY told.brand, source_sha, part, told.platform, told.format, observed_at
HAVING count(DISTINCT {own_handle}) = 1
ORDER BY ALL
