"""The six verbs as stages: each takes a run, reads what the stage before left, and leaves what the next one needs."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flows import judging, presenting
from flows.run import Run
from transforms.contracts.tables import STAGING_FILE_PROFILE
from transforms.errors import DataError, PartitionMovedError
from transforms.sources import FileOutcome, SourceFile
from warehouse.ledger import planning

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.engine import EngineSettings
    from warehouse.partitions import Build

# Somebody else publishing the same partitions again and again means a second schedule, not bad luck.
MAX_MERGES = 5
Key = tuple[str, str]


def land(run: Run, brands: list[str] | None, progress: Callable[[int, int], None] = lambda _done, _total: None) -> dict[str, Any]:
    """landing/ → raw/ + journal/."""
    from warehouse import landing

    landed = landing.land(run.workspace, run.ledger, run.settings.settle_s, frozenset(brands) if brands else None, progress)
    told = {"taken": landed.taken, "left": landed.left, "skipped": [], "notes": []}
    if run.settings.sources:
        from flows.sources import land_sources  # only a workspace with sources pays for it

        read = land_sources(run, brands)
        told |= {"taken": landed.taken + read.taken, "skipped": read.skipped, "notes": read.notes}
    return told


def plan(run: Run, brands: list[str] | None) -> planning.Plan:
    """What there is to do, from the ledger alone; left for the stages that follow."""
    judged_by = {brand: judging.judged_by(strategy, run.formats) for brand, strategy in run.strategies.items()}
    planned = planning.plan(run.ledger, run.strategies, judged_by, frozenset(brands) if brands else None)
    run.hand_on("plan", planning.to_json(planned))
    return planned


def extract(run: Run) -> dict[str, Any]:
    """raw/ → staging frames; every file staged or held with a reason. A brand that cannot be read as it was leaves the plan."""
    from flows import bookkeeping
    from flows.leaving_out import without_unreadable
    from flows.staleness import widened

    given = _planned(run)
    planned, left_out = without_unreadable(run, given)
    outcomes, staged = _read(run, planned, "staging")
    wider = None if planned.backfill else widened(run, planned, staged, _engine_settings(run))
    if wider is not None:
        planned, more = without_unreadable(run, wider)
        left_out += more
        outcomes, staged = _read(run, planned, "staging-again")
    if planned != given:
        # In this order: a stage that is tried again finds in the plan only what is whole.
        run.hand_on("left_out", run.take("left_out") + left_out)
        run.hand_on("plan", planning.to_json(planned))
    run.hand_on("outcomes", [vars(outcome) for outcome in outcomes])
    bookkeeping.journal_assignments(run)
    run.hand_on("staged", {table: [str(path) for path in found] for table, found in staged.items()})
    held = sum(outcome.held_code is not None for outcome in outcomes)
    return {"files": len(outcomes), "records": sum(outcome.n_records for outcome in outcomes), "held": held}


def _read(run: Run, planned: planning.Plan, folder: str) -> "tuple[list[FileOutcome], dict[str, list[Path]]]":
    from warehouse.extraction import extract as extract_files
    from warehouse.people_key import secret_of

    paths = {(file.brand, file.sha): run.workspace.raw_file(file.brand, file.sha) for file in planned.files}
    secret = secret_of(run.workspace, run.settings.hash_key.get_secret_value())
    return extract_files(planned.files, paths, run.strategies, run.folder / folder, run.formats, secret=secret)


def validate(run: Run) -> dict[str, Any]:
    """Staging → accepted + quarantine: the set-based queries find the rows, Great Expectations gives the verdict."""
    planned = _planned(run)
    from warehouse.engine import engine
    from warehouse.fact_merging import own_accounts
    from warehouse.sifting import sift

    files = {(file.brand, file.sha): file for file in planned.files}
    with engine(_engine_settings(run), run.folder / "spill") as connection:
        connection.register("own_accounts", own_accounts(run.strategies.values()))
        listing = [each.id for each in run.formats if each.lists_all]
        sifted = sift(connection, _staged(run), files, _outcomes(run), judging.queries_of, judging.DIRECT_LIMIT, listing)
    held = {key: reasons for key, reasons in sifted.held.items() if key not in planned.released}
    refused = [row for row in sifted.refused if (row[0], row[1]) not in held]
    run.hand_on("refused", refused)
    run.hand_on("profiles", sifted.profiles)
    run.hand_on("covers", sifted.covers)
    run.hand_on("held", [[*key, judging.whys(STAGING_FILE_PROFILE.name, reasons)] for key, reasons in held.items()])
    run.hand_on("checks", judging.verdicts(sifted))
    _show_refused(run, files, refused)
    return {"quarantined": len(refused), "held": len(held)}


def _show_refused(run: Run, files: dict[Key, SourceFile], refused: list[Any]) -> None:
    from warehouse import quarantine
    from warehouse.extraction import read_records

    known = {(each.brand, each.sha): run.formats.get(each.format or "") for each in _outcomes(run)}
    private = {key for key, format_ in known.items() if format_ and format_.is_private}
    rows_of: dict[Key, list[tuple[int, list[str]]]] = {key: [] for key in files}
    for brand, sha, line, reasons, cell, table in refused:
        rows_of[brand, sha].append((line, judging.whys(table, reasons, cell)))
    for (brand, sha), rows in rows_of.items():
        shown = sorted(rows)[: quarantine.MAX_SHOWN_RECORDS]
        # Pages name nobody whom tables do not name: such a record shows its line and its reasons.
        is_shown = shown and (brand, sha) not in private
        cells = read_records(run.workspace.raw_file(brand, sha), [line for line, _ in shown], run.formats) if is_shown else {}
        about = {"brand": brand, "sha": sha, "name": files[brand, sha].name}
        quarantine.keep(run.workspace, about, ((line, reasons, cells.get(line, {})) for line, reasons in shown), len(rows))


def transform(run: Run) -> dict[str, Any]:
    """Staging → facts and dimensions, staged beside the tables."""
    planned = _planned(run)
    return _while_others_publish(run, lambda: _new_build(run, planned), lambda build: _transform(run, planned, build))


def _transform(run: Run, planned: planning.Plan, build: "Build") -> dict[str, Any]:
    from flows.covering import coverage
    from warehouse.deriving import derive
    from warehouse.engine import engine
    from warehouse.fact_merging import merge
    from warehouse.labelling import label
    from warehouse.sifted_tables import register_refused

    with engine(_engine_settings(run), run.folder / "spill") as connection:
        held = [(brand, sha) for brand, sha, _ in run.take("held")]
        register_refused(connection, [tuple(row[:3]) for row in run.take("refused")], held)
        counts = merge(connection, build, _staged(run), run.strategies, planned.with_other("accounts"))
        derive(connection, build, run.strategies, planned.with_other("accounts"), run.formats, coverage(run, planned))
        label(build, run.strategies, planned.with_other("labels"))
    run.lay_down(build)
    run.hand_on("duplicates", [[*key, n] for key, n in counts.duplicates.items()])
    run.hand_on("accepted", [[*key, n] for key, n in counts.accepted.items()])
    run.hand_on("dispositions", counts.dispositions)
    return {"records": sum(counts.accepted.values()), "partitions": len(build.built)}


def report(run: Run) -> dict[str, Any]:
    """Facts + strategy → reports, which are validated too.

    Raises:
        DataError: a report breaks an identity; nothing of this night is published.
    """
    planned = _planned(run)
    return _while_others_publish(
        run, lambda: _build(run, planned), lambda build: _report(run, planned, build), again=lambda: transform(run)
    )


def _report(run: Run, planned: planning.Plan, build: "Build") -> dict[str, Any]:
    from flows.bookkeeping import known_and_judged
    from warehouse.deriving import format_ranks
    from warehouse.engine import engine
    from warehouse.hands import Hand, hands
    from warehouse.influencer_reporting import report_creators
    from warehouse.quality_reporting import report_quality
    from warehouse.report_identities import checked_identities
    from warehouse.reporting import report as build_reports
    from warehouse.reporting import shared, staged_reports
    from warehouse.restating import report_restatements
    from warehouse.side_by_side import Task
    from warehouse.sifting import sift_reports

    strategies = {brand: run.strategies[brand] for brand in planned.brands if brand in run.strategies}
    with engine(_engine_settings(run), run.folder / "spill") as connection:
        latest = _latest_observations(run, planned)
        files = known_and_judged(run, planned)
        with hands(connection, shared(strategies, format_ranks(run.formats))) as at_work:
            others: dict[str, Task[Hand]] = {
                "creators": Task(lambda _: report_creators(build, strategies, latest)),
                "quality": Task(lambda hand: report_quality(hand.connection, build, strategies, files, run.formats)),
            }
            build_reports(at_work, build, strategies, latest, others)
            report_restatements(connection, build, strategies, files)
            shrunk = checked_identities(connection, build)
            sifted = sift_reports(at_work, staged_reports(build), judging.queries_of)
    checks = judging.verdicts(sifted) + shrunk
    for table, key, reasons in sifted.broken[:1]:
        raise DataError(
            where=f"{table}, {', '.join(map(str, key))}",
            expected="; ".join(judging.whys(table, reasons)),
            found=f"{len(sifted.broken)} report rows that break it",
            remedy="nothing was published; look at the facts of this month",
        )
    run.lay_down(build)
    run.hand_on("report_checks", checks)
    return {"partitions": sum(each.slot.table.startswith("rpt_") for each in build.built.values())}


def _latest_observations(run: Run, planned: planning.Plan) -> dict[str, Any]:
    """Brand → latest observation of its accepted files, tonight's included."""
    with run.ledger.connect() as connection:
        latest = planning.latest_observations(connection, planned.brands)
    accepted = {(brand, sha) for brand, sha, n in run.take("accepted") if n}
    for file in planned.files:
        if (file.brand, file.sha) in accepted:
            latest[file.brand] = max(latest.get(file.brand, file.observed_on), file.observed_on)
    return latest


