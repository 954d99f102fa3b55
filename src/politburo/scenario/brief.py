"""From one page to the ordinary tables: every default of the brief form is here, and each use of one is told.

Deterministic. Nothing depends on a name: entities follow the order of the page, equal codings are never ranked (a tie leaves a post
vacant and an organisation without a patron), so renaming changes names only.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from politburo.errors import Problem, nearest
from politburo.scenario.briefform import BriefBody, BriefFile, Contender, Leader
from politburo.scenario.models import TABLES, ScenarioFile
from politburo.scenario.tables import Item
from politburo.vocab import Resource, Role, ShockKind

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
BY_APPARATUS, APPARATUS_LOYALTY = 0.25, 0.35  # share of organisations and of ordinary committee members
BY_REGION, REGION_LOYALTY, ENTRENCHED = 0.20, 0.65, 0.5
#: bodies where none of the role are stated: name, size (None: as many as may sit), months between meetings, requirement to remove
BODIES = {
    Role.CONGRESS: ("Congress", 200, 12, 0.5),
    Role.COMMITTEE: ("Committee", 25, 2, 2 / 3),
    Role.BUREAU: ("Bureau", None, 1, 0.5),
}
EVERY = {Role.CONGRESS: 12, Role.COMMITTEE: 2, Role.CONTROL: 2}
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


class Expansion:
    """The tables under construction, with what was filled in and what is wrong. `at(path)` gives file:line:column."""

    def __init__(self, page: BriefFile, at: Callable[[tuple], str]) -> None:
        self.page, self.at = page, at
        self.start = page.start or page.window.from_
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.filled: list[str] = []
        self.problems: list[Problem] = []
        self.ids: dict[str, str] = {}  # name or id -> id of those named on the page
        self.people: list[tuple[str, Leader]] = []
        self.sources: dict[str, str] = {}

    def add(self, table: str, **row: Any) -> None:
        self.rows[table].append({key.rstrip("_"): value for key, value in row.items() if value is not None})

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

    def wrong(
        self, code: str, place: tuple, found: str, allowed: str = "", near: str = "", remedy: str = ""
    ) -> None:
        self.problems.append(Problem(code, self.at(place), found[:200], allowed, near, remedy))

    def who(self, name: str, place: tuple) -> str | None:
        """The id of a contender or the predecessor named on the page."""
        if name not in self.ids:
            self.wrong(
                "id-unknown",
                place,
                name,
                "a contender or the predecessor, by name or id",
                nearest(name, self.ids),
                "correct it, or add it to contenders",
            )
        return self.ids.get(name)


def coding(leader: Leader, name: str, predecessor: bool = False) -> float:
    """A stated coding or its default."""
    value = getattr(leader, name)
    return value if value is not None else (FOUNDER if predecessor else {}).get(name, CODING[name])


def expand(
    page: BriefFile, at: Callable[[tuple], str]
) -> tuple[ScenarioFile | None, dict, list[str], list[Problem]]:
    """Return (head, tables, what was filled in, problems); deterministic, in the order of the page."""
    work = Expansion(page, at)
    for step in (
        _dates,
        _disputes,
        _people,
        _offices,
        _committee,
        _bodies,
        _organisations,
        _ties,
        _outside,
        _shocks,
    ):
        step(work)
    if work.problems:
        return None, {}, [], work.problems
    for text, key in work.sources.items():
        work.add("sources", key=key, citation=text, status="unverified")
    able = sum(getattr(leader, "eligible", "yes") == "yes" for _, leader in work.people)
    country = (page.country.model_dump() if page.country else {}) | {"date": page.window.from_}
    if page.country is None:
        work.filled.append(
            "The mood of the country: discontent .3, threat from abroad .1, fear .1, no ban on factions."
        )
    head = ScenarioFile.model_validate(
        {
            "format": 1,
            "id": page.id,
            "title": page.title,
            "summary": page.summary,
            "window": page.window.model_dump(by_alias=True),
            "start": work.start,
            "clock_zero": page.clock_zero,
            "contenders": min(12, max(3, able)),
            "reserves": RESERVES,
            "country": [country],
        }
    )
    tables = {
        name: [Item(TABLES[name].model_validate(row), n) for n, row in enumerate(rows, 2)]
        for name, rows in work.rows.items()
    }
    return head, tables, work.filled, []


def _dates(work: Expansion) -> None:
    window = work.page.window
    if window.to <= window.from_:
        work.wrong(
            "date-reversed",
            ("window",),
            f"from {window.from_} to {window.to}",
            remedy="exchange the two dates",
        )
    elif not window.from_ <= work.start < window.to:
        work.wrong("date-outside", ("start",), f"start {work.start}", f"{window.from_} to {window.to}")
    if work.page.start is None:
        work.filled.append(f"The start: {work.start}, the beginning of the window.")


def _disputes(work: Expansion) -> None:
    page = work.page
    rows = DISPUTES if page.disputes is None else [row.model_dump() for row in page.disputes]
    if page.disputes is None:
        work.filled.append(f"The disputes: {', '.join(row['name'] for row in DISPUTES)}.")
    for n, row in enumerate(rows):
        if row["id"] in {other["id"] for other in work.rows["disputes"]}:
            work.wrong("id-duplicate", ("disputes", n, "id"), row["id"], remedy="keep one of the two")
        work.add("disputes", **{**row, "name": row["name"] or row["id"]})


def _people(work: Expansion) -> None:
    page = work.page
    leaders: list[tuple[tuple, Leader]] = [
        (("contenders", n), leader) for n, leader in enumerate(page.contenders)
    ]
    leaders += [(("predecessor",), page.predecessor)] if page.predecessor else []
    disputes = [row["id"] for row in work.rows["disputes"]]
    for n, (place, leader) in enumerate(leaders):
        person = leader.id or slug(leader.name, f"contender-{n + 1}")
        for key in dict.fromkeys((person, leader.name)):
            if key in work.ids:
                work.wrong(
                    "id-duplicate",
                    (*place, "name"),
                    key,
                    remedy="give every contender a name and id of his own",
                )
            work.ids[key] = person
        work.people.append((person, leader))
        _person(work, place, person, leader, disputes)


def _person(work: Expansion, place: tuple, person: str, leader: Leader, disputes: list[str]) -> None:
    founder = leader is work.page.predecessor
    stated = work.proof(leader.source)
    health = leader.health if isinstance(leader, Contender) else leader.capacity  # type: ignore[attr-defined]
    eligible = getattr(leader, "eligible", "yes")
    known = {"born": leader.born, "party_since": leader.party_since}
    work.add("persons", id=person, name=leader.name, health=health, eligible=eligible, **known, **stated)
    value = {name: coding(leader, name, founder) for name in CODING}
    prestige = 0.1 + 0.9 * (0.5 * value["party"] + 0.3 * value["authority"] + 0.2 * value["public"])
    all_stated = all(getattr(leader, name) is not None for name in ("party", "authority", "public"))
    work.add(
        "prestige",
        person=person,
        value=round(prestige, 3),
        date=work.page.window.from_,
        basis=".1 + .9 (.5 party + .3 authority + .2 public)",
        **(stated if all_stated else {}),
    )
    begun = work.page.window.from_
    for table, field, given in (("traits", "trait", TRAITS), ("appeal", "stratum", APPEAL)):
        for name, words in given.items():
            score = getattr(leader, name)
            if score is not None:
                for word in words:
                    work.add(table, person=person, score=score, from_=begun, **{field: word}, **stated)
    for dispute, position in leader.positions.items():
        if dispute not in disputes:
            allowed, near = ", ".join(disputes), nearest(dispute, disputes)
            work.wrong("id-unknown", (*place, "positions", dispute), dispute, allowed, near, "name a dispute")
            continue
        work.add("positions", person=person, dispute=dispute, position=position, date=begun, **stated)
    missing = [name for name in CODING if getattr(leader, name) is None]
    if missing:
        told = ", ".join(f"{name} {value[name]:g}" for name in missing)
        work.filled.append(f"{leader.name}: {told}.")
    drawn = [name for name in ("caution", "ambition") if getattr(leader, name) is None]
    drawn += [f"position on {name}" for name in disputes if name not in leader.positions]
    if drawn:
        work.filled.append(f"{leader.name}: {', '.join(drawn)} drawn in every history from the priors.")
    if leader.born is None:
        work.filled.append(f"{leader.name}: 40 years old at the start.")
    if leader.party_since is None:
        work.filled.append(f"{leader.name}: 10 years in the party.")


def _offices(work: Expansion) -> None:
    page, contenders = work.page, [(p, c) for p, c in work.people if getattr(c, "eligible", "no") == "yes"]
    names = {person: leader.name for person, leader in work.people}
    used: set[str] = set()
    for n, office in enumerate(page.offices or []):
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
        _office(work, key, office.name, office.gives, holder)
    if page.offices is not None:
        return
    for key, name, gives, by in OFFICES:
        best = max(coding(leader, by) for _, leader in contenders) if contenders else 0.0
        first = [person for person, leader in contenders if coding(leader, by) == best]
        holder = first[0] if len(first) == 1 and best >= HOLDS else None
        _office(work, key, name, gives, holder)
        why = (
            f"{names[holder]}, whose {by} is highest"
            if holder
            else f"vacant: no {by} of {HOLDS:g} or more stands alone"
        )
        work.filled.append(f"The office {name} ({', '.join(gives)}): {why}.")


def _office(work: Expansion, key: str, name: str, gives: dict[str, float], holder: str | None) -> None:
    resources = ";".join(f"{word}:{amount:g}" for word, amount in gives.items())
    work.add(
        "offices",
        id=key,
        name=name,
        filled_by="",
        resources=resources,
        organisation="army" if "army" in gives else None,
    )
    if holder:
        work.add("holdings", office=key, person=holder, from_=work.page.window.from_)


def _committee(work: Expansion) -> None:
    """Ordinary members, a quarter of them clients by apparatus and a fifth by regional base."""
    stated = next((body for body in work.page.bodies if body.role == Role.COMMITTEE.word), None)
    named = len(stated.members) if stated and stated.members is not None else len(work.people)
    size = (stated.size if stated else None) or BODIES[Role.COMMITTEE][1]
    ordinary = max(0, min(size, 60) - named)
    contenders = [(person, leader) for person, leader in work.people if isinstance(leader, Contender)]
    patrons = _patrons(contenders, ordinary)
    for n in range(ordinary):
        person = f"committee-member-{n + 1}"
        work.add("persons", id=person, name=f"a member of the committee ({n + 1})", note="anonymous")
        work.add("prestige", person=person, value=0.1, date=work.page.window.from_, basis="anonymous")
        if patrons[n][0]:
            strength = min(1.0, 2 * patrons[n][1])  # ties are halved by their credibility
            work.add(
                "ties",
                a=patrons[n][0],
                b=person,
                kind="patron-client",
                strength=strength,
                from_=_before(work),
            )
    if ordinary:
        followers = sum(patron is not None for patron, _, _ in patrons)
        work.filled.append(
            f"{ordinary} anonymous members of the committee; {followers} of them follow a contender "
            "(a quarter by apparatus, a fifth by regional base)."
        )


def _patrons(contenders: list, places: int) -> list[tuple[str | None, float, float]]:
    """(patron or None, loyalty, entrenchment) for each of so many places, by apparatus and by regional base."""
    found: list[tuple[str | None, float, float]] = []
    for name, share, loyalty, entrenched in (
        ("apparatus", BY_APPARATUS, APPARATUS_LOYALTY, 0.15),
        ("region", BY_REGION, REGION_LOYALTY, ENTRENCHED),
    ):
        given = apportion([coding(leader, name) for _, leader in contenders], round(share * places))
        for (person, _), count in zip(contenders, given, strict=True):
            found += [(person, loyalty, entrenched)] * count
    return found + [(None, 0.0, 0.15)] * (places - len(found))


def _before(work: Expansion) -> str:
    """A year before the window: ties stated on the page count as older than the start."""
    return f"{int(work.page.window.from_[:4]) - 1:04d}"


def _rule(rule: Any) -> float:
    return RULES.get(rule, rule)


def _bodies(work: Expansion) -> None:
    page = work.page
    stated: dict[str, list[int]] = defaultdict(list)
    for n, body in enumerate(page.bodies):
        stated[body.role].append(n)
    for role, places in stated.items():
        for n in places[1:]:
            work.wrong("role-count", ("bodies", n, "role"), role, "one body of each role", remedy="remove it")
    todo: list[tuple[tuple, BriefBody, bool]] = []
    for role, (name, size, every, removal) in BODIES.items():
        if role.word not in stated:
            body = BriefBody(name=name, role=role.word, size=size, every=every, removal=removal)
            todo.append((("bodies",), body, True))
            removing = f", {removal:.0%} to remove a member" if removal > 0.5 else ""
            work.filled.append(
                f"A {name.lower()} ({size or 'as many as sit'} seats, every {every} month(s){removing})."
            )
    todo += [(("bodies", n), body, False) for n, body in enumerate(page.bodies)]
    ids = {body.role: body.id or slug(body.name, body.role) for _, body, _ in todo}
    if len(set(ids.values())) < len(ids):
        work.wrong(
            "id-duplicate",
            ("bodies",),
            ", ".join(ids.values()),
            remedy="give every body a name and id of its own",
        )
    everyone = [person for person, _ in work.people]
    ordinary = [row["id"] for row in work.rows["persons"] if row["id"] not in everyone]
    parent = {
        Role.CONGRESS.word: None,
        Role.COMMITTEE.word: Role.CONGRESS.word,
        Role.CONTROL.word: Role.CONGRESS.word,
    }
    for place, body, default in todo:
        sits = (
            everyone if body.members is None and body.role in (Role.COMMITTEE.word, Role.BUREAU.word) else []
        )
        if body.members is not None:
            found = [work.who(name, (*place, "members", n)) for n, name in enumerate(body.members)]
            for n, person in enumerate(found):
                if person and person in found[:n]:
                    work.wrong("two-seats", (*place, "members", n), body.members[n], remedy="name him once")
            sits = [person for person in found if person]
        if not default and body.members is None and sits:
            work.filled.append(f"The members of {body.name}: all contenders and the predecessor.")
        sits = sits + (ordinary if body.role == Role.COMMITTEE.word else [])
        kind = Role.from_word(body.role)
        size = body.size or BODIES.get(kind, ("", 5))[1] or 0
        if body.size is not None and body.role != Role.CONGRESS.word and len(sits) > body.size:
            work.wrong("seats-above-size", (*place, "size"), f"{len(sits)} members", f"at most {body.size}")
        elector = parent.get(body.role, Role.COMMITTEE.word)
        decision = _rule(body.rule)
        removal = (
            _rule(body.removal)
            if body.removal is not None
            else max(decision, BODIES.get(kind, (0, 0, 0, 0.5))[3])
        )
        work.add(
            "bodies",
            id=ids[body.role],
            name=body.name,
            role=body.role,
            elected_by=ids[elector] if elector else None,
            decision=decision,
            sanction=round(removal, 3),
            every=body.every or EVERY.get(kind, 1),
            size=max(size, len(sits), 1),
            **({} if default else {"note": "stated in the brief scenario"}),
        )
        for person in sits:
            work.add("seats", body=ids[body.role], person=person, seat="full")
    for office in work.rows["offices"]:
        office["filled_by"] = ids[Role.COMMITTEE.word]


def _organisations(work: Expansion) -> None:
    contenders = [(person, leader) for person, leader in work.people if isinstance(leader, Contender)]
    workers = {"workers": 0.5, "apparatus": 0.4, "army": 0.05, "students": 0.05}
    for n, (patron, loyalty, entrenched) in enumerate(_patrons(contenders, REGIONS), 1):
        key = f"region-{n}"
        work.add(
            "organisations",
            id=key,
            name=f"Region {n}",
            members=REGION_MEMBERS,
            entrenched=entrenched,
            **workers,
        )
        work.add("secretaries", organisation=key, patron=patron, loyalty=loyalty)
    army = {"workers": 0.1, "apparatus": 0.1, "army": 0.8, "students": 0.0}
    work.add(
        "organisations",
        id="army",
        name="The army",
        kind="army",
        members=REGION_MEMBERS,
        entrenched=0.3,
        **army,
    )
    army_offices = (
        {row["id"] for row in work.rows["offices"] if row.get("organisation") == "army"}
        if work.rows["offices"]
        else set()
    )
    heads = [row["person"] for row in work.rows["holdings"] if row["office"] in army_offices]
    work.add(
        "secretaries", organisation="army", patron=heads[0] if heads else None, loyalty=0.5 if heads else 0.0
    )
    work.filled.append(
        f"{REGIONS} equal regional organisations: a quarter follow contenders in proportion to their apparatus, a fifth by regional "
        "base (entrenched), the rest nobody; what equals compete for goes to nobody. One organisation of the army follows its head."
    )


def _ties(work: Expansion) -> None:
    for n, tie in enumerate(work.page.ties):
        a, b = work.who(tie.a, ("ties", n, "a")), work.who(tie.b, ("ties", n, "b"))
        if a and a == b:
            work.wrong("self-reference", ("ties", n), tie.a, remedy="name two different persons")
        kind = tie.kind or ("friendship" if tie.strength >= 0 else "rivalry")
        work.add(
            "ties",
            a=a,
            b=b,
            kind=kind,
            strength=tie.strength,
            from_=_before(work),
            note="stated in the brief scenario",
        )


def _outside(work: Expansion) -> None:
    """Voices of the outside power in the appointing body, bound to its favourite, and an office that its favour gives him."""
    power = work.page.outside
    if power is None:
        return
    favours = {work.who(name, ("outside", "favours", name)): value for name, value in power.favours.items()}
    bodies = {row["name"]: row for row in work.rows["bodies"]} | {
        row["id"]: row for row in work.rows["bodies"]
    }
    named = power.body or next(row["id"] for row in work.rows["bodies"] if row["role"] == Role.COMMITTEE.word)
    if named not in bodies:
        work.wrong(
            "id-unknown",
            ("outside", "body"),
            named,
            "a body",
            nearest(named, bodies),
            "name a body of the page",
        )
        return
    body = bodies[named]
    if body["role"] == Role.CONGRESS.word:
        work.wrong(
            "value-choice",
            ("outside", "body"),
            named,
            "any body but the congress",
            remedy="name the committee",
        )
        return
    best = max(favours.values(), default=0.0)
    first = [person for person, value in favours.items() if value == best]
    favourite = first[0] if len(first) == 1 and best >= HOLDS else None
    seats = max(1, round(body["size"] * power.weight / (1 - power.weight)))
    body["size"] += seats
    for n in range(1, seats + 1):
        voice = f"outside-voice-{n}"
        work.add(
            "persons",
            id=voice,
            name=f"{power.name} ({n})",
            eligible="no",
            note="speaks for the outside power",
        )
        work.add(
            "prestige",
            person=voice,
            value=0.3,
            date=work.page.window.from_,
            basis="stands for the outside power",
        )
        work.add("seats", body=body["id"], person=voice, seat="full")
        for person, value in favours.items():
            patron = person == favourite
            kind = "patron-client" if patron else ("alliance" if value >= 0 else "rivalry")
            work.add("ties", a=person, b=voice, kind=kind, strength=value, from_=_before(work))
    _office(work, "outside-consent", f"Confidence of {power.name}", {"international": 1.0}, favourite)
    work.rows["offices"][-1]["filled_by"] = body["id"]
    work.filled.append(
        f"{power.name}: {seats} voices in {body['name']} ({power.weight:.0%} of its votes), which cannot rule themselves, and an office that "
        f"gives one share of international weight, held at the start by {next((x.name for p, x in work.people if p == favourite), 'nobody')}."
    )


def _shocks(work: Expansion) -> None:
    page, leader = work.page, work.page.predecessor
    given: list[tuple[tuple, dict[str, Any]]] = []
    if leader and leader.incapacity:
        loss = max(0.0, leader.capacity - LEFT)
        given.append(
            (("predecessor", "incapacity"), {"date": leader.incapacity, "kind": "illness", "size": loss})
        )
    if leader and leader.death:
        given.append((("predecessor", "death"), {"date": leader.death, "kind": "death", "size": 1.0}))
    for _, row in given:
        row |= {
            "person": leader.name if leader else "",
            "uncertainty_months": leader.uncertainty_months if leader else 0,
        }
    given += [(("shocks", n), shock.model_dump()) for n, shock in enumerate(page.shocks)]
    for n, (place, row) in enumerate(given):
        person = work.who(row["person"], (*place, "person")) if row.get("person") else None
        if row["kind"] in (ShockKind.ILLNESS.word, ShockKind.DEATH.word) and not row.get("person"):
            work.wrong("value-missing", place, f"no person for {row['kind']}", remedy="name the person")
        size = row.get("size")
        work.add(
            "shocks",
            id=f"shock-{n + 1}",
            date=row["date"],
            kind=row["kind"],
            person=person,
            size=SHOCK_SIZE[row["kind"]] if size is None else size,
            uncertainty_months=row["uncertainty_months"],
            what=row.get("what") or row["kind"],
            why_no_contender_decided_it="stated in the brief scenario as coming from outside",
        )
