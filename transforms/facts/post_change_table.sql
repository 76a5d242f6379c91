-- `{told}`: one row per post x format x day up to which its lifetime is known.
CREATE OR REPLACE TEMP TABLE {told} (
    row_id BIGINT, brand TEXT, platform TEXT, post_id TEXT, format TEXT, known_on DATE, known_at TIMESTAMPTZ, observed_on DATE,
    observed_at TIMESTAMPTZ, source_sha TEXT, source_line BIGINT, exposure_metric TEXT, supplied BIGINT, said UBIGINT
)
