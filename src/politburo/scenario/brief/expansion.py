"""The tables under construction, and the arithmetic that keeps equals equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from politburo.scenario.brief.defaults import CODING, FOLLOWING, FOUNDER, LOOSE
from politburo.scenario.brief.form import BriefFile, Contender, Leader
from politburo.scenario.expanding import Expanding


def apportion(weights: Sequence[float], seats: int) -> list[int]:
    """Seats by largest remainders; seats for which equal remainders compete are given to nobody.

    >>> apportion([0.6, 0.2, 0.2], 5)
    [3, 1, 1]
    >>> apportion([1, 1, 1], 5)
    [1, 1, 1]
    """
    total = sum(weights)
    if total <= 0:
        return [0] * len(weights)
    quotas = [round(weight / total * seats, 9) for weight in weights]
    given = [int(quota) for quota in quotas]
    free = seats - sum(given)
    rest = [round(quota - whole, 9) for quota, whole in zip(quotas, given, strict=True)]
    for value in sorted({r for r in rest if r > 0}, reverse=True):
        claimants = [n for n, r in enumerate(rest) if r == value]
        if len(claimants) > free:
            break
        for n in claimants:
            given[n] += 1
        free -= len(claimants)
    return given


def slug(name: str, fallback: str) -> str:
    """An id from a name.

    >>> slug("Ana Vél", "contender-1")
    'ana-vel'
    >>> slug("李", "contender-1")
    'contender-1'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or fallback


class Expansion(Expanding):
    """The tables of a brief page under construction."""

    def __init__(self, page: BriefFile, at: Callable[[tuple], str]) -> None:
        super().__init__(at)
        self.page = page
        self.start = page.start or page.window.from_
        self.people: list[tuple[str, Leader]] = []

    def proof(self, source: str) -> dict[str, str]:
        """The evidence cells of what the page states: coded where it names a source, else assumed."""
        if not source:
            return {"note": "stated in the brief scenario"}
        key = self.sources.setdefault(source, f"source-{len(self.sources) + 1}")
        return {
            "source": key,
            "evidence": "coded",
            "confidence": "medium",
            "note": "stated in the brief scenario",
        }

    def contenders(self) -> list[tuple[str, Contender]]:
        """Those who may be followed: the contenders without the predecessor, in the order of the page."""
        return [(person, leader) for person, leader in self.people if isinstance(leader, Contender)]

    def asked(self) -> list[str]:
        """Of whom every forecast speaks."""
        return [person for person, _ in self.contenders()]

    def may_rule(self, person: str) -> bool:
        """Is this person of the page eligible?"""
        leader = next(leader for other, leader in self.people if other == person)
        return getattr(leader, "eligible", "yes") == "yes"

    def not_eligible(self, place: tuple, name: str, what: str) -> None:
        """Say that somebody who is not eligible was given a seat or an office."""
        remedy = 'leave him out here, or remove `eligible: "no"`'
        self.wrong("not-eligible", place, f"{name} in {what}", "persons who are eligible", "", remedy)

    def office(self, key: str, name: str, gives: dict[str, float], holder: str | None) -> None:
        """An office filled by the committee, and who holds it."""
        resources = ";".join(f"{word}:{amount:g}" for word, amount in gives.items())
        organisation = "army" if "army" in gives else None
        self.add("offices", id=key, name=name, filled_by="", resources=resources, organisation=organisation)
        if holder:
            self.add("holdings", office=key, person=holder, from_=self.page.window.from_)


def coding(leader: Leader, name: str, predecessor: bool = False) -> float:
    """A stated coding or its default."""
    value = getattr(leader, name)
    return value if value is not None else (FOUNDER if predecessor else {}).get(name, CODING[name])


def before(work: Expansion) -> str:
    """A year before the window: ties stated on the page count as older than the start."""
    return f"{int(work.page.window.from_[:4]) - 1:04d}"


def patrons_of(contenders: list[tuple[str, Contender]], places: int) -> list[tuple[str | None, float, float]]:
    """(patron or None, loyalty, entrenchment) for each of so many places: some by apparatus, some by regional base, the rest nobody's."""
    found: list[tuple[str | None, float, float]] = []
    for name, share, loyalty, entrenched in FOLLOWING:
        given = apportion([coding(leader, name) for _, leader in contenders], round(share * places))
        for (person, _), count in zip(contenders, given, strict=True):
            found += [(person, loyalty, entrenched)] * count
    return found + [(None, 0.0, LOOSE)] * (places - len(found))
