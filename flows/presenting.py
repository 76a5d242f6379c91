"""What people and readers of folders see beside the tables, brought up to date when a run has published, or had nothing to."""

from flows.run import Run


def show(run: Run, *, is_last: bool = True) -> list[str]:
    """Bring pages and the tables' description up to date, also after a night with nothing to publish; returns what failed.

    Months are drawn by the last of several runs: they look a year back, and each batch of a backfill would draw them again.
    """
    from flows.describing import describe
    from warehouse import engagement_pages, quality_pages

    quality_pages.refresh(run.workspace, run.ledger)
    notes = engagement_pages.refresh(run.workspace, run.ledger, run.at_hand()) if is_last else []
    describe(run.workspace, run.ledger)
    return notes
