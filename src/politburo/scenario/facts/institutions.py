"""Bodies, offices and organisations of a page of facts."""

from __future__ import annotations

import math

from politburo.errors import nearest
from politburo.scenario.brief.defaults import BODIES, ELECTORS, NEEDED
from politburo.scenario.facts.form import FactBody, FactOffice
from politburo.scenario.facts.work import Work, year_of
from politburo.scenario.values import HEIR, LEADER, SEATS, default, office_types
from politburo.vocab import Resource

REGIONAL = ("capital-leader", "republic-leader", "regional-leader")
ARMY = (
    "army-command",
    "army-political",
    "defence",
    "military-commission",
)  # offices that lead the army's organisation
MEMBERS = 1000  # of each organisation


def bodies(work: Work) -> None:
    """The bodies stated and those needed; members who are not named are the same unnamed persons in all of them."""
    page = work.page
    given: dict[str, FactBody] = {}
    for n, body in enumerate(page.bodies):
        if body.role in given:
            remedy = "keep the one that decides, and put the members of the other in the offices' words"
            work.wrong("role-count", ("bodies", n, "role"), body.role, "one body of each role", remedy=remedy)
        elif body.id in {other.id for other in given.values()}:
            work.wrong(
                "id-duplicate", ("bodies", n, "id"), body.id, remedy="give every body an id of its own"
            )
        given.setdefault(body.role, body)
        _named(work, n, body)
    known = {body.id for body in page.bodies}
    for person in work.people.values():
        for n, office in enumerate(person.entry.offices):
            if office.body and office.body not in known:
                place = (*person.place, "offices", n, "body")
                allowed, near = ", ".join(sorted(known)), nearest(office.body, known)
                work.wrong("id-unknown", place, office.body, allowed, near, "name a body of the page")
    for role in NEEDED:
        if role not in given:
            given[role] = FactBody(id=role, role=role, name=BODIES[role].name)
            work.filled.append(f"A {BODIES[role].name.lower()}, of which the page says nothing.")
    missing = {role: _missing(body) for role, body in given.items() if role != "congress"}
    work.unnamed = [f"member-{n}" for n in range(1, max(missing.values()) + 1)]
    for n, person in enumerate(work.unnamed, 1):
        work.add("persons", id=person, name=f"a member who is not named ({n})", note="not named on the page")
        work.add(
            "prestige",
            person=person,
            value=default("prestige-anonymous"),
            date=work.start,
            basis="prestige-anonymous",
        )
    for role in BODIES:
        if role in given:
            _body(work, given, given[role], missing.get(role, 0))


def _named(work: Work, n: int, body: FactBody) -> None:
    """Are the members of a body on the page, each once, and no more than there are seats?"""
    seen: set[str] = set()
    for seat in ("full", "candidate"):
        for k, name in enumerate(getattr(body, seat)):
            person = work.who(name, ("bodies", n, seat, k))
            if person in seen:
                work.wrong("two-seats", ("bodies", n, seat, k), name, remedy="name him once")
            seen |= {person} if person else set()
    if body.size is not None and len(body.full) > body.size:
        found = f"{len(body.full)} full members of {body.id}"
        work.wrong(
            "seats-above-size",
            ("bodies", n, "size"),
            found,
            f"at most {body.size}",
            remedy="correct one of the two",
        )


def _size(body: FactBody) -> int:
    """Seats by which a body is represented."""
    most = int(default("committee-seats"))
    if body.role == "congress":
        return min(body.size or BODIES["congress"].size or 1, 2000)
    if body.size is not None:
        return max(min(body.size, most), len(body.full))
    if body.role == "committee":
        return max(most, len(body.full))
    return max(len(body.full), BODIES[body.role].size or 1)


def _missing(body: FactBody) -> int:
    """Full members who are not named. A body other than the committee whose size is unknown has none of them."""
    unknown = body.size is None and body.role != "committee"
    return 0 if unknown else max(0, _size(body) - len(body.full))


