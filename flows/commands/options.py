"""Options that several commands share, so that they are spelled and explained once."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

WorkspaceOption = Annotated[Path, Parameter(name="--workspace", help="folder with pilaster.toml", negative="")]
DirectOption = Annotated[bool, Parameter(name="--direct", help="run without Prefect; the files are the same", negative="")]
JsonOption = Annotated[bool, Parameter(name="--json", help="print JSON for a machine", negative="")]
BrandOption = Annotated[
    list[str] | None, Parameter(name="--brand", help="look at this brand only; may be given more than once", negative="")
]
HERE = Path()
