"""Every column of every table, declared once: type, unit, additivity and meaning.

Same quantity, same name; different quantity, different name. Types are the set that every BI tool reads (DESIGN 4).
Additivity codes are rule R7 of METRICS:

    A    adds over posts, days and accounts
    A-p  adds over posts, but only for one observation date (lifetime values)
    N    never adds (distinct people)
    S    a stock: last value in time, adds over accounts as "sum of accounts", not as people
    R    a ratio: recompute it from its numerator and denominator
    -    not a number to add (keys, names, dates, flags)
"""

from transforms.contracts.audience_columns import AUDIENCE
from transforms.contracts.care_columns import CONVERSATION_REPORT, VOICE_REPORT
from transforms.contracts.change_columns import changes
from transforms.contracts.column import Additivity, Column, Type
from transforms.contracts.column import counts as _counts
from transforms.contracts.column import dates as _dates
from transforms.contracts.column import flags as _flags
from transforms.contracts.column import ratios as _ratios
from transforms.contracts.column import texts as _texts
from transforms.contracts.conversation_columns import CONVERSATION
from transforms.contracts.creator_columns import CREATORS
from transforms.contracts.engagement_columns import ENGAGEMENT
from transforms.contracts.metric_columns import METRIC_COLUMNS
from transforms.contracts.overlap_columns import OVERLAP_REPORT
from transforms.contracts.post_report_columns import POST_REPORTS
from transforms.contracts.quality_columns import QUALITY
from transforms.contracts.restatement_columns import RESTATEMENTS
from transforms.contracts.video_columns import VIDEO_REPORT

__all__ = ["Additivity", "Column", "Type"]  # declared beside this page, read from here

# Keys and names ------------------------------------------------------------------------------------------------------------
NAMES = _texts(
    brand="the team's brand, as its strategy file names it",
    platform="social network: instagram, x, ...; other for a mention that was found outside of them",
    format="export format that supplied the row; the same post seen through two formats is two rows",
    account="account under the one name that the strategy gives it; accounts of others keep the handle of the export",
    account_id="the platform's own id of the account; NULL where the export does not carry it",
    account_handle="account's handle exactly as the export says it, lower case",
    account_name="display name of the account",
    post_id="the platform's own id of the post, as text: it is larger than a spreadsheet can hold",
    media_type="image, video, reel, carousel, story, text or other; NULL where the export does not say",
    native_post_type="kind of post in the platform's own words",
    permalink="public address of the post",
    title="title of the post or video; Facebook writes the text of many posts here",
    caption="text of the post; its title where the export has no other text",
    custom_labels="labels that the team gave the post in the platform's own tool, as one text",
    exposure_metric="what the number in impressions counts: impressions, views, video_views or loops; estimated where a "
    "listening tool reckoned it; never compare across them",
    published_at_source="how published_at is known, best first: id, utc, zoned, date; unknown where there is no time at all",
    observed_on_source="how observed_on is known, best first: content, name of the file, sidecar or mtime",
    source_sha="sha256 of the export file that supplied the row; of a change, its later observation",
    time_zone="IANA time zone of the brand",
    report_tz="whose midnight cuts the platform's days",
    month="calendar month as text, 2026-10",
    iso_week="ISO week as text, 2026-W40",
    weekday="day of the week in English",
    basis="published: lifetime of posts published in the brand-local month; activity: what happened in the month on any post; "
    "activity_unplaced: changes between two observations of which only the later lies in the month, never split",
    basis_source="table that the row was computed from",
    confidence="high, low or none: how far n carries the rates",
    parse_error="what could not be read in the record, or NULL",
    label_kind="what kind of label it is: pillar",
    label="the label; of a pillar, its name in the strategy",
    label_source="what says so: custom_label, hashtag or keyword; the strongest of them",
    label_rule="the rule of the strategy that matched",
    pillar="communication pillar, as the strategy names it",
)
DATES = _dates(
    observed_on="day on which the export was taken",
    activity_date="the platform's own day on which the activity happened; never re-cut into another time zone",
    month_start="first day of the month, for tools that need a date",
    as_of_date="day up to which the report knows: the earlier of the month's end and the brand's latest observation",
    date="calendar day",
    window_start="first day of the period that the export counts, where its name tells it; NULL where it does not",
    window_end="last day of that period",
)
TIMES = (
    Column("published_at", "timestamp", "moment of publication; best source over all observations of the post", "UTC"),
    Column("observed_at", "timestamp", "moment at which the export was taken, as far as it is known; later ones win", "UTC"),
    Column(
        "deleted_seen_at",
        "timestamp",
        "moment of the first export that lists the account's posts of that day and lacks this "
        "one, after the last that shows it; NULL: there is none, and where no export lists all posts nobody knows",
        "UTC",
    ),
)
FLAGS = _flags(
    is_own="the strategy names this account as the brand's own; collab posts of other accounts are not",
    is_active="the platform still exists",
    has_id_time="ids of the platform carry the moment of creation",
    is_lifetime="the measures count since publication: the export says so, or its period starts on or before the day of "
    "publication; NULL where nothing tells. A period is never taken for a lifetime: dim_post leaves its measures NULL",
)

