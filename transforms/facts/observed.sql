-- What there is to choose from: the accepted records of the night, and what is published in the partitions it touches.
--
-- incoming   accepted records of the night (incoming.sql)
-- published  rows of those partitions, and `row_id`, their place behind all staged records; it can be read only once
CREATE OR REPLACE TEMP TABLE existing AS
SELECT
    row_id, {narrow},
    month_of({moment}) AS month,
    {cells} AS cells,
    {values} AS measured,
    {engaged}
FROM published;

-- A file that was read again replaces everything it said before.
CREATE OR REPLACE TEMP VIEW kept AS
SELECT * FROM existing ANTI JOIN (SELECT DISTINCT brand, source_sha FROM incoming) USING (brand, source_sha);

CREATE OR REPLACE TEMP VIEW observed AS
SELECT * FROM incoming
UNION ALL
SELECT * FROM kept;
