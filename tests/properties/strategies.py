"""The strategies of the two brands whose histories are generated, and what they mean, told once more by hand."""

from typing import Any

from tests.builders import facebook, x, youtube
from tests.builders.workspace import OWN

ZONES = {"atelier": "Europe/Amsterdam", "bazaar": "Asia/Kolkata"}
ACCOUNTS = (
    *OWN,
    {"platform": "facebook", "handle": facebook.PAGE, "id": facebook.PAGE_ID},
    {"platform": "youtube", "handle": youtube.CHANNEL},
)
PILLARS: dict[str, list[dict[str, Any]]] = {
    "atelier": [
        {"name": "brand", "weight": 0.4, "hashtags": ["lumen"]},
        {"name": "fashion", "weight": 0.35, "keywords": ["coat", "scarf"], "labels": ["Fashion"]},
        {"name": "craft", "weight": 0.25, "keywords": ["linen"]},
    ],
    "bazaar": [
        {"name": "all", "weight": 0.9, "keywords": ["coat", "#lumen"]},
        {"name": "rest", "weight": 0.1, "keywords": ["no"]},
    ],
}
CREATORS = [{"name": "A Creator", "handles": {"instagram": "a.creator"}}]
# brand → text of a post → its pillars, by reading them; a label of the platform adds "fashion" for the atelier.
TOPICS: dict[str, dict[str, frozenset[str]]] = {
    "atelier": {
        "A walk in the park": frozenset(),
        "Our coat #lumen": frozenset({"brand", "fashion"}),
        "Linen, or a linen SCARF?": frozenset({"craft", "fashion"}),
        "#Lumen": frozenset({"brand"}),
    },
    "bazaar": {
        "A walk in the park": frozenset(),
        "Our coat #lumen": frozenset({"all"}),
        "Linen, or a linen SCARF?": frozenset(),
        "#Lumen": frozenset({"all"}),
    },
}
OWN_ACCOUNT = {
    "instagram": "atelier.lumen",
    "facebook": "atelier lumen",
    "x": x.HANDLE.lower(),
    "youtube": youtube.CHANNEL.lower(),
}
PARTNER_ACCOUNT = {"instagram": "studio.noord", "facebook": "studio noord", "x": "studionoord"}
