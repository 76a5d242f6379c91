"""The gate: Great Expectations judges one batch of one table, once per run. The only module that imports it, and only when asked.

A night's batches are judged row by row. A million rows cost Great Expectations 4 s of CPU and a copy of the frame, so beyond
DIRECT_LIMIT it judges the counts of the count query instead: a row per expectation with the number of unexpected rows. So it
judges reports, whose dozens of expectations over a few rows would cost more than making them.
Where it has seen the rows and the counts are given too, the two have to agree, else quarantine and verdict would differ.
"""

import logging
import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any

from expectations.model import CheckResult, Counts, Expect, Verdict, Via
from expectations.register import EXPECTATIONS
from transforms.errors import DataError, IntegrityError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
    from great_expectations.expectations.expectation import Expectation

# At most 1.1 s of CPU whatever the table (`make bench` shows it by table); the counts of any number of rows cost 0.1 s.
DIRECT_LIMIT = 100_000


_ONE_AT_A_TIME = Lock()
# What Great Expectations says of each expectation, as far as it applies.
COUNTED = ("element_count", "missing_count", "unexpected_count")
_N_UNEXPECTED = "n_unexpected"
_NONE_UNEXPECTED = Expect(
    "none_unexpected", "ExpectColumnValuesToBeBetween", _N_UNEXPECTED, "no row breaks the expectation", {"max_value": 0}
)


def judge(
    table: str,
    batch: "pd.DataFrame | pa.Table | None",
    counts: Mapping[str, Counts] | None = None,
    *,
    direct_limit: int = DIRECT_LIMIT,
) -> Verdict:
    """Great Expectations' verdict on one batch of `table`, safe to call from several threads at once.

    `batch` is the result of `batch_query(table)`, `counts` that of `count_query(table)` over the same rows. A batch of more
    than `direct_limit` rows, or none, is judged by its counts.

    Raises:
        DataError: a judged column or a count is missing, or Great Expectations could not evaluate an expectation.
        IntegrityError: Great Expectations and the count query disagree.
    """
    expects = EXPECTATIONS[table]
    if batch is not None and len(batch) <= direct_limit:
        found = _found_in_rows(table, expects, batch)
        if counts is not None:
            _require_agreement(table, found, _complete(table, expects, counts))
        return _verdict(table, expects, found, "rows")
    return judge_counts({table: counts or {}})[0]


def judge_counts(counted: Mapping[str, Mapping[str, Counts]]) -> list[Verdict]:
    """Great Expectations' verdicts on several tables by the results of their count queries, in their order and in one validation.

    Raises:
        DataError, IntegrityError: as `judge` does.
    """
    complete = {table: _complete(table, EXPECTATIONS[table], counts) for table, counts in counted.items()}
    _require_broken(complete)
    return [_verdict(table, EXPECTATIONS[table], counts, "counts") for table, counts in complete.items()]


def _verdict(table: str, expects: Iterable[Expect], found: Mapping[str, Counts], via: Via) -> Verdict:
    results = tuple(_result(expect, found[expect.id], via) for expect in expects)
    success = all(result.success for result in results if result.severity == "critical")
    return Verdict(table, max(counts.n_rows for counts in found.values()), success, results)


def _result(expect: Expect, found: Counts, via: Via) -> CheckResult:
    return CheckResult(
        id=expect.id,
        kind=expect.kind,
        column=expect.column,
        severity=expect.severity,
        success=found.n_unexpected == 0,
        n_evaluated=found.n_evaluated,
        n_unexpected=found.n_unexpected,
        why=expect.why,
        via=via,
    )


# What Great Expectations sees ----------------------------------------------------------------------------------------------
def _found_in_rows(table: str, expects: tuple[Expect, ...], batch: "pd.DataFrame | pa.Table") -> dict[str, Counts]:
    frame = _frame(table, expects, batch)
    if frame.empty:
        return {expect.id: Counts(0, 0, 0) for expect in expects}
    answers = _validate(table, frame, expects)
    return {id_: _counts(answer) for id_, answer in answers.items()}


def _counts(answer: Mapping[str, int]) -> Counts:
    # A promise about NULL itself evaluates every row, and reports none as missing.
    n_rows = answer["element_count"]
    return Counts(n_rows, n_rows - answer.get("missing_count", 0), answer["unexpected_count"])


def _require_broken(counted: Mapping[str, Mapping[str, Counts]]) -> None:
    """Great Expectations finds as many broken expectations as the counts tell."""
    # A row per expectation and one promise over all: each promise, and each validation, costs Great Expectations milliseconds,
    # whatever its rows.
    counts = [counts[expect.id].n_unexpected for table, counts in counted.items() for expect in EXPECTATIONS[table]]
    if not counts:
        return
    import pandas as pd

    broken, name = sum(n > 0 for n in counts), " and ".join(counted)
    answer = _validate("counts", pd.DataFrame({_N_UNEXPECTED: counts}), [_NONE_UNEXPECTED])[_NONE_UNEXPECTED.id]
    if answer["unexpected_count"] != broken:
        raise _disagreement(name, _NONE_UNEXPECTED.id, f"{broken} broken", f"{answer['unexpected_count']}")


