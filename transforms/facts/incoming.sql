-- The accepted records of the night: staged, neither refused nor in a held file, and each key once per file.
--
-- staging  every staged record of one staging table, and `row_id`, its place among them
-- refused  brand, source_sha, source_line of quarantined records
-- held     brand, source_sha of held files
--
-- Only what a choice is made by; the wide rest of a record stays where it is until its place is known.
CREATE OR REPLACE TEMP TABLE incoming AS
SELECT
    row_id, {narrow},
    month_of({moment}) AS month,
    {cells} AS cells,
    {values} AS measured,
    {engagements} AS engagements,
    {components_present} AS components_present
FROM staging
ANTI JOIN refused USING (brand, source_sha, source_line)
ANTI JOIN held USING (brand, source_sha);

-- A record that repeats the key of another record of its own file is a duplicate: the one observed last stays (rows of a database say
-- when each was), then the fuller one, then the earlier line.
-- Rows of one record stand in the order of its columns.
CREATE OR REPLACE TEMP TABLE duplicates AS
WITH
repeated AS (
    SELECT brand, source_sha, {key} FROM incoming GROUP BY ALL HAVING count(*) > 1
)
SELECT row_id, brand, source_sha, source_line, format
FROM incoming SEMI JOIN repeated USING (brand, source_sha, {key})
QUALIFY row_number() OVER (PARTITION BY brand, source_sha, {key} ORDER BY observed_at DESC, cells DESC, source_line, row_id) > 1;

DELETE FROM incoming WHERE row_id IN (SELECT row_id FROM duplicates);
