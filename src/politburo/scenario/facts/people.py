"""Persons, disputes and ties of a page of facts."""

from __future__ import annotations

from collections import defaultdict

from politburo.errors import nearest
from politburo.scenario.brief.defaults import DISPUTES
from politburo.scenario.facts.form import FactContender
from politburo.scenario.facts.work import GONE, OnPage, Work, year_of
from politburo.scenario.values import default, tie_kinds

LEAST_TIE = 0.005  # a weaker tie is none
CURRENT = 1.0  # a patronage that ended longer ago than this many years binds no more as such


def people(work: Work) -> None:
    """Everybody named, with his prestige by his highest seat; what is unknown is left to the same defaults for all."""
    page, found = work.page, {}
    for n, entry in enumerate(page.contenders):
        place = ("contenders", n)
        if entry.id in found:
            work.wrong("id-duplicate", (*place, "id"), entry.id, remedy="list every person once")
        before = entry.id == page.predecessor.id
        found.setdefault(entry.id, OnPage(place, entry, before, False, entry.able))
    old = page.predecessor
    if old.id not in found:
        gone = old.fate in GONE
        found[old.id] = OnPage(("predecessor",), old, True, gone, not gone)
    work.people = dict(sorted(found.items()))
    work.ids = {person: person for person in work.people}
    if old.heir and old.heir not in work.people:
        near = nearest(old.heir, work.people)
        work.wrong("id-unknown", ("predecessor", "heir"), old.heir, "a contender", near, "name a contender")
    proof = work.proof("contenders")
    for person, known in work.people.items():
        entry = known.entry
        for n, office in enumerate(entry.offices):
            work.late(office.since, (*known.place, "offices", n, "since"), f"{office.type} of {person}")
        work.add(
            "persons",
            id=person,
            name=entry.name,
            born=entry.born,
            party_since=entry.party_since if isinstance(entry, FactContender) else None,
            health=_health(known),
            eligible="yes" if known.able else "no",
            **proof,
        )
        basis, value = _prestige(work, person, known)
        work.add("prestige", person=person, value=value, date=work.start, basis=basis)
    blank = [known.entry.name for known in work.people.values() if known.entry.born is None]
    if blank:
        work.filled.append(
            f"Aged {default('age'):g} at the start, because no birth is known: {', '.join(blank)}."
        )
    work.filled.append(
        "Standing by the highest seat alone; traits of everybody, and positions that are not stated, drawn from the same priors."
    )


def _health(known: OnPage) -> float | None:
    entry = known.entry
    if isinstance(entry, FactContender):
        return {"ill": default("health-ill"), "well": 1.0}.get(entry.health)
    return default("health-incapacitated") if entry.fate == "incapacitated" else None


def _prestige(work: Work, person: str, known: OnPage) -> tuple[str, float]:
    """(what it rests on, the value): the highest of what applies."""
    sits = [(body.role, "full" if person in body.full else "candidate") for body in work.page.bodies]
    sits = [
        (role, seat)
        for (role, seat), body in zip(sits, work.page.bodies, strict=True)
        if person in body.full or person in body.candidate
    ]
    apply = ["prestige-listed"]
    apply += ["prestige-committee"] if any(role == "committee" for role, _ in sits) else []
    apply += ["prestige-candidate"] if ("bureau", "candidate") in sits else []
    apply += ["prestige-bureau"] if ("bureau", "full") in sits else []
    apply += ["prestige-heir"] if person == work.page.predecessor.heir else []
    apply += ["prestige-predecessor"] if known.predecessor else []
    return max(((name, default(name)) for name in apply), key=lambda pair: pair[1])


def disputes(work: Work) -> None:
    rows = [row.model_dump(exclude={"positions"}) | {"name": row.id} for row in work.page.disputes]
    if not rows:
        rows = [dict(row) for row in DISPUTES]
        work.filled.append(f"The disputes: {', '.join(row['name'] for row in rows)}.")
    for n, row in enumerate(rows):
        if row["id"] in {other["id"] for other in work.rows["disputes"]}:
            work.wrong("id-duplicate", ("disputes", n, "id"), row["id"], remedy="keep one of the two")
        work.add("disputes", **row)
    proof = work.coded("contenders")
    for n, dispute in enumerate(work.page.disputes):
        for name, position in dispute.positions.items():
            person = work.who(name, ("disputes", n, "positions", name))
            work.add(
                "positions", person=person, dispute=dispute.id, position=position, date=work.start, **proof
            )


def ties(work: Work) -> None:
    """One tie a pair: the sum of what the rule gives for each relation, between -1 and 1. Patronage in force makes a patron.

    A client whom two patrons bind equally follows neither, but trusts both.
    """
    now = year_of(work.start)
    total: dict[tuple[str, str], float] = defaultdict(float)
    since: dict[tuple[str, str], str] = {}
    patrons: dict[str, dict[str, float]] = defaultdict(dict)
    for n, tie in enumerate(work.page.ties):
        place = ("ties", n)
        a, b = work.who(tie.a, (*place, "a")), work.who(tie.b, (*place, "b"))
        work.late(tie.from_, (*place, "from"), f"the tie of {tie.a} and {tie.b}")
        if tie.from_ and tie.to and tie.to < tie.from_[: len(tie.to)]:
            work.wrong(
                "date-reversed",
                (*place, "from"),
                f"from {tie.from_} to {tie.to}",
                remedy="exchange the dates",
            )
        if a and a == b:
            work.wrong("self-reference", place, tie.a, remedy="name two different persons")
        if not a or not b:
            continue
        gap = max(0.0, now - year_of(tie.to)) if tie.to else 0.0
        gap = 0.0 if gap < CURRENT else gap
        years = (now - gap) - year_of(tie.from_) if tie.from_ else 0.0
        kind = tie_kinds()[tie.kind]
        strength = kind.strength(years, gap)
        pair = (min(a, b), max(a, b))
        total[pair] += strength
        since[pair] = min(since.get(pair, "9999"), tie.from_ or f"{int(work.start[:4]) - 1:04d}")
        if kind.becomes == "patron-client" and gap == 0:
            patrons[b][a] = max(patrons[b].get(a, 0.0), strength)
    proof = work.coded("ties")
    for (a, b), value in sorted(total.items()):
        strength = round(max(-1.0, min(1.0, value)), 3)
        if abs(strength) < LEAST_TIE:
            continue
        over, under, kind = a, b, "alliance" if strength > 0 else "rivalry"
        for patron, client in ((a, b), (b, a)):
            bound = patrons.get(client, {})
            best = [other for other, much in bound.items() if much == max(bound.values())]
            if best == [patron] and strength > 0:
                over, under, kind = patron, client, "patron-client"
        work.add("ties", a=over, b=under, kind=kind, strength=strength, from_=since[a, b], **proof)
    if work.page.predecessor.heir in work.people and work.page.predecessor.heir:
        work.filled.append(f"Standing {default('prestige-heir'):g} at least for the one named as heir.")