def _body(work: Work, given: dict[str, FactBody], body: FactBody, missing: int) -> None:
    role = body.role
    decision = default(body.rule or "majority")
    removal = default("removal-committee") if role == "committee" else BODIES[role].removal
    elector = ELECTORS.get(role, "committee")
    row = {
        "id": body.id,
        "name": body.name,
        "role": role,
        "elected_by": given[elector].id if elector else None,
        "decision": decision,
        "sanction": max(decision, removal),
        "every": every(body),
        "size": _size(body),
    }
    work.add("bodies", **row)
    work.body[role] = work.rows["bodies"][-1]
    proof = work.proof("bodies")
    sits = dict.fromkeys(body.full, "full") | dict.fromkeys(body.candidate, "candidate")
    if role == "committee" and not sits:
        sits = dict.fromkeys(work.people, "full")
        work.filled.append(f"{body.name}: everybody on the page sits in it, because no member is named.")
        missing = max(0, _size(body) - len(sits))
        proof = {}
    for person in sorted(sits):
        if person in work.people and not work.people[person].gone:
            work.add("seats", body=body.id, person=person, seat=sits[person], **proof)
    for person in work.unnamed[:missing]:
        work.add("seats", body=body.id, person=person, seat="full", note="not named on the page")
    if missing:
        work.filled.append(f"{body.name}: {missing} members who are not named on the page.")
    if body.size and body.size > _size(body) and role != "congress":
        work.filled.append(f"{body.name}: {body.size} seats are represented by {_size(body)}.")
    if body.rule is None:
        work.filled.append(f"{body.name}: decides by majority, because no rule is known.")


def every(body: FactBody) -> int:
    """Whole months between meetings; what meets more often than monthly meets monthly here."""
    if body.every_months is not None:
        return max(1, round(body.every_months))
    if body.role in ("congress", "committee"):
        return int(default(f"{body.role}-every"))
    return BODIES[body.role].every


def offices(work: Work) -> None:
    """Every office with its holder; those that a predecessor left are vacant, and so is the leader's where nobody has it."""
    holder: dict[str, str] = {}  # kind with one holder -> who
    proof = work.proof("contenders")
    for person, known in work.people.items():
        for n, office in enumerate(known.offices):
            if office.type in SEATS:
                continue
            kind = office_types()[office.type]
            if not kind.several and office.type in holder:
                found = f"{holder[office.type]} and {person} are {office.type}"
                remedy = "one of them holds it; give the other the type that his office has, or `other`"
                work.wrong("two-holders", (*known.place, "offices", n, "type"), found, remedy=remedy)
                continue
            holder.setdefault(office.type, person)
            key = _office(work, office, person)
            work.add("holdings", office=key, person=person, from_=office.since or work.start, **proof)
    for known in work.people.values():
        if not known.gone:
            continue
        for office in known.entry.offices:
            if office.type not in SEATS and (
                office_types()[office.type].several or office.type not in holder
            ):
                holder.setdefault(office.type, "")
                _office(work, office, known.entry.id)
                work.filled.append(
                    f"Vacant at the start: {office.title or office_types()[office.type].title}."
                )
    heir = work.page.predecessor.heir
    if heir and heir in work.people and not work.people[heir].gone and HEIR not in holder:
        key = _office(work, FactOffice(type=HEIR), heir)
        work.rows["offices"][-1]["filled_by"] = None  # nobody else can be named by one who is gone
        work.add("holdings", office=key, person=heir, from_=work.start, **proof)
        work.filled.append("The heir named in public ranks as a deputy of the leader.")
    if LEADER not in holder:
        _office(work, FactOffice(type=LEADER), "")
        work.filled.append(
            "Vacant at the start: the place of the party's leader, which the page does not name."
        )
    work.rows["offices"].sort(key=lambda row: row["id"])


def _office(work: Work, office: FactOffice, person: str) -> str:
    kind = office_types()[office.type]
    key = f"{office.type}-{person}" if kind.several else office.type
    used = {row["id"] for row in work.rows["offices"]}
    n = 1
    while key in used:
        n += 1
        key = f"{office.type}-{person}-{n}"
    work.add(
        "offices",
        id=key,
        name=office.title or kind.title,
        type=office.type,
        filled_by=work.body["committee"]["id"],
        organisation="army" if office.type in ARMY else None,
    )
    return key


