"""Values of a breakdown in one spelling, whatever the language of the export: ages and genders. All else stays as it is."""

import re

from transforms.exports.headers import fold

GENDERS = {
    "female": ("Female", "Women", "Feminino", "Mulheres", "Weiblich", "Frauen"),
    "male": ("Male", "Men", "Masculino", "Homens", "Männlich", "Männer"),
    "user-specified": ("User-specified", "Especificado pelo usuário"),
    "other": ("Other", "Outro", "Outros"),
    "unknown": ("Unknown", "Desconhecido", "Unbekannt"),
}
_GENDERS = {fold(word): gender for gender, words in GENDERS.items() for word in words}
# `18–24 years`, `18 a 24 anos`, `18-24`; `65+ years`, `A partir de 65 anos`, `65+`, `Ab 65 Jahren`. Anything else is left alone.
_FROM_TO = re.compile(r"(?P<first>[0-9]{1,2}) ?(?:[-\u2013]|a|bis) ?(?P<last>[0-9]{1,2})(?: (?:years|anos|jahre))?")
_FROM = re.compile(r"(?:a partir de |ab )?(?P<first>[0-9]{1,2})(?P<plus>\+)?(?: (?:years|anos|jahren?))?")


def value_in(dimension: str, text: str) -> str:
    """A value of `dimension` in the spelling that all exports share."""
    bare = text.strip()
    if dimension == "gender":
        return _GENDERS.get(fold(bare), bare)
    if dimension == "age":
        return _age(bare)
    return str(int(bare)) if dimension == "hour" and bare.isascii() and bare.isdecimal() else bare


def _age(text: str) -> str:
    folded = fold(text)
    if found := _FROM_TO.fullmatch(folded):
        return f"{found['first']}-{found['last']}"
    found = _FROM.fullmatch(folded)
    is_open = found and (found["plus"] or folded.startswith(("a partir de", "ab ")))
    return f"{found['first']}+" if found and is_open else text
