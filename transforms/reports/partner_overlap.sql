-- rpt_partner_overlap: one row per own account x partner of the same platform x month (METRICS 1.5).
--
-- months                brand, month, month_start, as_of_date
-- fact_audience_member  who follows whom, in lists that were taken in those months
-- own_lists             brand, platform, account: the accounts that are ours, with a list or without
--
-- People are compared by their keyed hash, which is the same on one platform and tells nothing across platforms. Lists are taken
-- as complete: two samples that were drawn apart share far fewer people than their lists would (METRICS, sampling rule).
WITH
-- Seen on several days of the month, or in several lists, somebody is one follower.
members AS (
    SELECT brand, month, platform, account, is_own, member_key, max(seen_on) AS seen_on
    FROM fact_audience_member SEMI JOIN months USING (brand, month)
    GROUP BY ALL
),
lists AS (
    SELECT brand, month, platform, account, is_own, count(*) AS n_members, max(seen_on) AS seen_on FROM members GROUP BY ALL
),
shared AS (
    SELECT brand, month, platform, own.account, partner.account AS partner, count(*) AS n_both
    FROM members AS own JOIN members AS partner USING (brand, month, platform, member_key)
    WHERE own.is_own AND NOT partner.is_own
    GROUP BY ALL
),
beyond AS (
    SELECT brand, month, platform, account AS partner, count(*) AS n_beyond
    FROM members ANTI JOIN (SELECT * FROM members WHERE is_own) AS ours USING (brand, month, platform, member_key)
    WHERE NOT is_own
    GROUP BY ALL
),
pairs AS (
    SELECT
        brand, partners.month, platform, own_lists.account, partners.account AS partner,
        own.seen_on AS account_seen_on, partners.seen_on AS partner_seen_on, own.n_members AS n_own, partners.n_members AS n_partner,
        CASE WHEN own.n_members IS NOT NULL THEN coalesce(n_both, 0) END AS n_shared
    FROM own_lists
    JOIN (SELECT * FROM lists WHERE NOT is_own) AS partners USING (brand, platform)
    LEFT JOIN (SELECT * FROM lists WHERE is_own) AS own
        ON own.brand = own_lists.brand AND own.platform = own_lists.platform AND own.account = own_lists.account
        AND own.month = partners.month
    LEFT JOIN shared
        ON shared.brand = own_lists.brand AND shared.platform = own_lists.platform AND shared.account = own_lists.account
        AND shared.month = partners.month AND shared.partner = partners.account
),
counted AS (
    SELECT
        *, n_own + n_partner - n_shared AS n_union, CASE WHEN n_own IS NOT NULL THEN least(n_own, n_partner) END AS n_smaller,
        n_own - n_shared AS n_own_only, n_partner - n_shared AS n_partner_only
    FROM pairs
)

SELECT
    months.month_start, months.as_of_date, counted.*, 'fact_audience_member' AS basis_source,
    coalesce(n_union, n_partner) AS n,
    ratio(n_shared, n_union) AS jaccard, ratio(n_shared, n_smaller) AS containment,
    ratio(n_own_only, n_own) AS own_unique_ratio, ratio(n_own_only, n_union) AS own_contribution,
    ratio(n_partner_only, n_partner) AS partner_unique_ratio, ratio(n_partner_only, n_union) AS partner_contribution,
    CASE WHEN ours.month IS NOT NULL THEN coalesce(n_beyond, 0) END AS incremental_reach,
    -- by chance alone a share of 100 people moves by some 10 points either way, one of 1,000 by 3
    CASE WHEN n_smaller >= 1000 THEN 'high' WHEN n_smaller >= 100 THEN 'low' ELSE 'none' END AS confidence,
    CASE
        WHEN n_own IS NULL
        THEN 'nothing to compare with: a list of the account''s own followers of this month (followers.csv) would supply it'
    END AS reason,
    concat_ws('; ',
        'both lists are taken as complete: followers.csv cannot say that one is a sample, and samples that were drawn apart '
        'would share too few',
        CASE WHEN abs(account_seen_on - partner_seen_on) > 7 THEN 'they were taken more than a week apart' END
    ) AS coverage_note,
    counted.month AS _month
FROM counted
JOIN months USING (brand, month)
LEFT JOIN beyond USING (brand, month, platform, partner)
LEFT JOIN (SELECT DISTINCT brand, month, platform FROM lists WHERE is_own) AS ours USING (brand, month, platform)
ORDER BY brand, _month, platform, account, partner
