"""Offices, bodies and organisations of a page."""

from __future__ import annotations

from politburo.errors import nearest
from politburo.scenario.brief.defaults import (
    BODIES,
    ELECTORS,
    HOLDS,
    MOST_ORDINARY,
    NEEDED,
    OFFICES,
    REGION_MEMBERS,
    REGIONS,
    RULES,
)
from politburo.scenario.brief.expansion import Expansion, before, coding, patrons_of, slug
from politburo.scenario.brief.form import BriefBody, Rule
from politburo.vocab import Resource

SMALL = ("bureau", "orgbureau", "secretariat")  # bodies for which one must be eligible
Place = tuple[str | int, ...]


def offices(work: Expansion) -> None:
    """The offices stated, or four by default, each with the one whose coding stands alone above all others."""
    if work.page.offices is None:
        _default_offices(work)
    used: set[str] = set()
    for n, office in enumerate(work.page.offices or []):
        key = office.id or slug(office.name, f"office-{n + 1}")
        if key in used:
            work.wrong(
                "id-duplicate",
                ("offices", n, "name"),
                key,
                remedy="give every office a name and id of its own",
            )
        used.add(key)
        for word in office.gives:
            if word not in Resource.words():
                allowed, near = ", ".join(Resource.words()), nearest(word, Resource.words())
                work.wrong(
                    "value-choice", ("offices", n, "gives", word), word, allowed, near, "use one of these"
                )
        holder = work.who(office.holder, ("offices", n, "holder")) if office.holder else None
        if holder and not work.may_rule(holder):
            work.not_eligible(("offices", n, "holder"), str(office.holder), "an office")
        work.office(key, office.name, office.gives, holder)


def _default_offices(work: Expansion) -> None:
    able = [(person, leader) for person, leader in work.contenders() if leader.eligible == "yes"]
    for key, name, gives, by in OFFICES:
        best = max((coding(leader, by) for _, leader in able), default=0.0)
        first = [(person, leader.name) for person, leader in able if coding(leader, by) == best]
        alone = len(first) == 1 and best >= HOLDS
        work.office(key, name, gives, first[0][0] if alone else None)
        why = (
            f"{first[0][1]}, whose {by} is highest"
            if alone
            else f"vacant: no {by} of {HOLDS:g} or more stands alone"
        )
        work.filled.append(f"The office {name} ({', '.join(gives)}): {why}.")


def committee(work: Expansion) -> None:
    """Anonymous members who fill the committee; some are clients, as of the organisations."""
    stated = next((body for body in work.page.bodies if body.role == "committee"), None)
    named = len(stated.members) if stated and stated.members is not None else len(work.people)
    size = (stated.size if stated else None) or BODIES["committee"].size or 0
    ordinary = max(0, min(size, MOST_ORDINARY) - named)
    patrons = patrons_of(work.contenders(), ordinary)
    for n, (patron, loyalty, _) in enumerate(patrons, 1):
        person = f"committee-member-{n}"
        work.add("persons", id=person, name=f"a member of the committee ({n})", note="anonymous")
        work.add("prestige", person=person, value=0.1, date=work.page.window.from_, basis="anonymous")
        if patron:
            strength = min(1.0, 2 * loyalty)  # the engine halves ties on average: their credibility
            work.add("ties", a=patron, b=person, kind="patron-client", strength=strength, from_=before(work))
    if ordinary:
        followers = sum(patron is not None for patron, _, _ in patrons)
        work.filled.append(
            f"{ordinary} anonymous members of the committee; {followers} of them follow a contender "
            "(a quarter by apparatus, a fifth by regional base)."
        )


def bodies(work: Expansion) -> None:
    """The bodies stated, and those that every party needs, with their members."""
    todo: list[tuple[Place, BriefBody]] = []
    for role in NEEDED:
        if role not in {body.role for body in work.page.bodies}:
            default = BODIES[role]
            todo.append((("bodies",), BriefBody(name=default.name, role=role)))  # type: ignore[call-arg]
            work.filled.append(
                f"A {default.name.lower()}: {default.size or 'as many'} seats, every {default.every} month(s)."
            )
    todo += [(("bodies", n), body) for n, body in enumerate(work.page.bodies)]
    ids: dict[str, str] = {}
    for place, body in todo:
        key = body.id or slug(body.name, body.role)
        if body.role in ids:
            work.wrong("role-count", (*place, "role"), body.role, "one body of each role", remedy="remove it")
        elif key in ids.values():
            work.wrong(
                "id-duplicate", (*place, "name"), key, remedy="give every body a name and id of its own"
            )
        ids.setdefault(body.role, key)
    for place, body in todo:
        _body(work, place, body, ids)
    for office in work.rows["offices"]:
        office["filled_by"] = ids["committee"]


