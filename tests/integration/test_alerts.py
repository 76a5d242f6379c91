"""Alerts of whole nights, against a receiver that the test starts: each thing once, in one message, and at no night's cost."""

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from flows import stages
from flows.night import monthly_reports, night, read_again
from tests.builders import instagram, x
from tests.builders.receiver import receiver
from tests.builders.workspace import OWN, team
from tests.integration.subprocesses import ROOT
from tests.integration.subprocesses import night as idle_night
from transforms.errors import DataError, RetryError
from warehouse.ledger.open import open_ledger
from warehouse.ledger.rebuilding import enter_again
from warehouse.workspace import Workspace

FIRST_OF_MONTH = datetime.now(UTC).date().replace(day=1)
HELD = b"hello\n"


@pytest.fixture
def phone():
    with receiver() as found:
        yield found


@pytest.fixture
def atelier(tmp_path, phone):
    return workspace(tmp_path / "workspace", phone.url)


def workspace(root, url, *more):
    made = team(root)
    (root / "pilaster.toml").write_text("\n".join(["settle_s = 0", "threads = 1", f'alert_url = "{url}"', *more]), "utf-8")
    return made


def posts(n, first=1):
    return [x.post(first + number) for number in range(n)]


def broken_post():
    return x.post(99, Likes="many")


def test_a_night_with_nothing_to_tell_sends_nothing(atelier, phone):
    atelier.land(x.content(x.post()))

    told = [atelier.night().alerts, atelier.night().alerts]

    assert phone.messages == []
    assert told == [{"memory": {"turn": 0, "known": ()}}] * 2


def test_one_message_tells_all_and_the_second_night_repeats_nothing(atelier, phone):
    atelier.land(x.content(x.post(), broken_post()), "posts.csv")
    atelier.land(HELD, "notes.csv")
    atelier.land(b"", "orphan.csv", brand="nobody")

    summary = atelier.night()

    assert phone.titles == ["Pilaster: 2 files held, 1 record refused"]
    assert summary.alerts["told"] == "2 files held, 1 record refused"
    (body,) = [message["message"] for message in phone.messages]
    for part in ("atelier/notes.csv", "nobody/orphan.csv", "atelier/posts.csv", "1 of 2 records refused", "What to do:"):
        assert part in body
    assert f"{atelier.root}/reports/quality/index.html" in body
    assert phone.messages[0]["type"] == "warning"

    atelier.night()
    monthly_reports(str(atelier.root))

    assert len(phone.messages) == 1


def test_what_is_new_in_the_second_night_is_told_alone(atelier, phone):
    atelier.land(HELD, "notes.csv")
    atelier.night()
    atelier.land(b"other\n", "other.csv")
    atelier.night()

    assert phone.titles == ["Pilaster: 1 file held"] * 2
    assert "notes.csv" not in phone.messages[1]["message"]


def test_refused_records_up_to_the_limit_are_no_alert_and_do_not_add_up_over_nights(tmp_path, phone):
    made = workspace(tmp_path / "workspace", phone.url, "alert_quarantined_over = 1")
    made.land(x.content(*posts(4), broken_post()), "1.csv")
    made.night()
    assert phone.messages == []

    made.land(x.content(*posts(5), broken_post(), x.post(98, Likes="more")), "2.csv")
    made.night()

    assert phone.titles == ["Pilaster: 2 records refused"]


def test_a_late_export_is_told_once_for_its_month_though_nothing_arrives(tmp_path, phone):
    made = workspace(tmp_path / "workspace", phone.url)
    expected = {"format": "x_content", "every": "month", "within_days": 0}
    made.strategy(accounts=[OWN[0], {**OWN[1], "exports": [expected]}])
    # Taken in the middle of last month: it supplies the month before, and nothing supplied last month by its last day.
    middle = datetime.combine(FIRST_OF_MONTH - timedelta(days=15), datetime.min.time(), UTC)
    made.land(x.content(x.post(1, middle - timedelta(days=3))), taken=middle)

    for _ in range(3):
        made.night()

    last_month = f"{FIRST_OF_MONTH - timedelta(days=1):%Y-%m}"
    told = [line for line in phone.messages[0]["message"].splitlines() if f"{last_month}-01 to {last_month}" in line]
    assert phone.titles == ["Pilaster: 1 export late"]
    assert len(told) == 1
    assert "landing/atelier/" in phone.messages[0]["message"]


def test_an_export_of_unusual_size_is_told_from_the_counts_of_those_before_it(atelier, phone):
    for day in range(11, 16):
        taken = datetime(2026, 10, day, 7, tzinfo=UTC)
        atelier.land(x.content(*posts(12, day * 100)), f"{day}.csv", taken=taken)
    atelier.night()
    assert phone.messages == []

    atelier.land(x.content(*posts(60, 1_000)), "all.csv", taken=datetime(2026, 11, 1, 7, tzinfo=UTC))
    atelier.night()
    atelier.night()

    assert phone.titles == ["Pilaster: 1 export of unusual size"]
    assert "60 records; 12 are usual (x_content, 5 exports before)" in phone.messages[0]["message"]


