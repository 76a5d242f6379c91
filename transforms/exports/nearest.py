"""Which known header an unknown one is near to: what a person is told of a language or a spelling that is not known yet."""

from collections.abc import Iterable
from difflib import get_close_matches

from transforms.exports.headers import fold
from transforms.exports.model import Format

# A header in another language shares most letters with its kin (Visualizaciones, Visualizações), a wrong guess does not.
_NEAR = 0.75
# Old exports have thousands of columns, and a person reads a handful.
_LOOKED_AT = 25


def nearest(headers: Iterable[str], format_: Format) -> dict[str, str]:
    """Header → the known one of `format_` that is nearest, where one is near."""
    known = {fold(alias): alias for field in format_.fields for alias in field.aliases}
    near = {}
    for header in list(headers)[:_LOOKED_AT]:
        found = get_close_matches(fold(header), known, n=1, cutoff=_NEAR)
        if found and found[0] != fold(header):
            near[header] = known[found[0]]
    return near
