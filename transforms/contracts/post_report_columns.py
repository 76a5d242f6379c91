"""Columns of the reports by post: values at equal ages, ranks, best times, and posts worth paying for."""

from transforms.contracts.column import Column, counts, dates, flags, ratios, texts

# Days after publication at which posts are compared (METRICS R6).
AGES = (1, 7, 28)
# What is told at each of these ages.
AGED = ("impressions", "likes", "comments", "shares", "saves", "engagements", "link_clicks")
_UNITS = {"impressions": "times"}


def at_age(name: str, age: int) -> str:
    """Name of a column at one age."""
    return f"{name}_d{age}"


def _aged(age: int) -> tuple[Column, ...]:
    when = f"when the post was {age} completed {'day' if age == 1 else 'days'} old; NULL where no export was taken on that day"
    return (
        *(Column(at_age(name, age), "int64", f"{name} {when}", _UNITS.get(name, "actions"), "A") for name in AGED),
        Column(at_age("components_present", age), "int32", f"components_present {when}"),
        *ratios(**{at_age("eri", age): f"{at_age('engagements', age)} / {at_age('impressions', age)}"}),
    )


POSTS = (
    *texts(pillars="pillars that the post counts for, in the order of the alphabet; NULL where it counts for none"),
    *counts("days", "-", age_days="completed days from publication to the observation that was taken last"),
    *counts("accounts", "S", followers_at_publish="followers of the account at the end of followers_counted_on"),
    *dates(followers_counted_on="day of followers_at_publish: the platform's day of the publication, or at most 3 days before"),
    *counts("actions", "A", err_numerator="engagements of the rows that have both engagements and reach"),
    *counts("accounts", "N", err_denominator="reach of the rows that have both engagements and reach; never add it"),
    *ratios(
        err="engagement rate by reach: err_numerator / err_denominator, of one post (METRICS 1.1)",
        percentile="share of the other compared posts that have a lower rate: percentile_numerator / percentile_denominator",
    ),
    *flags(is_promoted="money was paid for showing the post; NULL where the exports do not say, and then nobody knows"),
    *(column for age in AGES for column in _aged(age)),
    *counts(
        "days",
        "-",
        compared_age_days="age at which the post is compared: the highest of 1, 7 and 28 days at which it and 9 others are "
        "known, else it and 2 others, else it and one",
    ),
    *counts(
        "posts",
        "-",
        post_rank="place of the post by engagement rate at compared_age_days, 1 is the best; equal rates share a place",
        compared_posts="posts that are compared: of the month, the platform, the media type and the way of counting",
        percentile_numerator="compared posts with a lower rate",
        percentile_denominator="compared posts without the post itself",
    ),
)

BEST_TIME = (
    *counts("days", "-", iso_weekday="1 for Monday to 7 for Sunday, on the brand's clock"),
    *counts("hours", "-", hour="hour in which the post was published, 0 to 23, on the brand's clock"),
    *dates(window_first_day="first day of the posts that are looked at, as the brand counts days; the last one is as_of_date"),
    *counts(
        "posts",
        "-",
        n_missing="posts of that weekday and hour without engagements, impressions or anybody who saw them: not counted in n",
        n_deleted="posts of n that were deleted since: they count, for what happened stays",
        account_n="posts of the account in the window that have an hour and a rate",
        account_n_without_hour="posts of the account in the window whose hour no export tells: they are in no row",
        time_rank="place of the hour by time_lift among the account's hours that are not hidden, 1 is the best",
    ),
    *counts(
        "actions",
        "-",
        account_engagements="engagements of these account_n posts",
    ),
    *counts("times", "-", account_impressions="impressions of these account_n posts"),
    Column(
        "expected_engagements",
        "decimal",
        "engagements that the posts would have with their account's mean rate for posts of the same media type",
        "actions",
    ),
    *ratios(
        eri_shrunk="rate of the hour, drawn to the account's as by 5 posts more (METRICS 1.4): (n_a E + 5 E_a) / (n_a I + 5 I_a)",
        time_lift="engagements of the hour per those expected of its media types, drawn to 1 as by 5 posts more: "
        "(n_a E + 5 E_a) / (n_a X + 5 E_a); 1 is as always",
    ),
)

BOOST = (
    *texts(recommendation="why the post is worth paying for, as a sentence"),
    *counts("posts", "-", boost_rank="place among the candidates of its account, 1 is the best; at most 10"),
    *counts("actions", "-", others_engagements="engagements of the n other posts at the same age"),
    *counts("times", "-", others_impressions="impressions of the n other posts at the same age"),
    *ratios(
        others_eri="rate of the n other posts: others_engagements / others_impressions",
        boost_lift="rate of the post per others_eri, drawn to 1 as by one post more: (n E + E_o) I_o / ((n I + I_o) E_o)",
    ),
)

POST_REPORTS = (*POSTS, *BEST_TIME, *BOOST)