def test_posts_by_day_are_not_held_against_posts_for_life_though_all_are_read_in_one_night(atelier, phone):
    for month in range(1, 10):
        taken = datetime(2026, month, 28, 7, tzinfo=UTC)
        numbers = range(month * 100, month * 100 + (12 if month < 9 else 60))
        lifetime = [instagram.post(number, **instagram.published(taken - timedelta(days=9))) for number in numbers]
        by_day = [post | {"Date": f"{month:02}/{day:02}/2026"} for post in lifetime[:12] for day in range(20, 26)]
        atelier.land(instagram.content(*lifetime), f"{month}_731.csv", taken=taken)
        atelier.land(instagram.content(*by_day), f"{month}_753.csv", taken=taken)

    atelier.night()

    assert phone.titles == ["Pilaster: 1 export of unusual size"]
    assert "9_731.csv: 60 records; 12 are usual (instagram_content, 8 exports before)" in phone.messages[0]["message"]


@pytest.mark.parametrize(
    "error", [RetryError(where="/disk", found="full"), DataError(where="rpt_engagement"), OSError(28, "full")]
)
def test_a_night_that_fails_still_tells_once_a_day_and_marks_it(error, atelier, phone, monkeypatch):
    def fail(*_):
        raise error

    atelier.land(x.content(x.post()))
    monkeypatch.setitem(stages.STAGES, "report", fail)
    for _ in range(2):
        with pytest.raises((RetryError, DataError)):
            atelier.night()

    assert phone.titles == ["Pilaster: the run failed"]
    assert phone.messages[0]["type"] == "failure"
    assert "Traceback" not in phone.messages[0]["message"]


def test_a_run_that_cannot_even_open_its_ledger_is_told(atelier, phone):
    (atelier.root / "ledger.db").write_bytes(b"this was a ledger once, and now it is none" * 100)

    with pytest.raises(DataError):
        atelier.night()

    assert phone.titles == ["Pilaster: the run failed"]
    assert "rebuild-ledger" in phone.messages[0]["message"]


def test_somebody_who_stops_a_night_knows_it(atelier, phone, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    atelier.land(x.content(x.post()))
    monkeypatch.setitem(stages.STAGES, "report", stop)
    with pytest.raises(KeyboardInterrupt):
        atelier.night()

    assert phone.messages == []


@pytest.mark.parametrize("status", [500, 302])
def test_a_receiver_that_refuses_costs_nothing_and_hears_of_it_the_next_night(status, atelier, phone, caplog):
    atelier.land(HELD)
    phone.status = status
    refused = atelier.night()

    assert (refused.exit_code, refused.error) == (1, "")
    assert refused.alerts["problem"] == "not delivered: 1 file held; receiver 1 of 1: it did not take the message"
    assert refused.alerts["problem"] in caplog.text

    phone.status = 200
    assert atelier.night().alerts["told"] == "1 file held"
    assert atelier.night().alerts.keys() == {"memory"}
    assert len(phone.messages) == 2


def test_a_receiver_that_is_gone_does_not_keep_another_from_hearing(tmp_path, phone):
    made = workspace(tmp_path / "workspace", f"json://127.0.0.1:9/ nosuch://x {phone.url}")
    made.land(HELD)

    summary = made.night()
    made.night()

    assert phone.titles == ["Pilaster: 1 file held"]
    assert "receiver 1 of 3" in summary.alerts["problem"]
    assert "receiver 2 of 3" in summary.alerts["problem"]
    assert "receiver 3 of 3" not in summary.alerts["problem"]


@pytest.mark.slow
def test_a_receiver_that_never_answers_is_left_after_ten_seconds(tmp_path, phone):
    # rto: the address itself asks for more patience than a night has
    made = workspace(tmp_path / "workspace", f"{phone.url}?rto=60")
    made.land(HELD)
    made.night()
    phone.delay, phone.messages[:] = 30, []
    made.land(b"other\n", "other.csv")

    started = time.monotonic()
    summary = made.night()

    assert time.monotonic() - started < 25
    assert summary.alerts["problem"].endswith("no answer within 10 seconds")


def test_a_rebuilt_ledger_knows_what_was_told(atelier, phone):
    atelier.land(HELD)
    atelier.night()

    ledger = open_ledger(f"sqlite:///{atelier.root / 'ledger.db'}")
    enter_again(Workspace(atelier.root), ledger)
    ledger.dispose()
    read_again(str(atelier.root))
    atelier.night()

    assert len(phone.messages) == 1


def test_an_idle_night_with_an_address_loads_no_heavy_library(atelier, phone):
    atelier.land(x.content(x.post()))
    atelier.night()

    assert idle_night(atelier.root, "--direct") == ([], 0)
    assert phone.messages == []


def test_only_the_courier_loads_apprise():
    asked = "import sys, flows.night, flows.commands.alerts; print('apprise' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, cwd=ROOT).stdout == b"False\n"


def test_without_an_address_nothing_is_remembered(tmp_path):
    made = team(tmp_path / "workspace")
    made.land(HELD)

    assert night(str(made.root)).alerts == {}
    assert not (made.root / ".alerting.lock").exists()
