"""The table of contents of a backfill: land, plan, then batch by batch the same verbs as a night, each with its own publication.

What a killed backfill had published stays; the next one plans from the ledger what is missing. A replay writes down with each
publication what it has rebuilt, so that it goes on where it was, as long as code, formats and strategies are the same.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows import judging, night, outlook, presenting
from flows.batching import Batch
from flows.outlook import Asked, Outlook
from flows.run import Run
from flows.running import running
from flows.stopping import Stop, stoppable
from flows.summary import Summary
from transforms.lineage import VERSIONS
from warehouse.ledger import backfilling
from warehouse.ledger.holding import hold_orphans
from warehouse.ledger.lost import require_ledger
from warehouse.ledger.partitions import Slot
from warehouse.ledger.planning import Plan, to_json
from warehouse.storage import ABSENT
from warehouse.workspace import Workspace, read_formats, read_strategies, require_a_strategy

# A night that publishes the same partitions meanwhile takes files of its own along: those are planned again, but not for ever.
_ROUNDS = 3
LEFT_OUT = "left out"
_MORE_THAN = {"published": 3, "removed": 2, "unchanged": 1, "left": 0, LEFT_OUT: 0}


@dataclass
class Backfilled:
    """What one backfill did."""

    summary: Summary
    plan: dict[str, Any]
    partitions: dict[Slot, str] = field(default_factory=dict)
    """partition → published, unchanged (built again and found the same), removed, or, still due: left (others were faster) and
    left out (an archived export of its brand is damaged)"""
    batches: int = 0
    stopped: bool = False

    @property
    def exit_code(self) -> int:
        """0 all well, 1 somebody should look, or it is not done."""
        return 1 if self.summary.has_findings or self.stopped or self.counts["left"] else 0

    @property
    def counts(self) -> Counter[str]:
        """Partitions by outcome."""
        return Counter(self.partitions.values())

    @property
    def last_line(self) -> str:
        """What was done, and how to go on."""
        told = f"{self.batches:,} of {self.plan['batches']:,} batches; {self.summary.last_line}"
        if self.stopped:
            return f"stopped after {told}; nothing is lost: run the same command again to go on"
        if self.counts["left"]:
            return f"{told}; {self.counts['left']:,} partitions moved meanwhile: run the same command again to build them"
        if self.counts[LEFT_OUT]:
            brands = " ".join(f"--brand {brand}" for brand in sorted(self.summary.left_out))
            return f"{told}; {self.counts[LEFT_OUT]:,} partitions left out: once that is mended, run it again with {brands}"
        return told

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        outcomes = [
            {"table": slot.table, "brand": slot.brand, "month": slot.month, "outcome": outcome}
            for slot, outcome in sorted(self.partitions.items())
        ]
        own = {"plan": self.plan, "partitions": outcomes, "outcomes": dict(self.counts), "stopped": self.stopped}
        return self.summary.as_dict() | own | {"batches": self.batches, "exit_code": self.exit_code, "last_line": self.last_line}


class Teller:
    """Whoever shows how far it is; this one shows nothing."""

    def planned(self, plan: Outlook) -> None:
        """There is a plan."""

    def verb(self, verb: str, done: int, total: int) -> None:
        """A verb begins."""

    def carried(self, batch: Batch, summary: Summary) -> None:
        """A batch is published."""


def plan(root: str, asked: Asked) -> Outlook:
    """What a backfill would do; writes nothing at all.

    Raises:
        SettingsError: the settings are wrong, or no strategy can be read.
        IntegrityError: the ledger is lost.
    """
    from flows.settings import read_settings
    from warehouse.ledger.open import ledger_of, open_ledger

    workspace = Workspace(Path(root).absolute())
    require_a_strategy(workspace)
    url = read_settings(workspace).ledger_url.get_secret_value()
    is_new = not url and not workspace.ledger.exists()
    ledger = open_ledger("sqlite://") if is_new else ledger_of(workspace, url)
    try:
        require_ledger(workspace, ledger, lands=True)
        return outlook.look(workspace, ledger, asked, name_of(workspace, asked), with_landing=True)
    finally:
        ledger.dispose()


def backfill(root: str, asked: Asked, runner: night.Runner = night.as_it_is, teller: Teller | None = None) -> Backfilled:
    """Land everything, then carry what waits and build what is due in the range, batch by batch.

    Raises:
        SettingsError: nothing could run.
        DataError: an identity broke; nothing of that batch was published.
        RetryError: somebody else was faster, again and again, or a disk was full.
    """
    teller = teller or Teller()
    name = name_of(Workspace(Path(root).absolute()), asked)
    with stoppable() as stop:
        done, planned = _begin(root, asked, name, teller)
        _carry_all(root, planned.waiting, name, runner, teller, done, stop)
        _rebuild(root, asked, name, runner, teller, done, stop)
    _end(root, name, done)
    return done


def name_of(workspace: Workspace, asked: Asked) -> str:
    """What makes a backfill the same as one that was killed: what was asked, and formats, checks and strategies of today."""
    strategies, formats = read_strategies(workspace)[0], read_formats(workspace)[0]
    judges = [[brand, judging.judged_by(each, formats), each.slices] for brand, each in sorted(strategies.items())]
    told = [asked.months.first, asked.months.last, asked.brands, asked.table, asked.replay, VERSIONS, judges]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _begin(root: str, asked: Asked, name: str, teller: Teller) -> tuple[Backfilled, Outlook]:
    with running(root, backfilling.KIND, is_part=True) as (run, summary):
        require_ledger(run.workspace, run.ledger, lands=True)
        night.land(run, summary, list(asked.brands) or None, teller.verb)
        planned = outlook.look(run.workspace, run.ledger, asked, name)
        summary.orphans = hold_orphans(run.ledger, planned.orphans, read_strategies(run.workspace)[1])
        presenting.show(run, is_last=False)
    teller.planned(planned)
    return Backfilled(summary, planned.as_dict()), planned


def _carry_all(
    root: str,
    batches: Iterable[Batch],
    name: str,
    runner: night.Runner,
    teller: Teller,
    done: Backfilled,
    stop: Stop,
) -> None:
    for batch in batches:
        if stop.is_asked:
            done.stopped = True
            return
        summary, outcomes = _carry(root, batch, name, runner, teller.verb)
        _add(done, summary, outcomes)
        teller.carried(batch, summary)


def _rebuild(root: str, asked: Asked, name: str, runner: night.Runner, teller: Teller, done: Backfilled, stop: Stop) -> None:
    """Build what is due, planned anew: the exports that waited have joined its partitions meanwhile."""
    tried: set[Slot] = set()
    for _ in range(_ROUNDS):
        batches = [] if done.stopped else _due(root, asked, name)
        left = {slot for slot in tried if done.partitions.get(slot) == "left"}
        again = [batch for batch in batches if not tried or batch.slots & left]
        if not again:
            return
        tried |= {slot for batch in again for slot in batch.slots}
        done.plan["batches"] = done.batches + len(again)
        _carry_all(root, again, name, runner, teller, done, stop)


def _due(root: str, asked: Asked, name: str) -> list[Batch]:
    run = Run(str(Path(root).absolute()), name)
    with run.ledger.connect() as connection:
        return outlook.rebuilding(connection, run.strategies, asked, name, Outlook())[0]


def _carry(root: str, batch: Batch, name: str, runner: night.Runner, progress: night.Progress) -> tuple[Summary, dict[Slot, str]]:
    """One batch as a run of its own. What others carried since it was planned is left out."""
    with running(root, backfilling.KIND, is_part=True) as (run, summary):
        planned = _plan_of(run, batch, name)
        outcomes: dict[Slot, str] = {}
        if not planned.is_empty:
            run.hand_on("plan", to_json(planned))
            told = night.carry(run, summary, planned, runner, progress)
            outcomes = _outcomes(run, summary.left_out, {Slot(*slot) for slot in told["rebuilt"]}, planned.rebuild)
            summary.also = {"backfill": name, "rebuilt": told["rebuilt"]}
    return summary, outcomes


def _plan_of(run: Run, batch: Batch, name: str) -> Plan:
    judged_by = {brand: judging.judged_by(strategy, run.formats) for brand, strategy in run.strategies.items()}
    looked_at = frozenset((brand, "") for brand in batch.brands if brand in run.strategies)
    asked = Plan(changed=looked_at, rebuild=batch.slots, backfill=name, more_follows=True)
    with run.ledger.connect() as connection:
        return backfilling.plan_batch(connection, run.strategies, judged_by, asked, batch.files.keys() - batch.again, batch.again)


def _outcomes(run: Run, left_out: set[str], rebuilt: set[Slot], planned: Iterable[Slot]) -> dict[Slot, str]:
    found = {}
    for built in run.take("build")["built"]:
        if built["footer"]:
            found[Slot(*built["slot"])] = "published" if built["staged"] else "unchanged"
        elif built["generation"] != ABSENT:
            found[Slot(*built["slot"])] = "removed"
    return found | {slot: LEFT_OUT if slot.brand in left_out else "left" for slot in planned if slot not in rebuilt}


def _add(done: Backfilled, summary: Summary, outcomes: dict[Slot, str]) -> None:
    done.summary.add(summary)
    done.summary.strategy_errors = summary.strategy_errors
    done.summary.format_errors = summary.format_errors
    for slot, outcome in outcomes.items():
        before = done.partitions.get(slot, "left")
        done.partitions[slot] = outcome if _MORE_THAN[outcome] >= _MORE_THAN[before] else before
    done.batches += 1


def _end(root: str, name: str, done: Backfilled) -> None:
    """A closing run says what all batches did together; from here on a replay of the same kind begins anew."""
    with running(root, backfilling.KIND) as (run, summary):
        night.add_shown(done.summary, presenting.show(run))
        # What is left out may never come back: it must not keep the same replay from beginning anew.
        is_finished = not done.stopped and not done.counts["left"]
        summary.also = {"backfill": name, "is_finished": is_finished, "last_line": done.last_line}
        summary.seconds = done.summary.seconds
        # The one run of a backfill of which people are told: what somebody should look at, whichever batch found it.
        summary.files = [file for file in done.summary.files if file["state"] == "held" or file["n_quarantined"]]
        summary.orphans, summary.skipped = done.summary.orphans, done.summary.skipped
