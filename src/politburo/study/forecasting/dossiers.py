"""What a scenario says of each contender in types alone: offices held, a seat in the bureau, a tie to the predecessor. No name counts."""

from __future__ import annotations

from dataclasses import dataclass

from politburo.scenario.load import Loaded
from politburo.scenario.resolved import Resolved
from politburo.vocab import Role

FULL, CANDIDATE, TIE = "full member of the bureau", "candidate of the bureau", "tie to the predecessor"
LEADER = "party-leader"
HOSTILE = "rivalry"  # a tie of this kind to the predecessor is no recommendation


@dataclass(frozen=True)
class Dossiers:
    """The persons about whom a scenario asks, in the order of their ids, and the marks of each.

    `party`, `start` and `end` (months since the year 0) tell which scenarios are about the same struggle. `listed` says that the
    scenario itself names the contenders, as a page of facts does; otherwise everybody with a mark is here.
    """

    scenario: str
    party: str
    start: int
    end: int
    listed: bool
    marks: dict[str, frozenset[str]]

    @property
    def typed(self) -> bool:
        """Does the scenario say of what type any office is?"""
        return any(marks - {FULL, CANDIDATE, TIE} for marks in self.marks.values())

    def holders(self, office: str) -> list[str]:
        """The contenders who hold an office of this type."""
        return [person for person, marks in self.marks.items() if office in marks]

    def overlaps(self, other: Dossiers) -> bool:
        """Is the other scenario about the same party at a time that both cover? Then neither may teach what is asked of the other."""
        same = self.scenario == other.scenario or (self.party != "" and self.party == other.party)
        return same and self.start < other.end and other.start < self.end


def dossiers(loaded: Loaded, resolved: Resolved) -> Dossiers:
    """Read the marks off a scenario in any form. Ties to a predecessor are known on pages of facts only, which name one."""
    page = loaded.root.plain() if loaded.root is not None else {}
    facts = "facts" in page
    ids = [person.id for person in resolved.persons]
    found: dict[str, set[str]] = {}
    types = {row.id: row.type for row in loaded.rows("offices")}
    for office in resolved.offices:
        if office.holder is not None and types.get(office.id):
            found.setdefault(ids[office.holder], set()).add(types[office.id])
    bureau = next(body for body in resolved.bodies if body.role == Role.BUREAU.word)
    for person, seat in bureau.seats.items():
        found.setdefault(ids[person], set()).add(FULL if seat == "full" else CANDIDATE)
    if facts:
        predecessor = page["predecessor"]["id"]
        for tie in page.get("ties") or []:
            pair = {tie["a"], tie["b"]}
            if predecessor in pair and len(pair) == 2 and tie["kind"] != HOSTILE:
                found.setdefault((pair - {predecessor}).pop(), set()).add(TIE)
        named = {person["id"] for person in page["contenders"]}
        named |= {predecessor} if page["predecessor"].get("fate") == "in-office" else set()
        found = {person: found.get(person, set()) for person in named}
    start = resolved.start.year * 12 + resolved.start.month
    return Dossiers(
        scenario=resolved.id,
        party=str((page.get("party") or {}).get("name", "")) if facts else "",
        start=start,
        end=start + resolved.months,
        listed=facts,
        marks={person: frozenset(found[person]) for person in sorted(found)},
    )
