"""The declared formats: what their headers mean, and that no two of them can be taken for each other."""

import datetime as dt

import pytest

from transforms.contracts.columns import COLUMNS
from transforms.contracts.tables import TABLES
from transforms.errors import MissingColumnError, UnrecognisedFormatError
from transforms.exports import identity
from transforms.exports.headers import fold
from transforms.exports.recognise import match, recognise
from transforms.exports.register import FORMATS
from transforms.exports.values import DAYS, MOMENTS, parse_count, parse_moment


def header(format_, language):
    """The format's own header in one language."""
    names: dict[str, str] = {}
    for field in format_.fields:
        aliases = field.languages.get(language) or field.en
        names.setdefault(field.name, aliases[0])
    return [*names.values(), *(slice_header(split) for split in format_.splits)]


def slice_header(split):
    """A header of one of the columns that become rows."""
    if split.starts:
        return f"{split.starts[0]} {3 if split.of_curve else 'GB'}"
    return next(iter(split.headers), "Portugal")


def table(format_, language="en"):
    title = [[above] for above in format_.titles[:1] or format_.above[:1]]
    return [*title, header(format_, language)]


@pytest.mark.parametrize("format_", [each for each in FORMATS.values() if each.not_taken], ids=lambda each: each.id)
def test_a_format_without_a_place_for_its_figures_is_known_and_says_why(format_):
    with pytest.raises(UnrecognisedFormatError) as caught:
        recognise(table(format_))

    assert caught.value.found == f"{format_.title}: {format_.not_taken}"


@pytest.mark.parametrize("format_", [each for each in FORMATS.values() if not each.not_taken], ids=lambda each: each.id)
@pytest.mark.parametrize("language", ["en", "pt", "de", "ja"])
def test_a_format_is_recognised_by_its_own_header(format_, language):
    found = recognise(table(format_, language))
    found = found.of(format_.platform) if format_.block else found

    assert found.format is format_
    assert (found.columns.unknown, found.columns.missing) == ((), ())


@pytest.mark.parametrize("format_", FORMATS.values(), ids=FORMATS.keys())
def test_a_format_maps_to_columns_of_its_tables_only(format_):
    columns = {name for table in format_.tables for name in TABLES[table].columns}
    allowed = columns | {"published_at", "activity_date"}

    assert {field.name for field in format_.fields} <= allowed
    assert set(format_.required) <= {field.name for field in format_.fields}
    assert all(name in COLUMNS for name in allowed)
    assert set(format_.days) <= DAYS.keys()
    assert set(format_.moments) <= DAYS.keys() | MOMENTS.keys()


@pytest.mark.parametrize("format_", FORMATS.values(), ids=FORMATS.keys())
def test_no_header_of_a_format_means_two_things(format_):
    names = [fold(alias) for field in format_.fields for alias in dict.fromkeys(field.aliases)]
    meanings = {(fold(alias), field.name) for field in format_.fields for alias in field.aliases}

    assert len(meanings) == len(set(names))
    assert not {fold(name) for name in format_.not_carried} & set(names)


@pytest.mark.parametrize("format_", [each for each in FORMATS.values() if each.splits], ids=lambda each: each.id)
def test_no_two_splits_of_a_format_say_the_same(format_):
    """Their rows would have one key, and one of them would count as a duplicate of the other."""
    said = [(split.table, *sorted((format_.says | dict(split.says)).items())) for split in format_.splits]

    assert len(said) == len(set(said))
    for split in format_.splits:
        assert {split.measure, split.into, *split.says} <= set(TABLES[split.table].columns)
        assert (split.starts != ()) + bool(split.headers) + split.any_header == 1


@pytest.mark.parametrize("format_", FORMATS.values(), ids=FORMATS.keys())
def test_a_language_without_a_real_file_says_what_documents_it(format_):
    others = {language for field in format_.fields for language in field.others}

    assert others <= format_.unproven.keys()
    assert all(format_.unproven.values())


