"""What somebody sees of a backfill while it works, and how it is asked to stop."""

import io
import signal

import pytest
from rich.console import Console
from rich.progress import Progress

from flows.batching import Batch, Piece
from flows.outlook import Outlook
from flows.showing.backfill import Bar, Lines, show_plan
from flows.stopping import stoppable
from flows.summary import Summary

BATCHES = [Batch([Piece("atelier", f"2026-{month:02d}")], {("atelier", f"{month}"): 1000}) for month in (9, 10)]
SUMMARY = Summary("run", "social", published=["warehouse/a.parquet"])


def test_a_bar_ends_full_and_says_how_fast_it_was():
    bar = Progress(console=Console(file=io.StringIO()))
    teller = Bar(bar)

    teller.planned(Outlook(waiting=BATCHES))
    for batch in BATCHES:
        teller.verb("extract", 0, 0)
        teller.carried(batch, SUMMARY)

    (task,) = bar.tasks
    assert task.finished
    assert task.fields["rate"].endswith("files/s")


def test_in_a_pipe_every_batch_is_a_line(capsys):
    teller = Lines()

    teller.planned(Outlook(waiting=BATCHES, seconds=90))
    teller.carried(BATCHES[0], SUMMARY)

    plan, line = capsys.readouterr().err.splitlines()
    assert plan == "plan: 2 batches, 2 files, 0 partitions to rebuild, about 1 min 30 s"
    assert line.startswith("batch 1 of 2: atelier 2026-09: 0 files taken, 0 held, 1 published; ")


def test_a_plan_says_what_there_is_to_do(capsys):
    show_plan(Outlook(waiting=BATCHES, records=1234).as_dict())

    assert "1,234" in capsys.readouterr().out


def test_the_first_ctrl_c_asks_and_the_second_stops_at_once(capsys):
    before = signal.getsignal(signal.SIGINT)  # a suite that runs in the background ignores it

    with stoppable() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.is_asked
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)

    assert "stopping after this batch" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is before
