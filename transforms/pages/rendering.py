"""Templates of this package, filled: every value is escaped, and a name that a template misspells is an error."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_PACKAGE = "transforms.pages"
# What cannot be seen gets its picture: U+2400 and what follows stand for U+0000 and what follows.
_UNSEEN = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"} | {0x7F: 0x2421}


def render(name: str, **facts: object) -> str:
    """One page from the template `name`."""
    return _environment().get_template(name).render(**facts)


def stamp_of(facts: Mapping[str, object], *names: str) -> str:
    """Changes when the facts of a page do, or one of its templates."""
    told = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256((told + _version(*names)).encode()).hexdigest()


@cache
def _version(*names: str) -> str:
    return hashlib.sha256("".join(map(_text, names)).encode()).hexdigest()


@cache
def _environment() -> "Environment":
    # Imported here: whether pages are up to date is found without it.
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    made = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=FunctionLoader(_text)
    )
    made.filters["number"] = lambda value: f"{value:,}"
    made.filters["seen"] = seen
    made.filters["coded"] = _coded
    return made


def seen(value: object) -> str:
    """A text of which nothing is hidden: control characters get their picture."""
    return str(value).translate(_UNSEEN)


def _coded(text: str) -> "Markup":
    """Our own messages set commands between backticks; everything else in them is escaped."""
    from markupsafe import Markup, escape

    parts = [escape(seen(part)) for part in text.split("`")]
    if len(parts) % 2 == 0:
        return escape(seen(text))
    return Markup("").join(Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts))


def _text(name: str) -> str:
    return files(_PACKAGE).joinpath(name).read_text("utf-8")
