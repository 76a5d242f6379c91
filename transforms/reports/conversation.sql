-- rpt_conversation: one row per account x month (METRICS 1.3).
--
-- months            brand, month, month_start, month_end, starts_at, ends_at (brand-local midnights as UTC moments), as_of_date
-- fact_interaction  messages of those months and their neighbours
-- dim_post          posts of the same months
-- formats           format, rank
-- care              brand, response_window_days, window_us
-- calendars         brand, platform, account, calendar: accounts with business hours of their own
-- openings          brand, calendar ('' is the brand's), opens_at, closes_at, open_us_before: open time of all openings before
--
-- Moments are whole microseconds, durations whole seconds; the one division comes last.
WITH
-- what is known of a month: the messages of its UTC month and of both neighbours, whatever else was read -----------------------
messages AS (
    SELECT
        brand, platform, account, message_id, thread_id, answers, direction, interaction_kind, is_proactive, is_automated,
        needs_reply, sent_at, epoch_us(sent_at) AS sent_us, observed_on, epoch_us(observed_at) AS seen_us,
        -- in a private thread everything is said to the same person; under a post it is not
        CASE WHEN interaction_kind = 'message' THEN thread_id END AS talk
    FROM fact_interaction JOIN formats USING (format)
    WHERE is_own
    -- of two formats that tell of a message the first one is believed
    QUALIFY row_number() OVER (PARTITION BY brand, platform, message_id ORDER BY rank) = 1
),
near AS (
    SELECT
        months.month, window_us, sent_at >= starts_at AND sent_at < ends_at AS is_in_month, messages.*
    FROM messages
    JOIN months ON months.brand = messages.brand AND abs(date_diff('month', month_start, sent_at::DATE)) <= 1
    JOIN care ON care.brand = messages.brand
),
near_posts AS (
    SELECT
        months.month, dim_post.brand, platform, account, post_id, published_at >= starts_at AND published_at < ends_at AS is_in_month,
        -- on X an answer and a repost are posts too, and no soapbox
        NOT (platform = 'x' AND regexp_matches(coalesce(caption, ''), '^\s*(@|RT @)')) AS is_original
    FROM dim_post
    JOIN months ON months.brand = dim_post.brand AND abs(date_diff('month', month_start, published_at::DATE)) <= 1
    WHERE is_own
),
inbox AS (
    SELECT brand, month, platform, account, max(seen_us) AS inbox_seen_us, max(observed_on) AS inbox_seen_on FROM near GROUP BY ALL
),

-- answers ------------------------------------------------------------------------------------------------------------------
inbound AS (SELECT * FROM near WHERE direction = 'inbound'),
outbound AS (SELECT * FROM near WHERE direction = 'outbound'),
by_people AS (SELECT * FROM outbound WHERE is_automated IS DISTINCT FROM true),
-- a like is no answer
words AS (SELECT * FROM by_people WHERE interaction_kind IS DISTINCT FROM 'reaction'),
named AS (
    SELECT inbound.brand, inbound.month, inbound.platform, inbound.message_id, min(words.sent_us) AS answered_us
    FROM inbound
    JOIN words
        ON words.brand = inbound.brand AND words.month = inbound.month AND words.platform = inbound.platform
        AND words.answers = inbound.message_id AND words.sent_us >= inbound.sent_us
    GROUP BY ALL
),
talked AS (
    SELECT inbound.brand, inbound.month, inbound.platform, inbound.message_id, said.sent_us AS answered_us
    FROM inbound
    ASOF JOIN (SELECT * FROM words WHERE is_proactive IS DISTINCT FROM true) AS said
        ON said.brand = inbound.brand AND said.month = inbound.month AND said.platform = inbound.platform
        AND said.account = inbound.account AND said.thread_id = inbound.talk AND said.sent_us >= inbound.sent_us
),
asked AS (
    SELECT inbound.*, least(named.answered_us, talked.answered_us) AS answered_us
    FROM inbound
    LEFT JOIN named USING (brand, month, platform, message_id)
    LEFT JOIN talked USING (brand, month, platform, message_id)
    WHERE needs_reply
),
-- who writes twice before we answer waits once
judged AS (
    SELECT
        asked.*,
        coalesce(answered_us <= sent_us + window_us, false) AS is_answered,
        sent_us + window_us > inbox_seen_us AS is_censored,
        talk IS NULL OR coalesce(before_us < sent_us - window_us OR before_answered_us <= sent_us, true) AS is_first
    FROM (
        SELECT *, lag(sent_us) OVER talks AS before_us, lag(answered_us) OVER talks AS before_answered_us
        FROM asked
        WINDOW talks AS (PARTITION BY brand, month, platform, account, talk ORDER BY sent_us, message_id)
    ) AS asked
    JOIN inbox USING (brand, month, platform, account)
),
due AS (SELECT * FROM judged WHERE is_in_month AND NOT is_censored),

-- how long the first answer took, by the clock and by business hours ---------------------------------------------------------
firsts AS (
    SELECT due.*, coalesce(calendars.calendar, '') AS calendar
    FROM due LEFT JOIN calendars USING (brand, platform, account)
    WHERE is_first AND is_answered
),
hours AS (
    SELECT brand, calendar, epoch_us(opens_at) AS opens_us, epoch_us(closes_at) AS closes_us, open_us_before FROM openings
),
opened AS (
    SELECT firsts.*, coalesce(open_us_before + least(sent_us, closes_us) - opens_us, 0) AS open_us_at_first
    FROM firsts
    ASOF LEFT JOIN hours
        ON hours.brand = firsts.brand AND hours.calendar = firsts.calendar AND hours.opens_us <= firsts.sent_us
),
timed AS (
    SELECT
        opened.* EXCLUDE (brand, calendar), opened.brand, opened.calendar,
        (answered_us - sent_us) // 1000000 AS waited_s,
        -- the moment of the answer decides whether it was given in business hours
        coalesce(answered_us < closes_us, false) AS is_in_hours,
        (open_us_before + answered_us - opens_us - open_us_at_first) // 1000000 AS waited_open_s
    FROM opened
    ASOF LEFT JOIN hours
        ON hours.brand = opened.brand AND hours.calendar = opened.calendar AND hours.opens_us <= opened.answered_us
),
times AS (
    SELECT
        brand, month, platform, account,
        list_sort(list(waited_s)) AS waits, sum(waited_s)::BIGINT AS first_response_sum_s,
        list_sort(list(waited_open_s) FILTER (is_in_hours)) AS open_waits,
        (sum(waited_open_s) FILTER (is_in_hours))::BIGINT AS first_response_bh_sum_s,
        count(*) FILTER (is_in_hours) AS in_hours, count(*) FILTER (NOT is_in_hours) AS off_hours
    FROM timed
    GROUP BY ALL
),

-- of our own accord, or in answer ---------------------------------------------------------------------------------------------
led_to AS (
    SELECT words.brand, words.month, words.platform, words.message_id, asked.sent_us >= words.sent_us - words.window_us AS is_in_talk
    FROM words
    ASOF JOIN (SELECT * FROM inbound WHERE talk IS NOT NULL) AS asked
        ON asked.brand = words.brand AND asked.month = words.month AND asked.platform = words.platform
        AND asked.account = words.account AND asked.talk = words.thread_id AND asked.sent_us <= words.sent_us
),
told_apart AS (
    SELECT
        by_people.*,
        coalesce(is_in_talk, false) AS is_in_talk,
        CASE
            WHEN asked.message_id IS NOT NULL THEN false
            WHEN by_people.is_proactive IS NOT NULL THEN by_people.is_proactive
            WHEN by_people.answers IS NOT NULL OR is_in_talk OR near_posts.post_id IS NOT NULL THEN false
        END AS is_of_our_accord
    FROM by_people
    LEFT JOIN inbound AS asked
        ON asked.brand = by_people.brand AND asked.month = by_people.month AND asked.platform = by_people.platform
        AND asked.message_id = by_people.answers
    LEFT JOIN led_to
        ON led_to.brand = by_people.brand AND led_to.month = by_people.month AND led_to.platform = by_people.platform
        AND led_to.message_id = by_people.message_id
    LEFT JOIN near_posts
        ON near_posts.brand = by_people.brand AND near_posts.month = by_people.month AND near_posts.platform = by_people.platform
        AND near_posts.post_id = by_people.thread_id
    WHERE by_people.is_in_month
),

-- counts per account and month -------------------------------------------------------------------------------------------------
sent AS (
    SELECT
        brand, month, platform, account, count(*) AS n,
        count(*) FILTER (direction = 'inbound') AS n_inbound,
        count(*) FILTER (direction = 'outbound') AS n_outbound,
        count(*) FILTER (direction = 'outbound' AND is_automated) AS automated,
        count(*) FILTER (direction = 'outbound' AND is_automated IS NULL) AS automation_n_missing,
        count(*) FILTER (direction = 'inbound' AND needs_reply IS NULL) AS needs_reply_n_missing
    FROM near
    WHERE is_in_month
    GROUP BY ALL
),
answered AS (
    SELECT
        brand, month, platform, account, count(*) AS needing_reply,
        count(*) FILTER (NOT is_censored AND is_answered) AS answered,
        count(*) FILTER (NOT is_censored AND NOT is_answered) AS unanswered,
        count(*) FILTER (is_censored) AS censored,
        count(*) FILTER (NOT is_censored AND is_first) AS conversations,
        count(*) FILTER (NOT is_censored AND is_first AND is_answered) AS conversations_answered
    FROM judged
    WHERE is_in_month
    GROUP BY ALL
),
engaged AS (
    SELECT
        brand, month, platform, account,
        count(*) FILTER (NOT is_of_our_accord) AS reactive,
        count(*) FILTER (is_of_our_accord) AS proactive,
        count(*) FILTER (is_of_our_accord IS NULL) AS mode_missing,
        count(*) FILTER (
            interaction_kind IS DISTINCT FROM 'reaction' AND (answers IS NOT NULL OR interaction_kind = 'reply' OR is_in_talk)
        ) AS replies
    FROM told_apart
    GROUP BY ALL
),
talks AS (
    SELECT
        brand, month, platform, account, thread_id,
        bool_or(direction = 'inbound') AND bool_or(
            direction = 'outbound' AND is_automated IS DISTINCT FROM true AND interaction_kind IS DISTINCT FROM 'reaction'
        ) AS is_two_way
    FROM near
    WHERE is_in_month AND thread_id IS NOT NULL
    GROUP BY ALL
),
threads AS (
    SELECT brand, month, platform, account, count(*) AS n_threads, count(*) FILTER (is_two_way) AS n_two_way_threads
    FROM talks
    GROUP BY ALL
),
posts AS (
    SELECT
        brand, month, platform, account, count(*) FILTER (is_in_month) AS n_posts,
        count(*) FILTER (is_in_month AND is_original) AS n_posts_original
    FROM near_posts
    GROUP BY ALL
),

-- An account without messages or posts has a row that says which file would tell. What nobody supplied is NULL, never 0.
grid AS (
    SELECT brand, month, platform, account FROM sent
    UNION
    SELECT brand, month, platform, account FROM posts WHERE n_posts > 0
),
figures AS (
    SELECT
        grid.*, inbox_seen_on, coalesce(n, 0) AS n, n_inbound, n_outbound, automation_n_missing, needs_reply_n_missing,
        CASE WHEN n_outbound = 0 OR automation_n_missing < n_outbound THEN automated END AS n_automated,
        n_inbound = 0 OR needs_reply_n_missing < n_inbound AS is_asked,
        needing_reply, answered, unanswered, censored, conversations, conversations_answered, times.* EXCLUDE (brand, month, platform, account),
        CASE WHEN n > 0 THEN coalesce(reactive, 0) END AS n_reactive,
        CASE WHEN n > 0 THEN coalesce(proactive, 0) END AS n_proactive,
        CASE WHEN n > 0 THEN coalesce(mode_missing, 0) END AS engagement_mode_n_missing,
        CASE WHEN n > 0 THEN coalesce(replies, 0) END AS n_replies,
        n_posts_original, n_threads, n_two_way_threads,
        hours_told.brand IS NOT NULL AS has_hours
    FROM grid
    LEFT JOIN sent USING (brand, month, platform, account)
    LEFT JOIN inbox USING (brand, month, platform, account)
    LEFT JOIN answered USING (brand, month, platform, account)
    LEFT JOIN times USING (brand, month, platform, account)
    LEFT JOIN engaged USING (brand, month, platform, account)
    LEFT JOIN threads USING (brand, month, platform, account)
    LEFT JOIN posts USING (brand, month, platform, account)
    LEFT JOIN calendars USING (brand, platform, account)
    LEFT JOIN (SELECT DISTINCT brand, calendar FROM openings) AS hours_told
        ON hours_told.brand = grid.brand AND hours_told.calendar = coalesce(calendars.calendar, '')
),
told AS (
    SELECT
        *,
        CASE WHEN is_asked THEN coalesce(needing_reply, 0) END AS n_needing_reply,
        CASE WHEN is_asked THEN coalesce(answered, 0) END AS n_answered,
        CASE WHEN is_asked THEN coalesce(unanswered, 0) END AS n_unanswered,
        CASE WHEN is_asked THEN coalesce(censored, 0) END AS n_censored,
        CASE WHEN is_asked THEN coalesce(answered, 0) + coalesce(unanswered, 0) END AS n_response_due,
        CASE WHEN is_asked THEN coalesce(conversations, 0) END AS n_conversations,
        CASE WHEN is_asked THEN coalesce(conversations_answered, 0) END AS n_conversations_answered,
        CASE WHEN is_asked AND has_hours THEN coalesce(in_hours, 0) END AS first_response_bh_n,
        CASE WHEN is_asked AND has_hours THEN coalesce(off_hours, 0) END AS first_response_off_hours_n,
        n_reactive + n_proactive AS n_told_apart,
        n_replies + n_posts_original AS conversation_ratio_denominator
    FROM figures
)

SELECT
    months.month_start, months.as_of_date, told.*, 'fact_interaction' AS basis_source, response_window_days,
    n_conversations - n_conversations_answered AS n_conversations_unanswered,
    ratio(n_answered, n_response_due) AS response_rate,
    -- nearest rank: the smallest value that half, or 9 of 10, do not exceed
    waits[(len(waits) + 1) // 2] AS first_response_median_s,
    waits[(len(waits) * 9 + 9) // 10] AS first_response_p90_s,
    ratio(first_response_sum_s, n_conversations_answered) AS first_response_mean_s,
    open_waits[(len(open_waits) + 1) // 2] AS first_response_bh_median_s,
    open_waits[(len(open_waits) * 9 + 9) // 10] AS first_response_bh_p90_s,
    ratio(first_response_bh_sum_s, first_response_bh_n) AS first_response_bh_mean_s,
    ratio(n_reactive, n_told_apart) AS reactive_share,
    ratio(n_proactive, n_told_apart) AS proactive_share,
    ratio(n_replies, conversation_ratio_denominator) AS conversation_ratio,
    ratio(n_posts_original, conversation_ratio_denominator) AS soapbox_index,
    CASE
        WHEN coalesce(n_response_due, 0) < 3 THEN 'none' WHEN n_response_due < 10 THEN 'low' ELSE 'high'
    END AS confidence,
    nullif(concat_ws('; ',
        CASE WHEN n = 0 THEN 'no messages of the month: messages.csv would supply them' END,
        CASE WHEN n_outbound = 0 THEN 'no message from us among them: rows of direction out in messages.csv would supply the answers' END,
        CASE WHEN NOT is_asked THEN 'nobody said which messages want an answer: needs_reply in messages.csv would' END,
        CASE
            WHEN n_censored > 0 AND n_response_due = 0
            THEN 'every message is younger than the response window: a later messages.csv would tell'
        END,
        CASE WHEN n > 0 AND n_posts_original IS NULL THEN 'no posts: a content export of the account would supply them' END,
        CASE WHEN n > 0 AND NOT has_hours THEN 'no business hours: business_hours in the strategy would supply them' END
    ), '') AS reason,
    told.month AS _month
FROM told
JOIN months USING (brand, month)
JOIN care USING (brand)
ORDER BY told.brand, _month, told.platform, told.account
