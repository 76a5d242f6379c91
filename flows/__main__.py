"""The command line. Commands are loaded when they are called: `pilaster --help` imports none of them."""

import os
import sys
import traceback

from cyclopts import App

from transforms.errors import PilasterError, disk_error

# name, where it lives, one line of help
COMMANDS = (
    ("init", "flows.commands.init:init", "Make a workspace: settings, a strategy template and folders."),
    ("demo", "flows.commands.demo:demo", "Make a demo workspace with a year of exports and run one night over it."),
    ("nightly", "flows.commands.nightly:nightly", "Carry everything that lies in landing/ to the reports."),
    ("backfill", "flows.commands.backfill:backfill", "Carry archived exports of many months, or rebuild them, batch by batch."),
    ("report", "flows.commands.report:report", "Bring the monthly reports up to date and show them."),
    ("close", "flows.commands.close:close", "Close a month: its reports stay as they are."),
    ("inspect", "flows.commands.inspect:inspect", "Say what an export is, without a workspace."),
    ("dictionary", "flows.commands.dictionary:dictionary", "Say what every table and column means."),
    ("trace", "flows.commands.trace:trace", "Follow a figure of a report to its facts and export files."),
    ("status", "flows.commands.status:status", "Say what the workspace holds and how the last run ended."),
    ("strategy", "flows.commands.strategy:app", "Check the strategy files, or print their schema for editors."),
    ("alerts", "flows.commands.alerts:app", "See whether alerts would arrive."),
    ("quarantine", "flows.commands.quarantine:app", "Look at held files and refused records, and try them again."),
    ("release", "flows.commands.release:release", "Let a file in that a check holds, with a reason."),
    ("assign", "flows.commands.assign:assign", "Say whose numbers an export holds that names no account."),
    ("verify", "flows.commands.verify:verify", "Hold everything that is stored against everything that is known of it."),
    ("repair", "flows.commands.repair:repair", "Mend what verify found, from raw/."),
    ("offboard", "flows.commands.offboard:offboard", "Remove everything of a brand that leaves."),
    (
        "rebuild-ledger",
        "flows.commands.rebuild_ledger:rebuild_ledger",
        "Rebuild the ledger from raw/, journal/ and Parquet footers.",
    ),
    ("up", "flows.commands.up:up", "Start a Prefect server, a worker and the schedules on this machine."),
    ("down", "flows.commands.down:down", "End what `pilaster up` started."),
    ("schedule", "flows.commands.schedule:schedule", "Bring the schedules of this workspace to its Prefect server."),
)

# Nothing that this program starts reports home.
_SILENCE = {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}


def build(called: str = "") -> App:
    """The application with all its commands, none of them loaded. The one that is `called` says itself what it does."""
    app = App(name="pilaster", help="Social media exports in, Parquet facts and monthly reports out.", version=_version)
    for name, place, summary in COMMANDS:
        app.command(place, name=name, help=None if name == called else summary)
    return app


def _version() -> str:
    from importlib.metadata import version

    return version("pilaster")


def main() -> None:
    """Run the command line; exit 0 all well, 1 something to look at, 2 nothing could run or it broke off."""
    for name, value in _SILENCE.items():
        os.environ.setdefault(name, value)
    try:
        code = build(*sys.argv[1:2])(result_action="return_value")
    except PilasterError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(2)
    except ConnectionError:  # whoever read our output went away
        raise
    except OSError as error:
        told = disk_error(error, "this machine", "the same command")
        print(f"{type(told).__name__}: {told}", file=sys.stderr)
        sys.exit(2)
    except Exception:  # noqa: BLE001 - whatever it is, it must not end as a run does that found something to look at
        traceback.print_exc()
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
