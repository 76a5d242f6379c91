"""A change over a break is not claimed as growth, neither in a table nor in a picture."""

from dataclasses import replace

import pytest

from tests.builders.engagement_page import MONTH, history, page_of, row, volume
from transforms.contracts.series_breaks import SERIES_BREAKS
from transforms.pages import engagement_months
from transforms.pages.engagement import month_page
from transforms.pages.engagement_compared import break_notes, comparisons
from transforms.pages.engagement_months import platform_charts

PLATFORM, TREND = "rpt_engagement_platform", "rpt_engagement_platform_trend"
TO_VIEWS = next(each for each in SERIES_BREAKS if each.id == "instagram_impressions_to_views")
BY_DAY = next(each for each in SERIES_BREAKS if each.id == "facebook_insights_second_wave")
STAMP = "0" * 16


def trend(**told):
    """A platform beside April, when all is comparable."""
    known = {
        "n_posts_mom_base": 10, "n_posts_mom": 2, "impressions": 1_000, "impressions_mom_base": 800, "impressions_mom": 200,
        "engagements": 50, "engagements_mom_base": 55, "engagements_mom": -5, "eri": 0.05, "eri_mom_base": 0.06875,
        "eri_mom": -0.01875, "exposure_metric": "views",
    }  # fmt: skip
    return row(TREND, **(known | told))


def broken(**told):
    """The same where impressions became views in between: the report has no base for what they touch."""
    gone = dict.fromkeys(("impressions_mom_base", "impressions_mom", "eri_mom_base", "eri_mom"))
    return trend(mom_series_break=TO_VIEWS.id, **gone, **told)


def kinds(told, name):
    return [each["kind"] for each in comparisons(told, name)]


def test_growth_and_loss_of_whole_months_are_told_with_their_month():
    assert kinds(trend(), "impressions") == ["up"]
    assert kinds(trend(), "engagements") == ["down"]
    assert comparisons(trend(), "impressions")[0]["moved"] == "+25.0\u00a0%"
    assert comparisons(trend(), "eri")[0]["moved"] == "\u22121.88\u00a0points"
    assert comparisons(trend(), "impressions")[0]["since"] == "Apr\u00a02025"


def test_a_number_that_a_break_touches_is_no_growth_and_others_still_are():
    assert kinds(broken(), "impressions") == kinds(broken(), "eri") == ["break"]
    assert kinds(broken(), "engagements") == ["down"]


def test_months_that_count_differently_without_a_break_are_not_compared():
    assert kinds(trend(engagements_mom_base=None, engagements_mom=None), "engagements") == ["unlike"]


def test_a_month_that_is_not_over_is_no_growth():
    assert kinds(trend(is_complete=False), "impressions") == ["begun"]


def test_no_earlier_month_is_no_comparison():
    assert comparisons(trend(n_posts_mom_base=None), "impressions") == []
    assert comparisons(None, "impressions") == []


@pytest.mark.parametrize(("now", "base", "kind"), [(0.050001, 0.05, "same"), (0.05, 0.05, "same"), (0.0502, 0.05, "up")])
def test_what_rounds_to_nothing_has_no_arrow(now, base, kind):
    assert kinds(trend(eri=now, eri_mom_base=base), "eri") == [kind]


def test_from_nought_a_change_is_told_in_numbers():
    told = trend(impressions=7, impressions_mom_base=0, impressions_mom=7)

    assert comparisons(told, "impressions")[0]["moved"] == "+7"


def test_a_break_is_told_once_with_its_text_and_the_months_it_parts():
    found = break_notes([broken(), broken(basis="activity"), trend()])

    assert [each["id"] for each in found] == [TO_VIEWS.id]
    assert found[0]["text"] == TO_VIEWS.text
    assert found[0]["since"] == "April 2025"


def test_on_the_page_a_break_is_named_linked_and_without_an_arrow():
    tables = {PLATFORM: [volume(PLATFORM)], TREND: [broken(engagements_mom_base=50, engagements_mom=0)]}

    page = month_page(page_of(tables), STAMP)

    assert f'series break since <a href="#break-{TO_VIEWS.id}">Apr\u00a02025</a>' in page
    assert f'id="break-{TO_VIEWS.id}"' in page
    assert "Views replace impressions" in page
    shown = page.partition('data-label="times shown">')[2].partition("</td>")[0]
    assert "series break" in shown
    assert "▲" not in shown
    assert "▼" not in shown


def charts(beside, own):
    return platform_charts(MONTH, {**beside, MONTH: own}, [])


def test_a_picture_is_marked_where_the_exposure_changes():
    beside = {month: [history(month, exposure_metric="impressions")] for month in ("2025-03", "2025-04")}

    found = charts(beside, [volume(PLATFORM)])

    chart = found["charts"][0]
    assert [mark for *_, mark in chart["impressions"]["rows"]] == ["", "", "1"]
    assert [mark for *_, mark in chart["engagements"]["rows"]] == ["", "", ""]
    assert chart["impressions"]["picture"].count('class="break"') == 1
    assert found["notes"][0]["text"].startswith("Instagram counts views from here on, impressions before. Views replace")


def test_a_picture_is_marked_across_a_gap_too():
    beside = {"2025-02": [history("2025-02", exposure_metric="impressions")], "2025-03": [history("2025-03", impressions=None)]}

    found = charts(beside, [volume(PLATFORM)])

    assert [mark for *_, mark in found["charts"][0]["impressions"]["rows"]] == ["", "", "", "1"]
    assert [bar for bar, *_ in found["charts"][0]["impressions"]["rows"]] == ["1,000", None, None, "1,000"]


def test_a_picture_is_marked_where_engagements_are_made_of_other_parts():
    found = charts({"2025-04": [history("2025-04", components_present=1)]}, [volume(PLATFORM)])

    assert found["notes"] == [{"number": 1, "text": "Instagram: engagements are likes + comments from here on, likes before."}]


def test_a_picture_is_marked_on_the_day_of_a_break_that_rows_do_not_tell(monkeypatch):
    months = {month: [history(month, platform="facebook")] for month in ("2026-04", "2026-05", "2026-06")}
    monkeypatch.setattr(engagement_months, "SERIES_BREAKS", (replace(BY_DAY, metrics=("impressions",)),))

    found = platform_charts("2026-06", months, [])

    assert [mark for *_, mark in found["charts"][0]["impressions"]["rows"]] == ["", "", "1"]
    assert found["notes"] == [{"number": 1, "text": f"Facebook, 15\u00a0June\u00a02026: {BY_DAY.text}"}]


def test_a_closed_month_still_knows_the_months_that_it_was_held_against():
    """The file of April may have changed since; what stood there then is in the trend, which is closed too."""
    found = platform_charts(MONTH, {MONTH: [volume(PLATFORM)]}, [trend()])

    assert found["n"] == 2
    assert [bar for bar, *_ in found["charts"][0]["engagements"]["rows"]] == ["55", "50"]


def test_a_picture_says_in_words_what_it_shows():
    found = charts({"2025-03": [history("2025-03", engagements=1_234)]}, [volume(PLATFORM)])
    picture = found["charts"][0]["engagements"]["picture"]

    assert 'aria-label="Instagram, engagements by month: March 2025 1,234; April 2025 not supplied; May 2025 50"' in picture
