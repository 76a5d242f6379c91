-- dim_account: one row per account that a strategy names or that appears in a fact.
--
-- known         the rows as they were, of brands whose strategy names the same accounts as then
-- seen          brand, platform, account, is_own of the facts built tonight
-- own_accounts  every name of every account that a strategy names
SELECT brand, platform, account, bool_or(is_own) AS is_own
FROM (
    SELECT brand, platform, account, is_own FROM known
    UNION ALL
    SELECT brand, platform, account, is_own FROM seen
    UNION ALL
    SELECT brand, platform, handle AS account, true AS is_own FROM own_accounts
)
GROUP BY ALL
ORDER BY brand, platform, account
