"""`inspect` explains each of the 89 sample exports in words, on few lines, and its exit code is what a night would do."""

import pytest

from flows.commands.inspect import inspect
from tests.integration.every_export import REGISTER, WHY_HELD

JARGON = ("Traceback", "NULL", "utf-", "raw only", "dtype", "Error", "not carried │  ")


@pytest.mark.parametrize("name", REGISTER)
def test_a_person_can_read_what_a_file_is(name, exports, tmp_path, capsys):
    code = inspect(exports / name, workspace=tmp_path)
    out = capsys.readouterr().out

    lines = out.splitlines()
    expected = REGISTER[name]
    assert (code, lines[0]) == (int(expected.state == "held"), str(exports / name))
    assert len(lines) < 120
    assert [word for word in JARGON if word in out] == []
    if expected.state == "held":
        assert WHY_HELD[name] in out
        assert "what to do: " in out
    else:
        assert f"format {expected.format}" in out
        assert "can be taken" in out
        assert "records, one row per " in out or "record, one row per " in out