def test_a_header_in_another_language_is_told_beside_the_known_one_that_it_may_be():
    spanish = ["Identificación de la publicación", "Identificación de la cuenta", "Nombre de la cuenta", "Descripción",
               "Duração (segundos)", "Fecha", "Visualizaciones", "Comentarios", "Alcance"]  # fmt: skip

    with pytest.raises(UnrecognisedFormatError) as caught:
        recognise([spanish, ["1"] * len(spanish)])

    assert "'Visualizaciones' may be 'Visualizações'" in caught.value.expected
    assert "'Comentarios' may be 'Comentários'" not in caught.value.expected, "accents alone make no difference"


def test_titles_of_overviews_are_all_different():
    titles = [(format_.platform, format_.block, fold(title)) for format_ in FORMATS.values() for title in format_.titles]

    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("format_", FORMATS.values(), ids=FORMATS.keys())
def test_a_format_without_a_required_column_is_held_and_names_it_or_is_no_longer_known(format_):
    whole = match(format_, tuple(header(format_, "en")))
    # A chart of parts without their names is, to the letter, the chart of the whole.
    nameless = {format_.key} if format_.is_breakdown and format_.partial else set()
    for name in set(format_.required) - nameless:
        lacking = [cell for at, cell in enumerate(header(format_, "en")) if at not in dict(whole.mapped)[name]]
        with pytest.raises((MissingColumnError, UnrecognisedFormatError)):
            recognise([*table(format_)[:-1], lacking])


def test_a_header_is_the_same_in_any_case_accent_bracket_and_blank():
    assert fold(" DURAÇÃO\u00a0(s) ") == fold("duracao s") == "duracao s"
    assert fold("Auf\u00adru\u00adfe") == "aufrufe"
    assert fold("\ufeffPost ID") == "post id"


def test_the_nearest_known_format_is_named():
    with pytest.raises(UnrecognisedFormatError, match="nearest is Instagram posts and reels"):
        recognise([["Post ID", "Account", "Description", "Publish time", "Permalink", "Date", "Views"]])


def test_a_file_with_no_measure_at_all_is_held():
    with pytest.raises(MissingColumnError, match="one measure at least"):
        recognise([["Post ID", "Account ID", "Account username", "Publish time", "Permalink", "Date"]])


def test_a_count_is_whole_or_it_is_refused():
    assert [parse_count(text, ("", "-")) for text in ("12", "12.0", " 12 ", "-3", "-")] == [12, 12, 12, -3, None]
    for text in ("12.5", "3.авг", "1,2K", "1,234", "1e3", "NaN", "∞"):
        with pytest.raises(ValueError, match="no whole number"):
            parse_count(text, ("", "-"))


def test_a_moment_of_the_autumn_hour_is_its_first_pass_and_of_the_spring_hour_the_jump():
    moments = [
        parse_moment(text, ["MM/DD/YYYY hh:mm"], "America/Los_Angeles") for text in ("11/01/2026 01:30", "03/08/2026 02:30")
    ]

    assert moments == [dt.datetime(2026, 11, 1, 8, 30, tzinfo=dt.UTC), dt.datetime(2026, 3, 8, 10, 0, tzinfo=dt.UTC)]


def test_ids_carry_the_moment_of_creation():
    def moment(milliseconds):
        return dt.datetime.fromtimestamp(milliseconds / 1000, tz=dt.UTC).replace(microsecond=0)

    assert moment(identity.id_time_ms("x", str((1_482_519_015_624 - 1_288_834_974_657) << 22))) == dt.datetime(
        2016, 12, 23, 18, 50, 15, tzinfo=dt.UTC
    )
    assert identity.id_time_ms("x", "20") is None, "the first tweets have plain numbers"
    assert moment(identity.id_time_ms("tiktok", str(1_753_531_200 << 32))) == dt.datetime(2025, 7, 26, 12, tzinfo=dt.UTC)
    assert identity.id_time_ms("tiktok", "7531") is None
    assert identity.instagram_time_ms("https://www.instagram.com/p/AAAAAAAAAAA/") == identity.INSTAGRAM_EPOCH_MS
    private = "https://www.instagram.com/p/DabcDEF_-90" + "x" * 28
    assert identity.instagram_time_ms(private) == identity.instagram_time_ms("https://www.instagram.com/reel/DabcDEF_-90/")
    number = identity.shortcode_number("DabcDEF_-90")
    assert identity.instagram_time_ms(f"https://www.instagram.com/stories/a.b/{number}/") == identity.instagram_time_ms(private)
