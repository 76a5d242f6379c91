"""One spelling for headers: the quick way for plain ASCII and the thorough one agree."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from transforms.exports.headers import fold


def thoroughly(text):
    """What fold() promises, a letter at a time."""
    bare = "".join(" " if letter in "()[]{}" else letter for letter in text)
    apart = "".join(letter for letter in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", apart).strip().casefold()


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_headers_are_folded_as_all_others(text):
    assert fold(text) == thoroughly(text)


def test_brackets_of_full_width_are_brackets():
    assert fold("期間\uff08秒\uff09") == fold("期間 (秒)")