def _body(work: Expansion, place: Place, body: BriefBody, ids: dict[str, str]) -> None:
    default = BODIES[body.role]
    sits = _members(work, place, body)
    if body.role == "committee":
        named = {person for person, _ in work.people}
        sits = sits + [row["id"] for row in work.rows["persons"] if row["id"] not in named]
    if body.size is not None and body.role != "congress" and len(sits) > body.size:
        work.wrong("seats-above-size", (*place, "size"), f"{len(sits)} members", f"at most {body.size}")
    elector = ELECTORS.get(body.role, "committee")
    decision = _requirement(body.rule)
    work.add(
        "bodies",
        id=ids[body.role],
        name=body.name,
        role=body.role,
        elected_by=ids[elector] if elector else None,
        decision=decision,
        sanction=_requirement(body.removal) if body.removal is not None else max(decision, default.removal),
        every=body.every or default.every,
        size=max(body.size or default.size or 0, len(sits), 1),
    )
    for person in sits:
        work.add("seats", body=ids[body.role], person=person, seat="full")


def _members(work: Expansion, place: Place, body: BriefBody) -> list[str]:
    """Ids of those named for a body; where nobody is, all sit in the committee and the bureau, and nobody elsewhere."""
    if body.members is None:
        everyone = [person for person, _ in work.people] if body.role in ("committee", "bureau") else []
        barred = (
            [person for person, _ in work.people if not work.may_rule(person)]
            if body.role == "bureau"
            else []
        )
        if everyone:
            those = "all contenders and the predecessor" + (" who are eligible" if barred else "")
            work.filled.append(f"{body.name}: {those} sit in it.")
        return [person for person in everyone if person not in barred]
    found: list[str] = []
    for n, name in enumerate(body.members):
        person = work.who(name, (*place, "members", n))
        if person in found:
            work.wrong("two-seats", (*place, "members", n), name, remedy="name him once")
        elif person and body.role in SMALL and not work.may_rule(person):
            work.not_eligible((*place, "members", n), name, f"the {body.role}")
        elif person:
            found.append(person)
    return found


def _requirement(rule: Rule) -> float:
    return RULES[rule] if isinstance(rule, str) else rule


def organisations(work: Expansion) -> None:
    """Equal regional organisations, and one of the army that follows its head."""
    strata = {"workers": 0.5, "apparatus": 0.4, "army": 0.05, "students": 0.05}
    for n, (patron, loyalty, entrenched) in enumerate(patrons_of(work.contenders(), REGIONS), 1):
        key = f"region-{n}"
        work.add(
            "organisations",
            id=key,
            name=f"Region {n}",
            members=REGION_MEMBERS,
            entrenched=entrenched,
            **strata,
        )
        work.add("secretaries", organisation=key, patron=patron, loyalty=loyalty)
    strata = {"workers": 0.1, "apparatus": 0.1, "army": 0.8, "students": 0.0}
    work.add(
        "organisations",
        id="army",
        name="The army",
        kind="army",
        members=REGION_MEMBERS,
        entrenched=0.3,
        **strata,
    )
    its_offices = {row["id"] for row in work.rows["offices"] if row.get("organisation") == "army"}
    head = next((row["person"] for row in work.rows["holdings"] if row["office"] in its_offices), None)
    work.add("secretaries", organisation="army", patron=head, loyalty=0.5 if head else 0.0)
    work.filled.append(
        f"{REGIONS} equal regional organisations: a quarter follow contenders in proportion to their apparatus, a fifth by regional "
        "base (entrenched), the rest nobody; what equals compete for goes to nobody. One organisation of the army follows its head."
    )