def publish(run: Run) -> dict[str, Any]:
    """Staged files → warehouse/, in one publication; merged again when somebody else was faster."""
    planned = _planned(run)
    from flows.bookkeeping import updates
    from warehouse.publishing import publish as publish_build

    for _ in range(MAX_MERGES):
        build = _build(run, planned)
        try:
            published = publish_build(run.workspace, run.ledger, run.run_id, build, updates(run, planned, build))
        except PartitionMovedError as error:
            moved = error
            transform(run)
            report(run)
        else:
            rebuilt = sorted(map(tuple, build.catalogue.to_rebuild()))
            return {"files": published, "rebuilt": rebuilt, **presenting.show(run, is_last=not planned.more_follows)}
    raise moved


def _while_others_publish(
    run: Run, begin: Callable[[], "Build"], work: Callable[["Build"], dict[str, Any]], again: Callable[[], object] = dict
) -> dict[str, Any]:
    """Do `work` on a build, and once more on a new one whenever it fails because somebody published what it was reading."""
    from warehouse.publishing import has_moved

    for _ in range(MAX_MERGES):
        build = begin()
        try:
            return work(build)
        except Exception as error:
            if not has_moved(run.workspace, run.ledger, build):
                raise
            failed = error
        again()
    raise PartitionMovedError(
        where=str(run.workspace.warehouse),
        expected="partitions that stand still while they are merged",
        found=f"{MAX_MERGES} publications of others meanwhile",
        remedy="look for a second schedule of this workspace, then run the night again",
    ) from failed


