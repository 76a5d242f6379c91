"""The templates that `pilaster init` writes: an empty table per file, and a page that explains every column."""

from transforms.exports.register import TEMPLATES
from transforms.exports.template import Template

_PAGE = """\
# Templates

What no platform or tool exports in a form of its own is yours to fill: from a tool, an agency, a media kit, a screen or by hand.
Copy a file, fill it, drop the copy into `landing/<brand>/`. Files in this folder are never read.

- Drop a newer file whenever figures change: every file is kept, and of each figure the one that was seen last counts.
- An empty cell means "not known", 0 means "known, and zero". Days are written 2026-10-31, amounts 1234.50, yes and no in English.
- Times say their zone: 2026-10-12T09:30:00Z is UTC, 2026-10-12T11:30:00+02:00 is the same moment on a clock two hours ahead. A
  time without a zone is refused.
- Numbers are written without marks between thousands: 3781, not 3,781.
- When a file was made is its modification time, or a sidecar: `creators.csv.observed` with one line such as `2026-10-31`.
- A creator's score needs followers on a day within the 90 days before the month's end, and posts in the same 90 days.
- People are not named: of followers and of who writes to you, tables hold a keyed hash, the same for the same person. The files
  that you drop are archived as they came, in `raw/`; keep what must not be kept there out of them.
- Columns that are not needed may be left out. Their order does not matter.
"""


def template_texts() -> dict[str, str]:
    """File name → text of everything in templates/."""
    return {each.name: ",".join(cell.header for cell in each.cells) + "\n" for each in TEMPLATES} | {
        "README.md": "\n".join([_PAGE, *(_explained(each) for each in TEMPLATES)])
    }


def _explained(template: Template) -> str:
    """One table: column, example, whether it is needed, what it means."""
    about = [template.about, ""] if template.about else []
    lines = [f"## {template.name}", "", *about, "| column | example | needed | meaning |", "|---|---|---|---|"]
    lines += [
        f"| `{cell.header}` | `{cell.example}` | {'yes' if template.needs(cell) else ''} | {cell.words} |"
        for cell in template.cells
    ]
    return "\n".join([*lines, ""])
