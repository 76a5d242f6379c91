"""What Prefect shows to somebody who starts a backfill by hand."""

import pytest


@pytest.mark.prefect
def test_prefect_shows_what_each_parameter_is_for():
    from prefect.utilities.callables import parameter_schema

    from flows.backfill import backfill

    told = parameter_schema(backfill.fn).properties

    assert {name: bool(each.get("description")) for name, each in told.items()} == dict.fromkeys(told, True)
    assert {"from_month", "to_month", "workspace", "brands", "table", "replay"} <= told.keys()
