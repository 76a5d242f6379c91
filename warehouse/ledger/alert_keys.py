"""Which brand the key of an alert is about: `flows.alerting.rules` words the keys, and the memory of them lies in the ledger."""

# code → at which word of the key the brand stands: alone, or before a slash and the hash of a file
_BRAND_AT = {"held": 1, "quarantined": 1, "volume": 1, "late": 2}
_MARKS = "`'\"(),;:"


def brand_of(key: str) -> str | None:
    """The brand of a key; None where the alert is of the whole run."""
    words = key.split(" ")
    at = _BRAND_AT.get(words[0])
    return None if at is None or at >= len(words) else words[at].partition("/")[0]


def is_about(key: str, brand: str) -> bool:
    """Whether a key is about the brand. That of a whole run is, if it names the brand or a file of it."""
    own = brand_of(key)
    if own is not None:
        return own == brand
    # Behind the code and the day: the words of an error, with places in them.
    named = (word.strip(_MARKS) for word in key.split(" ")[2:])
    return any(brand in word.split("/") or f"__{brand}__" in word or word.endswith(f"/{brand}.yaml") for word in named)
