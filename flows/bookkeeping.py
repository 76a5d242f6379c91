"""What a night tells the ledger: one state and one set of counts per file, and everything that follows from its build."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from flows import judging
from flows.covering import listed
from flows.run import Run
from transforms.errors import ANSWERS
from transforms.sources import SourceFile
from warehouse import journal
from warehouse.ledger.planning import Plan
from warehouse.publishing import partition_updates

if TYPE_CHECKING:
    from warehouse.partitions import Build

Key = tuple[str, str]


def updates(run: Run, planned: Plan, build: "Build") -> dict[str, Any]:
    """The ledger's rows after this night, as plain JSON that an intent can carry."""
    read = {(file.brand, file.sha): file for file in planned.files}
    checks = run.take("checks") + run.take("report_checks")
    told = {
        "files": judged_files(run, planned),
        "dispositions": run.take("dispositions"),
        "own_formats": run.formats.own,
        "checks": [{"run_id": run.run_id, **check} for check in checks],
        "brands": [
            {"brand": brand, "slices": strategy.slices}
            for brand, strategy in sorted(run.strategies.items())
            if brand in planned.brands
        ],
    }
    refused = {(row["brand"], row["sha"]) for row in told["files"] if row["state"] == "held"}
    supplied = build.catalogue.supplied_by(refused & read.keys())
    # Held now, but taken before: its rows leave the facts with the next night.
    told["retired"] = sorted({(slot.brand, sha) for slot, shas in supplied.items() for sha in shas})
    told |= partition_updates(build, read)
    if planned.backfill:
        # In the same transaction as the publication: a backfill that is killed now knows what it need not do again.
        told["summary"] = {"backfill": planned.backfill, "rebuilt": told["rebuilt"]}
    return told


def judged_files(run: Run, planned: Plan) -> list[dict[str, Any]]:
    """One row of the ledger per file that this night judged."""
    known = {(file.brand, file.sha): file for file in planned.files}
    held = {(brand, sha): reasons for brand, sha, reasons in run.take("held")}
    counts = _counts(run)
    profiles = {(brand, sha): told for brand, sha, *told in run.take("profiles")}
    covers = listed(run)
    judged_by = {brand: judging.judged_by(run.strategies[brand], run.formats) for brand in {file.brand for file in planned.files}}
    return [
        _file(told, held, counts)
        | _profile(profiles, told)
        | _as_planned(known[told["brand"], told["sha"]], planned)
        | {"covers": covers.get((told["brand"], told["sha"])), "run_id": run.run_id, "judged_by": judged_by[told["brand"]]}
        for told in run.take("outcomes")
    ]


def known_and_judged(run: Run, planned: Plan) -> list[dict[str, Any]]:
    """Taken and held files of the brands at hand, as the ledger will know them after this night."""
    from warehouse.ledger.reading import known_files

    tonight = {(file.brand, file.sha): file for file in planned.files}
    before = [file for file in known_files(run.ledger, planned.brands) if (file["brand"], file["sha"]) not in tonight]
    return before + [
        told | {"observed_on": tonight[told["brand"], told["sha"]].observed_on} for told in judged_files(run, planned)
    ]


def _as_planned(file: SourceFile, planned: Plan) -> dict[str, Any]:
    """What was known of the file when the night was planned: if that has changed since, the verdict does not stand."""
    return {
        "observed_at": file.observed_at.replace(tzinfo=None).isoformat(),
        "is_released": (file.brand, file.sha) in planned.released,
        "was_assigned": file.assigned_account,
    }


def _profile(profiles: dict[Key, list[str | None]], told: dict[str, Any]) -> dict[str, str | None]:
    account, first_date, last_date = profiles.get((told["brand"], told["sha"]), (None, None, None))
    return {"account": account, "first_date": first_date, "last_date": last_date}


def journal_assignments(run: Run) -> None:
    """Write down whose numbers a file was taken for, where its content does not say it: strategies may change.

    A file that is read again was assigned before; that is no new event.
    """
    told = [
        {
            "kind": "assign",
            "brand": each["brand"],
            "sha": each["sha"],
            "account": each["assigned_account"],
            "by": each["assigned_by"],
        }
        for each in run.take("outcomes")
        if each["assigned_by"] not in {None, "assigned"}
    ]
    journal.record(run.workspace, told)


def _file(told: dict[str, Any], held: dict[Key, list[str]], counts: dict[str, Counter[Key]]) -> dict[str, Any]:
    key = (told["brand"], told["sha"])
    hold = _hold(told, held.get(key))
    return {
        "brand": told["brand"],
        "sha": told["sha"],
        "state": "held" if hold else "taken",
        "hold": hold,
        "platform": told["platform"],
        "format": told["format"],
        "n_records": told["n_records"],
        "n_structural": told["n_structural"],
        "n_duplicates": 0 if hold else counts["duplicates"][key],
        "n_quarantined": 0 if hold else counts["quarantined"][key],
        "n_accepted": 0 if hold else counts["accepted"][key],
        "unknown_columns": list(told["unknown_columns"]),
        "notes": list(told["notes"]),
        "assigned_account": told["assigned_account"],
    }


def _hold(told: dict[str, Any], reasons: list[str] | None) -> dict[str, str] | None:
    if told["held_code"]:
        return {"code": told["held_code"], **{answer: told[answer] for answer in ANSWERS}}
    if reasons:
        return {
            "code": "file_check",
            "where": told["name"],
            "expected": "a file that passes every critical check of staging_file_profile",
            "found": "; ".join(reasons),
            "remedy": "export it again, or let it in as it is with `pilaster release FILE --reason ...`",
        }
    return None


def _counts(run: Run) -> dict[str, Counter[Key]]:
    return {
        "duplicates": Counter({(brand, sha): n for brand, sha, n in run.take("duplicates")}),
        "accepted": Counter({(brand, sha): n for brand, sha, n in run.take("accepted")}),
        "quarantined": Counter((brand, sha) for brand, sha, *_ in run.take("refused")),
    }