# Measures ------------------------------------------------------------------------------------------------------------------
# Components of `engagements`, in the order of their bits in `components_present`.
ENGAGEMENT_COMPONENTS = ("likes", "comments", "shares", "saves")

MEASURES = (
    *_counts("times", "A", impressions="times shown; exposure_metric says what exactly was counted"),
    *_counts(
        "accounts",
        "N",
        reach="distinct accounts that saw it, in the window that the export supplied; never add it",
        reach_organic="the part of reach that needed no promotion; never add it",
        reach_promoted="the part of reach that promotion brought; never add it",
        viewers="distinct accounts that viewed anything of the account (Meta, since 2025); never add it",
    ),
    *_counts(
        "actions",
        "A",
        likes="reactions of all kinds",
        comments="comments and replies",
        shares="shares, retweets, reposts and quotes; not the uses of a share button",
        saves="saves, bookmarks and repins",
        engagements="likes + comments + shares + saves, as far as supplied; clicks are not in it (METRICS 1.1)",
        engagements_native="the platform's own engagement number, kept for reconciliation",
        engagements_promoted="engagements bought by promotion, as the platform counts them",
        link_clicks="clicks on links of the post",
        clicks="clicks of every kind on the post, link clicks among them (Facebook, LinkedIn)",
        negative_feedback="hidden, reported or disliked (Facebook)",
        profile_visits="visits to the profile",
        follows="new follows",
        unfollows="lost follows",
        share_clicks="uses of the share button (X); outside engagements",
        detail_expands="opened to see the detail",
        hashtag_clicks="clicks on a hashtag",
        permalink_clicks="clicks on the post's address",
        media_engagements="clicks on image or video",
        app_opens="app opened from the post",
        app_installs="app installed from the post",
        email_shares="sent by e-mail",
        phone_calls="phone number dialled from the post",
        navigation="story navigation: forward, back, next story and exit together",
        sticker_taps="taps on stickers of a story",
        screenshots="screenshots that viewers took (Snapchat)",
    ),
    *_counts(
        "times",
        "A",
        impressions_promoted="times shown by promotion",
        impressions_organic="times shown without promotion",
        video_views="video views as the platform counts them: on Facebook 3 seconds or more, or nearly all of a shorter video",
        video_views_organic="video views without promotion, by the same rule",
        video_views_promoted="video views by promotion, by the same rule",
        video_views_1min="video views of one minute or more (Facebook)",
        engaged_views="views that went on beyond the first seconds (YouTube)",
        media_views="media views",
        thumbnail_impressions="times the thumbnail was shown on YouTube; no view, so never in impressions",
        ad_impressions="advertisements shown in the video",
    ),
    Column("followers_net", "int64", "followers won minus lost in the period; follows lose nobody", "accounts", "A", signed=True),
    Column("watch_time_s", "decimal", "time that all viewers together watched", "seconds", "A"),
    Column("estimated_earnings_usd", "decimal", "estimated earnings of post, video or page, as the platform says", "USD", "A"),
    Column("avg_watch_time_s", "double", "mean time per view, as the platform says; add watch_time_s, not this", "seconds", "R"),
    *_ratios(
        avg_view_share="mean share of the video that a view lasts, as the platform says",
        thumbnail_ctr="share of thumbnail_impressions that became a view, as YouTube says; ctr counts links instead",
    ),
    *_counts("posts", "A", posts_published="posts published"),
    *_counts("accounts", "S", followers="followers at the end of the day"),
    *_counts("seconds", "-", duration_s="length of the video; 0 for images in exports that say so"),
    Column(
        "components_present",
        "int32",
        "bit mask of what engagements was made of: 1 likes, 2 comments, 4 shares, 8 saves; compare equal masks only",
    ),
)

