LEFT JOIN own_accounts AS by_id
    ON by_id.brand = {of}.brand AND by_id.platform = {of}.platform AND by_id.name = {account_id}
LEFT JOIN own_accounts AS by_name
    ON by_name.brand = {of}.brand AND by_name.platform = {of}.platform AND by_name.name = {account_handle}
        AND (by_name.until IS NULL OR {of}.observed_on <= by_name.until)
