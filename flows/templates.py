"""The templates that `pilaster init` writes: an empty table per file, and a page that explains every column."""

from transforms.exports.creators import TEMPLATES, Template

_PAGE = """\
# Templates

No platform exports figures of other people's accounts, so these two files are yours to fill: from a tool, an agency, a media kit
or by hand. Copy one, fill it, drop the copy into `landing/<brand>/`. Files in this folder are never read.

- One row per creator and day (`creators.csv`), one row per post (`creator_posts.csv`). Drop a newer file whenever figures change:
  every file is kept, and of each figure the one that was seen last counts.
- An empty cell means "not known", 0 means "known, and zero". Days are written 2026-10-31, amounts 1234.50, yes and no in English.
- When a file was made is its modification time, or a sidecar: `creators.csv.observed` with one line such as `2026-10-31`.
- A score needs followers on a day within the 90 days before the month's end, and posts in the same 90 days.
- Columns that are not needed may be left out. Their order does not matter.
"""


def template_texts() -> dict[str, str]:
    """File name → text of everything in templates/."""
    return {each.name: ",".join(cell.header for cell in each.cells) + "\n" for each in TEMPLATES} | {
        "README.md": "\n".join([_PAGE, *(_explained(each) for each in TEMPLATES)])
    }


def _explained(template: Template) -> str:
    """One table: column, example, whether it is needed, what it means."""
    lines = [f"## {template.name}", "", "| column | example | needed | meaning |", "|---|---|---|---|"]
    lines += [
        f"| `{cell.header}` | `{cell.example}` | {'yes' if template.needs(cell) else ''} | {cell.words} |"
        for cell in template.cells
    ]
    return "\n".join([*lines, ""])
