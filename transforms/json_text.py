"""JSON for people: what `json.dumps(value, ensure_ascii=False, indent=1)` writes, byte for byte, in a quarter of its time.

The library indents in Python, one token at a time; a description of thousands of files is written after every publication.
"""

import json
from json.encoder import encode_basestring


def indented(value: object, margin: str = "\n") -> str:
    """`value` as JSON, indented by one space a level; keys are texts."""
    inner = f"{margin} "
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict) and value:
        told = [f"{encode_basestring(key)}: {indented(each, inner)}" for key, each in value.items()]
        return f"{{{inner}{f',{inner}'.join(told)}{margin}}}"
    if isinstance(value, list | tuple) and value:
        return f"[{inner}{f',{inner}'.join([indented(each, inner) for each in value])}{margin}]"
    return repr(value) if type(value) is int else json.dumps(value)