def _tenure(work: Work, office: FactOffice) -> float:
    """How much of a full tenure an office has been held, 0 to 1."""
    years = year_of(work.start) - year_of(office.since) if office.since else default("tenure-unknown")
    return min(max(years, 0.0) / default("tenure-full"), 1.0)


def following(work: Work) -> None:
    """Organisations, and who is over their secretaries: regional leaders over their own, holders of appointments over a share of the rest.

    The share grows with the office's appointments and with the time it has been held, and is rounded for each alone, so that equals
    get equal numbers. The same shares of the unnamed members of the committee are clients.
    """
    word = Resource.APPOINTMENTS.word
    shares: dict[str, float] = {}
    regional: list[tuple[str, str]] = []
    for person, known in work.people.items():
        parts = [
            office_types()[office.type].gives.get(word, 0.0) * _tenure(work, office)
            for office in known.offices
        ]
        shares[person] = default("following") * min(sum(parts), 1.0)
        regional += [(person, office.title or "") for office in known.offices if office.type in REGIONAL]
    strata = {"workers": 0.5, "apparatus": 0.4, "army": 0.05, "students": 0.05}
    places = max(int(default("regions")), len(regional))
    for n, (person, _) in enumerate(regional, 1):
        _organisation(work, n, person, default("region-loyalty"), default("region-entrenched"), strata)
    free = places - len(regional)
    counts = _counts(shares, free)
    patrons = [person for person, count in counts.items() for _ in range(count)]
    for n, person in enumerate([*patrons, *[None] * (free - len(patrons))], len(regional) + 1):
        _organisation(
            work,
            n,
            person,
            default("following-loyalty") if person else 0.0,
            default("loose-entrenched"),
            strata,
        )
    clients = _counts(shares, len(work.unnamed))
    bound = [person for person, count in clients.items() for _ in range(count)]
    before = f"{int(work.start[:4]) - 1:04d}"
    for patron, member in zip(
        bound, work.unnamed[::-1], strict=False
    ):  # from the end: the first also sit in the bureau
        strength = min(
            1.0, 2 * default("following-loyalty")
        )  # the engine halves ties on average: their credibility
        work.add("ties", a=patron, b=member, kind="patron-client", strength=strength, from_=before)
    _army(work)
    told = ", ".join(f"{work.people[person].entry.name} {count}" for person, count in counts.items() if count)
    work.filled.append(
        f"{places} equal regional organisations: {len(regional)} led by regional leaders on the page; the others follow "
        f"{told + ' (by appointing offices and time in them), and the rest nobody' if told else 'nobody'}."
    )


def _counts(shares: dict[str, float], places: int) -> dict[str, int]:
    """Whole numbers by share, rounded for each alone; rounded down where they would be more than there are."""
    scale = places / max(1.0, sum(shares.values()))
    counts = {person: math.floor(share * scale + 0.5) for person, share in shares.items()}
    if sum(counts.values()) > places:
        counts = {person: math.floor(share * scale) for person, share in shares.items()}
    return counts


def _organisation(
    work: Work, n: int, patron: str | None, loyalty: float, entrenched: float, strata: dict[str, float]
) -> None:
    key = f"region-{n}"
    work.add("organisations", id=key, name=f"Region {n}", members=MEMBERS, entrenched=entrenched, **strata)
    work.add("secretaries", organisation=key, patron=patron, loyalty=loyalty)


def _army(work: Work) -> None:
    """One organisation of the army, under the holder of most of the army if one stands alone."""
    strata = {"workers": 0.1, "apparatus": 0.1, "army": 0.8, "students": 0.0}
    work.add(
        "organisations",
        id="army",
        name="The army",
        kind="army",
        members=MEMBERS,
        entrenched=default("army-entrenched"),
        **strata,
    )
    held = {
        person: sum(office_types()[office.type].gives.get("army", 0.0) for office in known.offices)
        for person, known in work.people.items()
    }
    most = max(held.values(), default=0.0)
    first = [person for person, amount in held.items() if amount == most > 0]
    head = first[0] if len(first) == 1 else None
    work.add(
        "secretaries", organisation="army", patron=head, loyalty=default("army-loyalty") if head else 0.0
    )
