"""`pilaster dictionary`: what every table and column means."""

from typing import Annotated, Literal

from cyclopts import Parameter

Format = Annotated[
    Literal["markdown", "frictionless", "odcs"],
    Parameter(name="--format", help="markdown for people, frictionless table schemas, or an Open Data Contract"),
]


def dictionary(*, form: Format = "markdown") -> int:
    """Print what every published table and column means. Needs no workspace; a workspace has the same in contract/."""
    from flows import describing

    render = {"markdown": describing.page, "frictionless": describing.schemas, "odcs": describing.contract}
    print(render[form](), end="")
    return 0
