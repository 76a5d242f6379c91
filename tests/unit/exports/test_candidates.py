"""The index finds every format that asking each of them would find."""

import pytest

from transforms.exports.candidates import candidates
from transforms.exports.headers import fold
from transforms.exports.model import Field, Format
from transforms.exports.register import FORMATS

ALL = tuple(format_ for format_ in FORMATS.values() if not format_.titles)


def bearing(cells):
    """Each signature set has a column: told without the index."""
    return [
        format_
        for format_ in ALL
        if all(
            any(fold(alias) in cells for field in format_.fields if field.name in wanted for alias in field.aliases)
            for wanted in format_.signature
        )
    ]


@pytest.mark.parametrize("format_", ALL, ids=lambda format_: format_.id)
@pytest.mark.parametrize("language", [0, -1])
def test_no_format_is_lost(format_, language):
    cells = frozenset(fold(field.aliases[language]) for field in format_.fields)

    found = candidates(ALL, cells)

    assert [each.id for each in bearing(cells) if each not in found] == []
    assert format_ in found
    assert found == sorted(found, key=ALL.index)


def test_a_line_of_data_is_of_no_format():
    assert candidates(ALL, frozenset({"2026-10-01", "17", "a post"})) == []


def test_most_formats_need_not_be_asked():
    cells = frozenset(fold(field.aliases[0]) for field in FORMATS["instagram_content"].fields)

    assert len(candidates(ALL, cells)) < len(ALL) / 4


def test_a_format_without_a_signature_is_always_asked():
    format_ = Format("any", "x", "Anything", 1, (Field("likes", ("Likes",)),), (), (), "staging_post")

    assert candidates((format_,), frozenset({"nothing"})) == [format_]
