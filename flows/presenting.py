"""What people and readers of folders see beside the tables, brought up to date when a run has published, or had nothing to."""

from typing import TYPE_CHECKING, Any

from flows.run import Run
from flows.summary import BEHIND
from transforms.errors import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


def show(run: Run, *, is_last: bool = True) -> dict[str, Any]:
    """Bring pages and the tables' description up to date, also after a night with nothing to publish.

    Returns `notes` on single pages, and in `skipped` what a full or broken disk kept from being written or read: the tables are
    published by now, so that fails no run, and the next one makes it good. Months are drawn by the last of several runs:
    they look a year back, and each batch or portion would draw them again.
    """
    from flows.describing import describe
    from warehouse import engagement_pages, quality_pages

    notes: list[str] = []

    def draw() -> None:
        notes.extend(engagement_pages.refresh(run.workspace, run.ledger, run.at_hand()))

    places: dict[Path, Callable[[], object]] = {
        run.workspace.quality: lambda: quality_pages.refresh(run.workspace, run.ledger),
        **({run.workspace.engagement: draw} if is_last else {}),
        run.workspace.contract: lambda: describe(run.workspace, run.ledger),
    }
    return {"skipped": list(_behind(run, places)), "notes": notes}


def _behind(run: Run, places: "Mapping[Path, Callable[[], object]]") -> "Iterator[dict[str, str]]":
    for place, bring_up_to_date in places.items():
        try:
            bring_up_to_date()
        except IntegrityError as error:
            yield {"code": BEHIND, **error.answers}
        except OSError as error:
            yield {
                "code": BEHIND,
                "where": place.relative_to(run.workspace.root).as_posix(),
                "expected": "what was published, for people and readers of folders",
                # Of a rename, the second name is the page; the first is gone by the time somebody reads this.
                "found": f"{error.filename2 or error.filename or 'a file'}: {error.strerror or error}",
                "remedy": "make room, or look at the disk and at who may write there: the tables are published, "
                "and the next night makes it good",
            }
