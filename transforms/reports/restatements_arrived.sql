-- Rows of {fact} in a closed month that an export supplied of which the close did not know.
SELECT
    '{fact}' AS fact, brand, month, {platform} AS platform, {account} AS account, {post_id} AS post_id, source_sha, {seen_on} AS observed_on
FROM {fact} JOIN closed_months USING (brand) ANTI JOIN known_exports USING (brand, month, source_sha)
WHERE {is_in_month} AND {is_new}
