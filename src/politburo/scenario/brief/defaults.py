"""Every default of the brief form."""

from __future__ import annotations

from typing import NamedTuple

#: codings that are not stated. Caution and ambition have no default: they are drawn from the prior of traits in every history
CODING = {"apparatus": 0.2, "security": 0.2, "party": 0.4, "public": 0.3, "authority": 0.4, "region": 0.2}
#: traits that a stated coding gives, and audiences that it appeals to
TRAITS = {
    "authority": ("oratory", "doctrine"),
    "security": ("military",),
    "caution": ("caution",),
    "ambition": ("ambition",),
}
APPEAL = {"public": ("workers", "students"), "party": ("apparatus",), "security": ("army",)}
#: offices where none are stated: id, name, what they give, the coding by which the holder is found
OFFICES = (
    ("party-secretary", "Party secretary", {"appointments": 1.0}, "apparatus"),
    ("army-and-security", "Head of army and security", {"army": 1.0, "police": 1.0}, "security"),
    ("press", "Head of the press", {"press": 1.0}, "authority"),
    ("government", "Head of the government", {"state": 0.6, "economy": 0.4}, "public"),
)
HOLDS = 0.3  # the least coding that gives an office
REGIONS, REGION_MEMBERS = 20, 1000  # equal organisations, and one more of the army
#: by which coding organisations and ordinary members of the committee follow a contender: share of them, loyalty, entrenchment
FOLLOWING = (("apparatus", 0.25, 0.35, 0.15), ("region", 0.20, 0.65, 0.5))
LOOSE = 0.15  # entrenchment of the others


class BodyDefault(NamedTuple):
    """What a body is like where the page does not say; `size` None: as many seats as sit in it."""

    name: str
    size: int | None
    every: int
    removal: float


BODIES = {
    "congress": BodyDefault("Congress", 200, 12, 0.5),
    "committee": BodyDefault("Committee", 25, 2, 0.667),
    "bureau": BodyDefault("Bureau", None, 1, 0.5),
    "orgbureau": BodyDefault("Bureau of organisation", 5, 1, 0.5),
    "secretariat": BodyDefault("Secretariat", 3, 1, 0.5),
    "control": BodyDefault("Control commission", 5, 2, 0.5),
}
NEEDED = ("congress", "committee", "bureau")  # added where the page has none
ELECTORS = {"congress": None, "committee": "congress", "control": "congress"}  # the others: the committee
MOST_ORDINARY = 60  # anonymous members of the committee
RULES = {"majority": 0.5, "two-thirds": 0.667, "three-quarters": 0.75}
DISPUTES = (
    {
        "id": "regime",
        "name": "Party regime",
        "axis": "regime",
        "minus_one": "discipline",
        "plus_one": "open discussion",
    },
    {"id": "economy", "name": "Economy", "axis": "economy", "minus_one": "market", "plus_one": "planning"},
    {
        "id": "centre",
        "name": "Centre and parts",
        "axis": "centre",
        "minus_one": "one centre",
        "plus_one": "autonomy",
    },
)
RESERVES = 20
FOUNDER = {"party": 0.9, "public": 0.9, "authority": 0.9}  # of a predecessor, where not stated
SHOCK_SIZE = {"illness": 0.5, "death": 1.0, "harvest": -0.4, "foreign": 0.15, "disaster": 0.05}
LEFT = 0.1  # capacity that an incapacity leaves