def _frame(table: str, expects: Iterable[Expect], batch: "pd.DataFrame | pa.Table") -> "pd.DataFrame":
    """Only the judged columns: Great Expectations hashes whatever it is given, before it looks at anything."""
    import pandas as pd

    columns = list(dict.fromkeys(expect.column for expect in expects))
    names = batch.columns if isinstance(batch, pd.DataFrame) else batch.column_names
    missing = [column for column in columns if column not in set(names)]
    if missing:
        raise DataError(
            where=f"the batch of {table}",
            expected=f"the columns of batch_query({table!r})",
            found=f"without {', '.join(missing)}",
            remedy="hand the gate the result of that query, not the table itself",
        )
    if isinstance(batch, pd.DataFrame):
        return batch[columns]
    # Dates as datetime64: as objects they would be hashed and compared one by one.
    frame: pd.DataFrame = batch.select(columns).to_pandas(date_as_object=False)
    return frame


# What has to agree ---------------------------------------------------------------------------------------------------------
def _complete(table: str, expects: Iterable[Expect], counts: Mapping[str, Counts]) -> Mapping[str, Counts]:
    missing = [expect.id for expect in expects if expect.id not in counts]
    if missing:
        raise DataError(
            where=f"the counts of {table}",
            expected="one count for each expectation",
            found=f"none for {', '.join(missing)}",
            remedy="run count_query on the same rows and hand the gate read_counts of its result",
        )
    return counts


def _require_agreement(table: str, seen: Mapping[str, Counts], counted: Mapping[str, Counts]) -> None:
    for id_, found in seen.items():
        if found != counted[id_]:
            raise _disagreement(table, id_, str(counted[id_]), str(found))


def _disagreement(table: str, id_: str, counted: str, seen: str) -> IntegrityError:
    return IntegrityError(
        where=f"{table}, expectation {id_}",
        expected=f"Great Expectations and the count query to agree; the query found {counted}",
        found=f"Great Expectations found {seen}",
        remedy="publish nothing of this batch and report both counts: expectations/row_query.py reads the rule in another way",
    )


# Great Expectations --------------------------------------------------------------------------------------------------------
def _validate(table: str, frame: "pd.DataFrame", expects: Iterable[Expect]) -> dict[str, dict[str, int]]:
    """One validation of `frame` in a context of its own: a shared one has judged another thread's frame without an error."""
    gx = _great_expectations()
    source = _context().data_sources.add_pandas(table)
    whole = source.add_dataframe_asset(table).add_batch_definition_whole_dataframe(table)
    batch = whole.get_batch({"dataframe": frame})
    suite = gx.ExpectationSuite(name=table, expectations=[_rendered(expect) for expect in expects])
    # They come back in an order of their own: those that could not be evaluated first.
    results: list[Any] = batch.validate(suite, result_format="BASIC").results
    return {result.expectation_config.meta["id"]: _answer(table, result) for result in results}


def _answer(table: str, result: Mapping[str, Any]) -> dict[str, int]:
    found = result["result"]
    if "unexpected_count" in found:
        return {name: found[name] for name in COUNTED if name in found}
    raise DataError(
        where=f"{table}, expectation {result['expectation_config']['meta']['id']}",
        expected="Great Expectations to evaluate it",
        found=str(result["exception_info"])[:500],
        remedy="look at the type of the judged column: the expectation does not fit it",
    )


def _rendered(expect: Expect) -> "Expectation":
    meta = {"id": expect.id, "why": expect.why}
    with _ONE_AT_A_TIME:  # two threads would both make a kind, and the library complains of the second
        kind = _kind(expect.kind)
    return kind(column=expect.column, severity=expect.severity, meta=meta, **expect.kwargs)


@cache
def _kind(name: str) -> "Callable[..., Expectation]":
    """A kind of expectation that makes its configuration once.

    A validation asks each expectation for it some 120 times, and the library makes it anew each time: half of the cost of a
    validation. What is rendered here never changes afterwards.
    """
    from great_expectations.compatibility.pydantic import PrivateAttr

    base = getattr(_great_expectations().expectations, name)

    def configuration(self: Any) -> Any:  # noqa: ANN401 - the library's own types have to be imported first
        if self._made is None:
            self._made = base.configuration.fget(self)
        return self._made

    # A name of its own: the library keeps a register of kinds by name.
    body = {"__module__": base.__module__, "_made": PrivateAttr(None), "configuration": property(configuration)}
    made: Callable[..., Expectation] = type(base)(f"{name}MadeOnce", (base,), body)
    return made


def _context() -> "EphemeralDataContext":
    """A context that lives in memory only: no telemetry, no progress bars, no folder for documents."""
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults, ProgressBarsConfig

    config = DataContextConfig(
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
    )
    context: EphemeralDataContext = _great_expectations().get_context(mode="ephemeral", project_config=config)
    return context


def _great_expectations() -> ModuleType:
    """Great Expectations, imported when first needed: that takes 4.5 s and 270 MiB."""
    before = warnings.showwarning
    import great_expectations

    # Its import diverts the warnings of the whole process into the log; they go back to where they went.
    if warnings.showwarning is not before:
        logging.captureWarnings(capture=False)
    return great_expectations
