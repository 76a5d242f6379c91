"""Everything that can go wrong, grouped by who acts next.

    PilasterError
    ├── SettingsError               fix the settings: nothing could run (exit 2)
    │   ├── WorkspaceError          the folder is no workspace, or cannot be used
    │   ├── StrategyError           strategy/<brand>.yaml is missing or wrong
    │   └── FormatFileError         formats/<name>.yaml is wrong: that one format is not read, the night goes on
    ├── SourceError                 ask the source: this one file is held, the night goes on
    │   ├── UnreadableFileError     no text, no table, cut off, or too large to open safely
    │   ├── EmptyExportError        nothing in it, or nothing below its header
    │   ├── UnrecognisedFormatError no known export has this header
    │   ├── MissingColumnError      known, but a column that it cannot do without is missing
    │   ├── AmbiguousColumnError    two columns claim to be the same quantity and differ
    │   ├── UnassignedFileError     it does not say whose numbers these are
    │   └── DatabaseSourceError     a database does not answer, or lacks what its connector promises
    ├── DataError                   look at the data: an identity broke, nothing is published
    │   └── IntegrityError          a stored file is not what the ledger says it is
    └── RetryError                  run it again: somebody else was faster, or a disk was full
        ├── PartitionMovedError     a partition changed between merge and publication
        └── LedgerBusyError         the ledger's database did not answer

Every error says where, what was expected, what was found and what to do; the four are kept as attributes, so that summaries,
the ledger and tests read facts instead of parsing sentences. All arguments are keywords with defaults: that is what lets an
exception survive pickling between processes.
"""

ANSWERS = ("where", "expected", "found", "remedy")


class PilasterError(Exception):
    """Base of all our errors; `str()` gives the four answers on four lines."""

    def __init__(self, *, where: str = "", expected: str = "", found: str = "", remedy: str = "") -> None:
        super().__init__(where, expected, found, remedy)
        self.where = where
        self.expected = expected
        self.found = found
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        return _revive, (type(self), self.__dict__.copy())

    def __str__(self) -> str:
        answers = (("expected", self.expected), ("found", self.found), ("what to do", self.remedy))
        return "\n".join([self.where, *(f"  {label}: {text}" for label, text in answers if text)])

    @property
    def answers(self) -> dict[str, str]:
        """The four answers by their names, as summaries keep them."""
        return {answer: getattr(self, answer) for answer in ANSWERS}

    @property
    def code(self) -> str:
        """The error's stable name in the ledger and in `--json`: `MissingColumnError` is `missing_column`."""
        words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in type(self).__name__)
        return words.removeprefix("_").removesuffix("_error")


def _revive(kind: type[PilasterError], facts: dict[str, object]) -> PilasterError:
    error = kind()
    error.__dict__.update(facts)
    error.args = tuple(error.answers.values())
    return error


class SettingsError(PilasterError):
    """Fix the settings: nothing could run."""


class WorkspaceError(SettingsError):
    """The folder is no workspace, or cannot be used."""


class StrategyError(SettingsError):
    """strategy/<brand>.yaml is missing or wrong."""


class FormatFileError(SettingsError):
    """formats/<name>.yaml is wrong: that one format is not read, the night goes on."""


class SourceError(PilasterError):
    """Ask the source: this one file is held, the night goes on."""


class UnreadableFileError(SourceError):
    """No text, no table, cut off, or too large to open safely."""


class EmptyExportError(SourceError):
    """Nothing in it, or nothing below its header."""


class UnrecognisedFormatError(SourceError):
    """No known export has this header."""


class MissingColumnError(SourceError):
    """Known, but a column that it cannot do without is missing."""


class AmbiguousColumnError(SourceError):
    """Two columns claim to be the same quantity and differ."""


class MangledNumbersError(SourceError):
    """A spreadsheet has turned its numbers into something else."""


class UnassignedFileError(SourceError):
    """It does not say whose numbers these are."""


class DatabaseSourceError(SourceError):
    """A database does not answer, or lacks what its connector promises: this one source is skipped."""


class DataError(PilasterError):
    """Look at the data: an identity broke, nothing is published."""


class IntegrityError(DataError):
    """A stored file is not what the ledger says it is."""


class RetryError(PilasterError):
    """Run it again: somebody else was faster, or a disk was full."""


class PartitionMovedError(RetryError):
    """A partition changed between merge and publication."""


class LedgerBusyError(RetryError):
    """The ledger's database did not answer."""


def disk_error(error: OSError, where: str, again: str) -> RetryError:
    """What a disk that is full or broken means; `where` if the system names no file, `again` is what to run once more."""
    return RetryError(
        where=str(error.filename or where),
        expected="a disk that keeps what is written to it",
        found=error.strerror or str(error),
        remedy=f"make room or look at the disk, then run {again} again: what is published is whole, and nothing is lost",
    )
