"""The engagement page of a month: what stands on it, what is left out, and that nothing from an export can act (FAULTS 45)."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from types import MappingProxyType

import pytest

from tests.builders.care_report_rows import VALID as CARE
from tests.builders.engagement_page import MONTH, hour, page_of, post, row, volume
from tests.builders.restatement_rows import RESTATEMENT
from transforms.contracts.tables import TABLES
from transforms.pages.engagement import SHOWN, index_page, month_page, page_name
from transforms.pages.engagement_words import SECTIONS, WANTING

EVIL = "</title><script>alert(1)</script><img src=http://example.org/x onerror=alert(2)>\"'"
STAMP, SHA = "0123456789abcdef", "fedcba9876543210"
PLATFORM, BRAND = "rpt_engagement_platform", "rpt_engagement_brand"
VOID = {"meta", "link", "br", "img", "line", "rect", "circle"}


class Outline(HTMLParser):
    """Elements of a page in their order, those that are left open, ids, and the text of the page."""

    def __init__(self, page):
        super().__init__()
        self.found, self.open, self.wrong, self.text = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)

    def handle_data(self, data):
        self.text.append(data)

    def ids(self):
        return [attrs["id"] for _, attrs in self.found if "id" in attrs]


def whole(name="atelier.lumen", words="A coat"):
    """A month that has everything."""
    own = {"account": name}
    activity = {
        "basis": "activity", "basis_source": "fact_account_daily", "n": 31, "max_daily_reach": 300, "avg_daily_reach": 120.4,
        "reach_days": 28, "followers_end": 2_100, "followers_end_carried_days": 2, "impressions_promoted": 300,
        "engagements_native": 80,
    }  # fmt: skip
    quality = {
        "format": "instagram_content", "files_taken": 3, "files_held": 1, "records_quarantined": 2, "reason": words,
    }  # fmt: skip
    boost = {
        "published_at": post()["published_at"], "boost_rank": 1, "caption": words, "compared_age_days": 7, "eri": 0.07,
        "eri_numerator": 7, "eri_denominator": 100, "others_eri": 0.03, "boost_lift": 1.4, "recommendation": words,
    }  # fmt: skip
    voice = {"query_set": words, "subject": name, "is_us": True, "mentions": 4, "reason": words, "sentiment_classifier": words}
    tables = {
        "rpt_engagement": [volume(**own), volume(**own, **activity)],
        PLATFORM: [volume(PLATFORM), volume(PLATFORM, basis="activity", basis_source="fact_account_daily")],
        f"{PLATFORM}_trend": [row(f"{PLATFORM}_trend", n_posts_mom_base=3, engagements=50, engagements_mom_base=40)],
        f"{BRAND}_trend": [row(f"{BRAND}_trend", n_posts_mom_base=3, eri=0.05, eri_mom_base=0.04)],
        BRAND: [volume(BRAND, n_accounts=1), volume(BRAND, basis="activity", n_accounts=1, followers_end=2_100)],
        "rpt_post": [post(**own, caption=words)],
        "rpt_best_time": [hour(1, 9, **own)],
        "rpt_boost_candidates": [row("rpt_boost_candidates", **own, **boost)],
        "rpt_conversation": [CARE["rpt_conversation"] | own | {"reason": words}],
        "rpt_share_of_voice": [row("rpt_share_of_voice", **voice)],
        "rpt_quality": [row("rpt_quality", **own, **quality)],
        "rpt_restatements": [RESTATEMENT | {"row_key": words, "new_value": words}],
    }
    return page_of(tables, unranked=[{"n": 3, "why": words}], closed_on=date(2025, 6, 9))


def test_a_month_with_everything_has_every_section_and_misses_none():
    outline = Outline(month_page(whole(), STAMP))

    assert set(dict(SECTIONS)) <= set(outline.ids())
    assert "wanting" not in outline.ids()
    assert (outline.wrong, outline.open) == ([], [])
    assert len(outline.ids()) == len(set(outline.ids()))


def test_deleted_posts_are_told_and_still_counted():
    gone = post(deleted_seen_at=datetime(2025, 5, 21, 7, tzinfo=UTC))
    told = {"rpt_post": [gone], PLATFORM: [volume(PLATFORM, n_posts=9, n_posts_deleted=2)]}

    page, whole_page = month_page(page_of(told), STAMP), month_page(whole(), STAMP)

    assert "missing since 21 May 2025, so deleted" in page.replace("\xa0", " ")
    assert re.search(r"<b>9</b><span[^>]*>2 deleted since</span>", page)
    assert "deleted" not in whole_page


def test_every_link_within_the_page_leads_somewhere():
    outline = Outline(month_page(whole(), STAMP))
    links = [attrs["href"] for tag, attrs in outline.found if tag == "a"]

    assert {link[1:] for link in links if link.startswith("#")} <= set(outline.ids())
    assert {link for link in links if not link.startswith("#")} == {"../index.html", "../../quality/index.html"}


def test_tables_pictures_and_headers_say_what_they_are():
    page = month_page(whole(), STAMP)
    outline = Outline(page)
    pictures = [attrs for tag, attrs in outline.found if tag == "svg"]

    assert page.count("<table") == page.count("<caption>") >= 10
    assert all(attrs.get("scope") in {"col", "row", "rowgroup"} for tag, attrs in outline.found if tag == "th")
    assert len(pictures) >= 5
    assert all(attrs["role"] == "img" and len(attrs["aria-label"]) > 20 for attrs in pictures)


@pytest.mark.parametrize("words", [EVIL, "\u202eright to left\u202c", "🧵✨", "a" * 10_000, "\x00\x07", "{{ 8713 * 3 }}"])
def test_whatever_an_export_holds_stays_text(words):
    page = month_page(whole(name=words, words=words), STAMP)
    outline = Outline(page)

    assert not [tag for tag, _ in outline.found if tag in {"script", "img", "iframe", "object"}]
    assert not [name for _, attrs in outline.found for name in attrs if name.startswith("on")]
    assert (outline.wrong, outline.open) == ([], [])
    assert "26139" not in page
    if words == EVIL:
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    if words == "\x00\x07":
        assert "␀␇" in page
        assert "\x00" not in page


def test_a_long_caption_is_cut_and_says_so():
    page = month_page(page_of({"rpt_post": [post(caption="word " * 2_000)]}), STAMP)

    assert "word word" in page
    assert "…" in page
    assert len(page) < 20_000


def test_the_page_reaches_nothing_outside_itself():
    outline = Outline(month_page(whole(), STAMP))
    links = [value for _, attrs in outline.found for key, value in attrs.items() if key in {"href", "src", "srcset", "action"}]

    assert [link for link in links if re.match(r"(?i)[a-z][a-z0-9+.-]*:|//", link) and link != "data:,"] == []


def test_what_there_is_nothing_of_is_told_in_one_line_with_what_would_bring_it():
    page = month_page(page_of({"rpt_engagement": [volume()], PLATFORM: [volume(PLATFORM)]}), STAMP)
    outline = Outline(page)

    assert {"voice", "conversation", "times", "reach", "activity"}.isdisjoint(outline.ids())
    for name in ("voice", "conversation", "times", "reach", "activity", "followers", "parted"):
        assert page.count(WANTING[name].split(":")[0] + ":") == 1


def test_each_section_alone_can_be_missing():
    found = whole()
    for table in found.tables:
        rest = {name: rows for name, rows in found.tables.items() if name != table}

        outline = Outline(month_page(page_of(rest), STAMP))

        assert (outline.wrong, outline.open) == ([], []), table


def test_a_number_stands_beside_what_it_is_made_of_and_the_rows_without_it():
    page = month_page(page_of({"rpt_engagement": [volume()], PLATFORM: [volume(PLATFORM)]}), STAMP)

    for told in ("50 / 1,000", "likes + comments", "3 of 12 posts without", "5\u00a0%"):
        assert told in page


def test_not_supplied_is_never_a_nought():
    lacking = {"engagements": None, "engagements_n_missing": 12, "eri": None, "eri_numerator": None, "eri_denominator": None}

    page = month_page(page_of({PLATFORM: [volume(PLATFORM, **lacking)]}), STAMP)

    assert '<td class="n" data-label="engagements"><span class="absent">not supplied</span></td>' in page
    assert '<td class="n" data-label="engagement rate"><span class="absent">not supplied</span></td>' in page


def test_both_bases_stand_apart_and_what_no_month_has_apart_from_both():
    rows = [volume(PLATFORM), volume(PLATFORM, basis="activity", engagements=77)]
    rows.append(volume(PLATFORM, basis="activity_unplaced", engagements=-4))

    page = month_page(page_of({PLATFORM: rows}), STAMP)

    published, within = page.index('id="published"'), page.index('id="activity"')
    unplaced = page.index("In no month for certain")
    assert published < within < page.index("<b>77</b>", within) < unplaced < page.index("<b>\u22124</b>", unplaced)


def test_reach_is_two_bounds_and_no_sum():
    known = {"basis": "activity", "max_daily_reach": 300, "avg_daily_reach": 120.4, "reach_days": 28}

    text = "".join(Outline(month_page(page_of({"rpt_engagement": [volume(**known)]}), STAMP)).text)

    assert re.search(r"300\s*3,371\s*120\s*28 of 31", text)


def test_followers_stand_with_the_day_on_which_they_were_counted():
    known = {"basis": "activity", "followers_end": 2_100, "followers_end_carried_days": 2}

    page = month_page(page_of({"rpt_engagement": [volume(**known)]}), STAMP)

    assert "on 29\u00a0May\u00a02025" in page


def test_hours_with_few_posts_are_hidden_and_near_one_nothing_stands_out():
    thin = hour(2, 7, time_lift=None, time_rank=None, n=1)
    page = month_page(page_of({"rpt_best_time": [hour(1, 9, time_lift=1.01), thin]}), STAMP)

    assert "1 hour hidden" in page
    assert page.count('class="thin"') == 1
    assert "No hour stands out: all lie between 1.01 and 1.01." in page


def test_a_closed_month_says_since_when_and_what_came_after():
    page = month_page(whole(), STAMP)

    assert "Closed on 9\u00a0June\u00a02025: these figures stay" in page
    assert 'id="restated"' in page
    assert "1 cell would say something else now" in page


def test_no_more_columns_are_wanted_than_are_read():
    """Others are not read at all: a name that is missing there would be NULL on every page."""
    found = whole()
    read = {table: [{name: row[name] for name in SHOWN.get(table, row)} for row in rows] for table, rows in found.tables.items()}
    same = page_of(read, unranked=found.unranked, closed_on=found.closed_on)

    assert month_page(same, STAMP) == month_page(found, STAMP)
    assert all(set(names) <= set(TABLES[table].columns) for table, names in SHOWN.items())


def test_a_rate_over_nothing_is_told_apart_from_one_that_was_not_supplied():
    nothing = {"impressions": 0, "eri": None, "eri_numerator": 4, "eri_denominator": 0}

    page = month_page(page_of({PLATFORM: [volume(PLATFORM, **nothing)]}), STAMP)

    assert "no rate over 0" in page


def test_the_same_reports_are_the_same_bytes_in_any_order_of_tables():
    found = whole()
    turned = page_of(dict(reversed(found.tables.items())), unranked=found.unranked, closed_on=found.closed_on)

    assert month_page(found, STAMP) == month_page(whole(), STAMP)
    assert month_page(turned, STAMP) == month_page(found, STAMP)
    assert f'content="{STAMP}"' in month_page(found, STAMP)


def test_the_index_links_every_month_with_the_day_of_its_close():
    months = [
        {"month": "2026-01", "page": page_name("atelier", "2026-01"), "stamp": STAMP, "sha": SHA, "closed_on": None},
        {"month": MONTH, "page": page_name("atelier", MONTH), "stamp": STAMP, "sha": SHA, "closed_on": date(2025, 6, 9)},
    ]

    page = index_page([MappingProxyType({"brand": "atelier", "months": months})])

    assert f'<a href="atelier/{MONTH}.html" data-facts="{STAMP}" data-page="{SHA}">May</a>' in page
    assert page.index("2026</h3>") < page.index("2025</h3>")
    assert page.count("closed on") == 1


def test_the_index_of_nothing_says_so():
    assert "No month has a report yet." in index_page([])
