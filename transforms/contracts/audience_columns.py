"""Columns about audiences (who follows, watches, visits) and about retention (who is still watching)."""

from transforms.contracts.column import Column, counts, texts

AUDIENCE = (
    *texts(
        audience="who is counted: followers, active_followers, viewers, reached, visitors ...; for kinds of content: content",
        dimension="what the audience is told apart by: age, gender, age_gender, country, city, traffic_source, hour ...",
        dimension_value="the value in words: 25-34, female, Lisbon ...; ages and genders alike in every language, all else as "
        "the export writes it",
        value_id="what tells values apart: the platform's id where it has one, which outlives translation; else dimension_value",
        period="what time the figures count: a day (2026-10-05), a period (2026-10-01/2026-10-31), at_export for a stock at the "
        "moment of the export, unstated where the export does not tell its period",
        retention_curve="whose curve it is: total (whole video), first_15_s (its first 15 seconds) ...",
    ),
    # A platform's own shares have no parts to be computed from: they are kept as they are and never added.
    Column("audience_share", "double", "part of the audience with this value; of dimensions beside each other, each sums to 1",
           "fraction", "N"),
    Column("watch_time_share", "double", "part of the time watched by the audience with this value", "fraction", "N"),
    *counts("accounts", "N", audience_count="people of the audience with this value, as the export counts them"),
    Column("retention_share", "double", "part of the views that still watch at this position; more than 1 where it is watched "
           "again", "fraction", "N"),
    Column("position", "int32", "place on the curve, from 0, as the export numbers it"),
    Column("position_share", "double", "position / the last position that the export gives of this curve: 0 is its start, 1 its "
           "end; NULL where there is one position only", "fraction"),
)  # fmt: skip
