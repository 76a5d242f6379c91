-- The accepted records of the night: staged, neither refused nor in a held file, and each key once per file.
--
-- staging  every staged record of one staging table
-- refused  brand, source_sha, source_line of quarantined records
-- held     brand, source_sha of held files
--
-- A record that repeats the key of another record of its own file is a duplicate: the fuller one stays, then the earlier.
CREATE OR REPLACE TEMP TABLE duplicates AS
WITH
narrow AS (
    SELECT brand, source_sha, source_line, {key}, {cells} AS cells
    FROM staging
    ANTI JOIN refused USING (brand, source_sha, source_line)
    ANTI JOIN held USING (brand, source_sha)
),
repeated AS (
    SELECT brand, source_sha, {key} FROM narrow GROUP BY ALL HAVING count(*) > 1
)
SELECT brand, source_sha, source_line
FROM narrow SEMI JOIN repeated USING (brand, source_sha, {key})
QUALIFY row_number() OVER (PARTITION BY brand, source_sha, {key} ORDER BY cells DESC, source_line) > 1;

CREATE OR REPLACE TEMP VIEW incoming AS
SELECT *
FROM staging
ANTI JOIN refused USING (brand, source_sha, source_line)
ANTI JOIN held USING (brand, source_sha)
ANTI JOIN duplicates USING (brand, source_sha, source_line);
