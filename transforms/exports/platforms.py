"""The names that people and tools give to the networks, and ours for each. Nothing else is a platform (FAULTS 43)."""

from transforms.facts.small_dims import PLATFORMS

KNOWN_PLATFORMS: dict[str, str] = {row["platform"]: row["platform"] for row in PLATFORMS} | {
    "twitter": "x",
    "ig": "instagram",
    "fb": "facebook",
}
