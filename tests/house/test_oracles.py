"""What must hold of the numbers whatever arrives, and the tests that hold it. Each oracle of the metrics is here, by its words.

"property" says that it is held over generated inputs (Hypothesis), "case" over written ones. Reports keep several of them with
themselves as well: expectations/reports/.
"""

import ast
from functools import cache

import pytest

# oracle → the tests that hold it, as kind, file and name.
ORACLES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "the shares of the pillars sum to 1": (
        (
            "property",
            "tests/unit/pillars/test_pillar_balance.py",
            "test_shares_sum_to_one_exactly_gaps_to_zero_and_drift_stays_between_0_and_1",
        ),
    ),
    "drift (total variation distance) lies in 0..1, and is 0 where shares equal targets and nowhere else": (
        (
            "property",
            "tests/unit/pillars/test_pillar_balance.py",
            "test_shares_sum_to_one_exactly_gaps_to_zero_and_drift_stays_between_0_and_1",
        ),
        (
            "case",
            "tests/unit/pillars/test_pillar_balance.py",
            "test_the_worked_example_has_fractional_shares_and_a_drift_of_0225",
        ),
        ("case", "tests/unit/pillars/test_pillar_balance.py", "test_a_month_that_hits_its_targets_has_no_drift"),
    ),
    "the gaps of the pillars sum to 0": (
        (
            "property",
            "tests/unit/pillars/test_pillar_balance.py",
            "test_shares_sum_to_one_exactly_gaps_to_zero_and_drift_stays_between_0_and_1",
        ),
    ),
    "changes sum to the last observation less the first": (
        ("property", "tests/properties/test_changes.py", "test_the_sum_of_changes_is_the_last_observation_less_the_first"),
    ),
    "impressions of a month are the sum of its days": (
        ("property", "tests/properties/test_engagement_years.py", "test_years_are_reported_as_plain_python_says"),
    ),
    "nothing adds reach": (
        ("case", "tests/house/test_tables.py", "test_no_report_adds_what_never_adds"),
        ("property", "tests/properties/test_recomputed.py", "test_generated_histories_are_reported_as_plain_python_says"),
    ),
    "the rate of a whole is the ratio of its sums, and lies between those of its parts": (
        ("property", "tests/properties/test_engagement_years.py", "test_years_are_reported_as_plain_python_says"),
    ),
    "shares of voice sum to 1": (
        ("property", "tests/properties/test_share_of_voice.py", "test_shares_equal_a_plain_recomputation_and_sum_to_1"),
    ),
    "an influencer's score lies in 0..100 and is monotone": (
        ("property", "tests/properties/test_influence.py", "test_a_score_lies_between_0_and_100_and_its_explanation_sums_to_1"),
        ("property", "tests/properties/test_influence.py", "test_more_followers_at_the_same_rates_never_lower_a_score"),
        ("property", "tests/properties/test_influence.py", "test_a_higher_engagement_rate_never_lowers_a_score"),
        ("property", "tests/properties/test_influence.py", "test_more_amplification_never_lowers_a_score"),
        ("property", "tests/properties/test_influence.py", "test_more_posts_on_topic_never_lower_a_score"),
        ("property", "tests/properties/test_influence.py", "test_neither_the_order_of_posts_nor_a_repeated_one_matters"),
    ),
    "Jaccard is symmetric and at most containment": (
        ("property", "tests/properties/test_partner_overlap.py", "test_overlaps_equal_sets_and_do_not_ask_who_is_who"),
    ),
    "a second backfill leaves the same bytes": (
        ("property", "tests/properties/test_backfills.py", "test_a_backfill_gives_the_bytes_of_every_night_in_order"),
        (
            "case",
            "tests/integration/test_backfill.py",
            "test_a_backfill_carries_the_whole_archive_and_leaves_nothing_to_a_second_one",
        ),
    ),
    "the order of files does not matter": (
        ("property", "tests/properties/test_arrivals.py", "test_any_order_over_any_nights_gives_the_same_bytes"),
        ("property", "tests/properties/test_engagement_years.py", "test_the_order_of_nights_does_not_matter"),
        ("property", "tests/properties/test_changes.py", "test_any_order_gives_the_same_changes_and_another_night_none"),
    ),
    "a column that is left out is NULL in what depends on it, neither 0 nor an error": (
        (
            "case",
            "tests/integration/test_columns_left_out.py",
            "test_a_column_that_is_left_out_is_null_in_all_that_depends_on_it",
        ),
        ("property", "tests/properties/test_recomputed.py", "test_generated_histories_are_reported_as_plain_python_says"),
    ),
    "a month that is told again from what was frozen is the same": (
        (
            "case",
            "tests/integration/test_closed_months.py",
            "test_a_workspace_made_of_raw_and_journal_alone_has_the_closed_files_again",
        ),
        ("case", "tests/integration/test_reports_as_of.py", "test_as_of_a_close_is_exactly_what_was_closed"),
        ("property", "tests/properties/test_arrivals.py", "test_a_second_night_touches_nothing"),
    ),
    "a figure of a report is what another query says of the published Parquet": (
        ("property", "tests/properties/test_engagement_years.py", "test_years_are_reported_as_plain_python_says"),
        ("property", "tests/properties/test_recomputed.py", "test_generated_histories_are_reported_as_plain_python_says"),
        ("case", "tests/properties/test_recomputed.py", "test_the_demo_is_reported_as_plain_python_says"),
        ("case", "tests/integration/test_real_night.py", "test_every_engagement_report_is_what_plain_python_makes_of_the_facts"),
        ("property", "tests/properties/test_posts.py", "test_reports_by_post_say_what_plain_python_says"),
        ("property", "tests/properties/test_conversation.py", "test_every_figure_equals_a_plain_recomputation"),
    ),
}


@pytest.mark.parametrize("oracle", ORACLES)
def test_every_oracle_is_held_by_tests_that_are_there(oracle, root):
    for kind, path, name in ORACLES[oracle]:
        assert held_in(root / path).get(name) == kind, (path, name)


@cache
def held_in(path):
    """name → property or case, of every test of a file."""
    found = ast.parse(path.read_text("utf-8")).body
    return {each.name: "property" if is_property(each) else "case" for each in found if isinstance(each, ast.FunctionDef)}


def is_property(test):
    calls = [each.func for each in test.decorator_list if isinstance(each, ast.Call)]
    return any(isinstance(each, ast.Name) and each.id == "given" for each in calls)
