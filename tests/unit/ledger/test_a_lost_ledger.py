"""A lost ledger looks like a new one. No run may take what is published for a leftover, or what people decided for never said."""

import pytest

from flows import night as nights
from flows.backfilling import plan
from flows.closing import close
from flows.commands.status import status
from flows.outlook import ask
from flows.rebuilding import rebuild_ledger
from tests.builders import instagram
from tests.builders.workspace import BRAND, team
from transforms.errors import IntegrityError
from warehouse import journal
from warehouse.workspace import Workspace

PUBLISHED = ("warehouse", "reports/engagement", "contract", "journal")


@pytest.fixture(scope="module")
def after_a_night(tmp_path_factory):
    """A workspace with one night behind it. Its export is of the month before the one in which it was taken."""
    made = team(tmp_path_factory.mktemp("made") / "w")
    made.land(instagram.content(instagram.post(1)), "feed.csv")
    made.night()
    return made


@pytest.fixture
def made(after_a_night, tmp_path):
    return after_a_night.again(tmp_path / "w")


def lose_ledger(made):
    for path in made.root.glob("ledger.db*"):
        path.unlink()


def refused(made, run, expected):
    before = made.bytes(*PUBLISHED)
    lose_ledger(made)
    with pytest.raises(IntegrityError, match=expected) as found:
        run(str(made.root))
    assert made.bytes(*PUBLISHED) == before
    assert "pilaster rebuild-ledger" in str(found.value)


def test_the_monthly_reports_are_not_made_of_nothing(made):
    before = made.bytes("warehouse", "reports/engagement")

    refused(made, nights.monthly_reports, f"such as {BRAND}/feed.csv")

    rebuild_ledger(made.root)
    nights.monthly_reports(str(made.root))
    assert made.bytes("warehouse", "reports/engagement") == before


def test_a_night_does_not_open_closed_months_again(made):
    close(made.root, BRAND, "2026-10")

    refused(made, nights.night, f"the closed months of {BRAND}")

    rebuild_ledger(made.root)
    nights.night(str(made.root))
    assert [row["month"] for row in made.ledger("SELECT month FROM closes")] == ["2026-10"]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"kind": "release", "reason": "they look odd and are right"}, "the released files"),
        ({"kind": "assign", "platform": "instagram", "account": "a.creator", "by": "person", "number": 1}, "the assigned files"),
    ],
)
def test_a_night_does_not_forget_what_people_decided(event, expected, made):
    (file,) = made.ledger("SELECT brand, sha FROM files")
    journal.record(Workspace(made.root), [{**event, **file}])

    refused(made, nights.night, f"{expected} of {BRAND}")


def test_no_command_that_only_looks_makes_a_new_one(made):
    lose_ledger(made)
    (made.root / "landing" / BRAND / "feed.csv").unlink()

    with pytest.raises(IntegrityError, match="no such file") as found:
        status(workspace=made.root)
    with pytest.raises(IntegrityError, match=f"such as {BRAND}/feed.csv"):
        plan(str(made.root), ask(Workspace(made.root), "2026-01", "2026-12", None, None, replay=False))

    assert "pilaster repair --ledger" in str(found.value)
    assert list(made.root.glob("ledger.db*")) == []


def test_a_night_may_take_again_what_only_nights_have_decided(made):
    (file,) = made.ledger("SELECT brand, sha FROM files")
    journal.record(Workspace(made.root), [{"kind": "assign", **file, "account": "a.creator", "by": "folder"}])
    before = made.bytes("warehouse")
    lose_ledger(made)

    assert nights.night(str(made.root)).published == []
    assert made.bytes("warehouse") == before
