"""What `pilaster report` shows of the reports by post."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.showing import posts, videos
from tests.builders.post_report_rows import VALID
from transforms.contracts.arrow import arrow_schema
from transforms.contracts.tables import TABLES

SHOWN = {
    "rpt_post": (posts.show_posts, ("instagram/atelier", "reel", "Our coat (deleted)", "4.0%", "500")),
    "rpt_video": (videos.show, ("instagram/atelier", "Our coat", "meta_3s", "400", "25.0%", "30.0%", "50.0%", "33.3%")),
    "rpt_best_time": (posts.show_hours, ("instagram/atelier", "Tuesday 18:00", "6.0%", "1.07")),
    "rpt_boost_candidates": (posts.show_candidates, ("instagram/atelier", "Our coat", "10.0%", "4.0%", "1.75")),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_row_is_shown_with_its_figures(name, tmp_path, capsys):
    show, words = SHOWN[name]
    write(tmp_path, name, VALID[name] | {"title": "Our coat"})

    show(tmp_path)

    told = capsys.readouterr().out
    assert name in told
    assert [word for word in words if word not in told] == []


@pytest.mark.parametrize("name", SHOWN)
def test_an_empty_report_says_what_is_missing(name, tmp_path, capsys):
    SHOWN[name][0](tmp_path)

    assert capsys.readouterr().out.startswith(f"{name} has no")


def test_posts_without_ranks_say_which_exports_would_give_them(tmp_path, capsys):
    write(tmp_path, "rpt_post", VALID["rpt_post"] | {"post_rank": None})

    posts.show_posts(tmp_path)

    assert "exports of those days" in " ".join(capsys.readouterr().out.split())


def write(root, name, row):
    place = root / "warehouse" / name / f"{name}__atelier__2026-10.parquet"
    place.parent.mkdir(parents=True)
    known = {column: value for column, value in row.items() if column in TABLES[name].columns}
    pq.write_table(pa.Table.from_pylist([known], arrow_schema(TABLES[name])), place)
