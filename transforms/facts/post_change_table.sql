-- `{told}`: one row per post x format x day up to which its lifetime is known.
CREATE OR REPLACE TEMP TABLE {told} (
    brand TEXT, platform TEXT, post_id TEXT, format TEXT, account TEXT, is_own BOOL, published_at TIMESTAMPTZ, media_type TEXT,
    exposure_metric TEXT, known_on DATE, known_at TIMESTAMPTZ, observed_on DATE, observed_at TIMESTAMPTZ, source_sha TEXT,
    source_line BIGINT, supplied BIGINT, {counts}
)