# Labels and pillars (METRICS 1.4) ------------------------------------------------------------------------------------------
PILLARS = (
    *_counts("parts", "-", credit_numerator="numerator of the post's exact credit for the label"),
    *_counts("parts", "-", credit_denominator="denominator of the credit: how many pillars share the post"),
    *_ratios(
        credit="credit_numerator / credit_denominator, rounded; add the fractions, not this",
        target_share="share that the strategy wants",
        posts_share="pillar's credited share of the labelled posts",
        impressions_share="pillar's credited share of the impressions of labelled posts",
        engagements_share="pillar's credited share of the engagements of labelled posts",
        posts_gap="posts_share - target_share",
        impressions_gap="impressions_share - target_share",
        engagements_gap="engagements_share - target_share",
        label_coverage="label_coverage_numerator / label_coverage_denominator",
        posts_drift="half the sum of the absolute gaps by posts (total variation distance), of the whole brand and month",
        impressions_drift="half the sum of the absolute gaps by impressions, of the whole brand and month",
        engagements_drift="half the sum of the absolute gaps by engagements, of the whole brand and month",
    ),
    *_counts(
        "credit units",
        "-",
        posts_share_numerator="credit of the pillar's posts, in units of one post's smallest part",
        posts_share_denominator="credit of all labelled posts, in the same units",
        impressions_share_numerator="credited impressions of the pillar, in the same units",
        impressions_share_denominator="impressions of all labelled posts, in the same units",
        engagements_share_numerator="credited engagements of the pillar, in the same units",
        engagements_share_denominator="engagements of all labelled posts, in the same units",
    ),
    *_counts(
        "posts",
        "-",
        label_coverage_numerator="posts of the brand's month with at least one pillar",
        label_coverage_denominator="posts of the brand's month",
        impressions_posts_n_missing="labelled posts without impressions: they are in no impressions share",
        engagements_posts_n_missing="labelled posts without engagements: they are in no engagements share",
    ),
)

# Profile of one file: what the file-level expectations judge ---------------------------------------------------------------
FILE_PROFILE = (
    *_counts(
        "records",
        "A",
        n_records="records below the header",
        n_structural="total and description rows",
        n_unparsed="records with a cell that could not be read",
        n_duplicates="records that repeat another record of the same file",
        n_conflicting="records with the key of another record of the same file but other values",
        n_own="records of accounts that the strategy names",
    ),
    *_dates(first_date="earliest day in the file", last_date="latest day in the file"),
)

# Calendar and lineage ------------------------------------------------------------------------------------------------------
OTHERS = (
    Column("year", "int32", "calendar year"),
    Column("day_of_month", "int32", "1 to 31"),
    Column(
        "source_line",
        "int64",
        "line of the export file on which the record starts; in an archive or workbook, number of its part × 1,000,000,000 more",
    ),
    Column("table_name", "string", "table of the dictionary entry"),
    Column("column_name", "string", "column of the dictionary entry"),
    Column("type", "string", "type of the column"),
    Column("unit", "string", "unit of the column"),
    Column("additivity", "string", "A, A-p, N, S, R or -: whether and how it may be added (METRICS R7)"),
    Column("meaning", "string", "what the column means"),
    Column("grain", "string", "what one row of the table is"),
    Column("position", "int32", "place of the column in the table, from 1"),
)

COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        *NAMES,
        *DATES,
        *TIMES,
        *FLAGS,
        *MEASURES,
        *changes(MEASURES),
        *ENGAGEMENT,
        *METRIC_COLUMNS,
        *PILLARS,
        *CREATORS,
        *AUDIENCE,
        *CONVERSATION,
        *CONVERSATION_REPORT,
        *VOICE_REPORT,
        *OVERLAP_REPORT,
        *QUALITY,
        *POST_REPORTS,
        *VIDEO_REPORT,
        *RESTATEMENTS,
        *FILE_PROFILE,
        *OTHERS,
    )
}
