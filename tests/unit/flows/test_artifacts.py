"""What Prefect shows is text: no file name opens a link, a cell or a tag."""

from flows.artifacts import MAX_ROWS, escaped, markdown, rows
from flows.summary import Summary


def file(**overrides):
    counts = dict.fromkeys(("n_records", "n_accepted", "n_quarantined", "n_duplicates", "n_structural"), 0)
    told: dict[str, object] = {
        "brand": "atelier",
        "folders": [],
        "name": "a.csv",
        "state": "taken",
        "hold": None,
        "format": "x_content",
        **counts,
    }
    return told | overrides


def night(**overrides):
    return Summary(run_id="run", workspace="/w", seconds={"land": 0.14, "extract": 2.0}, **overrides)


def test_a_name_made_of_markdown_stays_a_name():
    evil = "[a](http://b)|<img src=x>`*_\n# c"

    told = escaped(evil)

    assert "\n" not in told
    assert "<" not in told
    assert told == r"\[a\](http\://b)\|&lt;img src=x&gt;\`\*\_ # c"


def test_every_row_of_a_table_has_as_many_cells_as_its_header():
    held = file(name="a|b.csv", state="held", hold={"code": "unreadable_file", "found": "x | y"})

    tables = [block for block in markdown(night(files=[held])).split("\n\n") if block.startswith("|")]

    assert tables
    for table in tables:
        assert len({line.replace("\\|", "").count("|") for line in table.splitlines()}) == 1


def test_the_page_counts_what_was_taken_held_refused_and_published():
    held = file(state="held", hold={"code": "empty_export", "found": "nothing"})
    told = markdown(night(files=[file(n_accepted=5, n_quarantined=2), held], published=["a", "b", "c"]))

    for line in (
        "| files taken | 1 |",
        "| records accepted | 5 |",
        "| files held | 1 |",
        "| records quarantined | 2 |",
        "| Parquet files published | 3 |",
        "| land | 0.1 |",
    ):
        assert line in told


def test_a_long_night_leaves_a_short_table():
    assert len(rows(night(files=[file()] * 1_000))) == MAX_ROWS


def test_a_source_that_could_not_be_read_is_on_the_page_and_in_the_last_line():
    error = {"code": "database_source", "where": "sources.social", "expected": "an answer", "found": "a | b", "remedy": "look"}
    told = night(skipped=[error])

    assert r"| sources\.social | an answer | a \| b | look |" in markdown(told)
    assert "not read 1 source" in told.last_line
    assert told.exit_code == 1
