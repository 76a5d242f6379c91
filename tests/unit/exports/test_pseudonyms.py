"""People are keyed hashes (FAULTS 53): one person is the same all over one network, and nobody finds out who without the key."""

import pyarrow as pa
import pytest

from transforms.errors import SettingsError
from transforms.exports.pseudonyms import pseudonym, pseudonymised
from warehouse.batches import BatchWriter

KEY = b"a key of some length"


def table(**columns):
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})


def test_a_person_is_one_person_per_network_and_key():
    known = pseudonym(KEY, "instagram", "a.follower")

    assert known == pseudonym(KEY, "instagram", "a.follower")
    assert (
        len({known, pseudonym(KEY, "x", "a.follower"), pseudonym(b"another key of some length", "instagram", "a.follower")}) == 3
    )
    assert len(known) == 32


def test_a_record_without_a_network_has_no_hash_and_no_name():
    found = pseudonymised(table(platform=["instagram", None, "x"], member_key=["a", "b", None]), lambda: KEY)

    assert found["member_key"].to_pylist() == [pseudonym(KEY, "instagram", "a"), None, None]


def test_nobody_asks_for_the_key_where_there_is_nobody():
    def never():
        raise AssertionError("no key is needed")

    posts, nobody = table(platform=["x"], post_id=["1"]), table(platform=["x"], author_key=[None])

    assert pseudonymised(posts, never) is posts
    assert pseudonymised(nobody, never) is nobody


def test_without_a_key_nobody_is_written_down(tmp_path):
    with pytest.raises(SettingsError, match="PILASTER_HASH_KEY"):
        BatchWriter(tmp_path).write({"staging_audience_member": table(platform=["x"], member_key=["a.follower"])})

    assert list(tmp_path.rglob("*")) == []