def _planned(run: Run) -> planning.Plan:
    return planning.from_json(run.take("plan"))


def _staged(run: Run) -> dict[str, Any]:
    from pathlib import Path

    return {table: [Path(path) for path in paths] for table, paths in run.take("staged").items()}


def _outcomes(run: Run) -> list[FileOutcome]:
    return [FileOutcome(**{**told, "unknown_columns": tuple(told["unknown_columns"])}) for told in run.take("outcomes")]


def _new_build(run: Run, planned: planning.Plan) -> "Build":
    from warehouse.ledger.partitions import Catalogue
    from warehouse.partitions import Build

    with run.ledger.connect() as connection:
        at_hand = {(file.brand, file.sha) for file in planned.files}
        catalogue = Catalogue(connection, planned.brands, planned.rebuild, at_hand)
    return Build(run.workspace, run.folder, catalogue, run.settings.compression, shelf=run.shelf)


def _build(run: Run, planned: planning.Plan) -> "Build":
    """What the stage before built. Whether it still stands is looked at when it is published."""
    from warehouse import laid_down

    build = run.pick_up()
    if build is None:
        laid_down.pick_up(build := _new_build(run, planned))
    return build


def _engine_settings(run: Run) -> "EngineSettings":
    from warehouse.engine import EngineSettings

    return EngineSettings(run.settings.threads, run.settings.memory_limit)


STAGES: dict[str, Callable[[Run], dict[str, Any]]] = {
    verb.__name__: verb for verb in (extract, validate, transform, report, publish)
}
