"""Tell a resolved scenario back in sentences, before anything runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from politburo.measures.written import per_cent
from politburo.scenario.resolved import RBody, Resolved, RShock
from politburo.vocab import Resource, Role, SocialClass, Trait
from politburo.words.scene import phrases

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NAMED = 30  # longest list of members that is printed
FEW = 3  # persons named at each end of a dispute
LEADING = 8  # persons named by prestige
FRACTIONS = {0.5: "a simple majority", 0.667: "two thirds", 0.75: "three quarters"}
WEIGHTS = {
    "army": "the army",
    "police": "the police",
    "press": "the press",
    "unions": "the unions",
    "economy": "the economy",
    "international": "the international ties",
    "state": "the state",
    "region": "the regional bases",
}
WHOLE = {
    "appointments": "the naming of secretaries",
    "leadership": "the rank of the leader",
    "deputy": "the rank of a deputy",
    "executive": "the rank of a head of government or state",
}
"""What an office gives in itself, not as a part of what all offices give."""
FIRST_PLACE = "the first place in the party"


def describe(resolved: Resolved) -> str:
    """Who sits where, who holds what, who names secretaries, where they stand, which rules hold, what will knock when,
    what a page left to defaults, and how well it is all known."""
    parts = (_head, _bodies, _offices, _leadership, _organisations, _prestige, _disputes, _rules, _ahead)
    parts += (_filled, _known)
    return "\n\n".join("\n".join(lines) for part in parts if (lines := part(resolved)))


def name_of(resolved: Resolved, person: int | None) -> str:
    """A person's name, or "nobody"."""
    return "nobody" if person is None else resolved.persons[person].name


def month_of(resolved: Resolved, month: int) -> str:
    """The calendar month so many months after the start, in words."""
    year, place = divmod(resolved.start.year * 12 + resolved.start.month - 1 + month, 12)
    return f"{MONTHS[place]} {year}"


def _every(months: int) -> str:
    return "every month" if months == 1 else f"every {months} months"


def _share(value: float) -> str:
    return FRACTIONS.get(round(value, 3), f"more than {per_cent(value)}")


def _head(resolved: Resolved) -> list[str]:
    named = [person for person in resolved.persons if not person.reserve]
    lines = [
        f"{resolved.title} ({resolved.id})",
        f"From {resolved.start} to {resolved.end}, {resolved.months} months. {resolved.summary}",
        f"There are {len(named)} persons, besides {len(resolved.persons) - len(named)} anonymous reserve cadres; "
        f"the {resolved.contenders} strongest at the time are the contenders.",
    ]
    if resolved.clock_zero:
        lines.append(f"Forecasts count from {month_of(resolved, resolved.clock_zero)}.")
    barred = [person.name for person in named if not person.eligible]
    if barred:
        lines.append(f"Not eligible to rule: {', '.join(barred)}.")
    if resolved.roster_rule:
        lines.append(f"They were chosen by rule: {resolved.roster_rule}")
    return lines


def _bodies(resolved: Resolved) -> list[str]:
    return [_body(resolved, body) for body in resolved.bodies]


def _body(resolved: Resolved, body: RBody) -> str:
    elector = resolved.bodies[body.elector].name if body.elector is not None else "organisations"
    text = f"The {body.name} ({body.role}, {body.size} seats) is elected by the {elector}, meets {_every(body.every)} "
    text += f"and decides by {_share(body.decision)}"
    text += (
        f"; to remove a member of the committee takes {_share(body.sanction)}."
        if body.sanction > body.decision
        else "."
    )
    for kind, title in (("full", "Full members"), ("candidate", "Candidates")):
        names = [name_of(resolved, person) for person, seat in body.seats.items() if seat == kind]
        if len(names) > NAMED:
            text += f" {title}: {len(names)}."
        elif names:
            text += f" {title} ({len(names)}): {', '.join(names)}."
    filled = sum(seat == "full" for seat in body.seats.values())
    if body.seats and filled < body.size:
        text += f" {body.size - filled} seats are vacant, or their holders are not known."
    return text


def _offices(resolved: Resolved) -> list[str]:
    total: dict[str, float] = defaultdict(float)
    for office in resolved.offices:
        if office.established:
            for what, amount in office.resources.items():
                total[what] += amount
    lines, vacant, absent = [], [], []
    for office in resolved.offices:
        gives = _list(
            WHOLE[what]
            if what in WHOLE
            else f"{per_cent(amount / max(total[what], amount))} of {WEIGHTS[what]}"
            for what, amount in office.resources.items()
        )
        if not office.established:
            absent.append(f"{office.name} ({gives})")
        elif office.holder is None:
            vacant.append(f"{office.name} ({gives})")
        else:
            lines.append(f"{office.name}: {name_of(resolved, office.holder)}; it gives {gives or 'nothing'}.")
    lines += [f"Vacant, or held by somebody outside the roster: {'; '.join(vacant)}."] if vacant else []
    lines += [f"Does not exist yet and may be created: {'; '.join(absent)}."] if absent else []
    appointing = [
        name_of(resolved, office.holder)
        for office in resolved.offices
        if Resource.APPOINTMENTS.word in office.resources and office.established and office.holder is not None
    ]
    lines.append(
        f"Secretaries are named by {', '.join(dict.fromkeys(appointing))}."
        if appointing
        else "Nobody names the secretaries."
    )
    return lines


def _leadership(resolved: Resolved) -> list[str]:
    """Who holds the first place, how it is filled, who led before, and whether who is to lead is an open question."""
    word, country = Resource.LEADERSHIP.word, resolved.country
    place = next((office for office in resolved.offices if office.resources.get(word)), None)
    if place is None:
        return [f"No office is {FIRST_PLACE}: the strongest of the ruling core leads it."]
    bureau = next((body.name for body in resolved.bodies if body.role == Role.BUREAU.word), "bureau")
    called = "" if place.name.lower() == FIRST_PLACE else f" ({place.name})"
    held = "vacant" if place.holder is None else f"held by {name_of(resolved, place.holder)}"
    text = f"{FIRST_PLACE.capitalize()}{called} is {held}."
    if country.predecessor is None:
        text += " No predecessor is named."
    elif country.predecessor == place.holder:
        text += f" {name_of(resolved, place.holder)} is also the predecessor, whose succession is at issue."
    else:
        text += f" The predecessor is {name_of(resolved, country.predecessor)}."
    if place.filled_by is None:
        text += " No body fills the place: it lapses with its holder, and then the strongest of the ruling core leads."
    elif country.contested:
        text += f" Who is to lead is an open question at the start: the {bureau} votes on it."
    else:
        text += f" Who leads is no open question at the start; a vacancy is filled by a vote of the {bureau}."
    return [text]


def _list(words: Iterable[str]) -> str:
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _organisations(resolved: Resolved) -> list[str]:
    organisations = resolved.organisations
    members = sum(o.members for o in organisations)
    led = [f"{o.name}: {name_of(resolved, o.secretary)}" for o in organisations if o.secretary is not None]
    follow: dict[int, list[float]] = defaultdict(list)
    for o in organisations:
        if o.patron is not None:
            follow[o.patron].append(o.members / members)
    order = sorted(follow, key=lambda person: (-sum(follow[person]), person))
    patrons = [
        f"{name_of(resolved, p)} ({len(follow[p])}, {per_cent(sum(follow[p]))} of members)" for p in order
    ]
    workers = sum(sum(cohort[SocialClass.WORKER]) for cohort in resolved.cohort_counts)
    everyone = sum(sum(map(sum, cohort)) for cohort in resolved.cohort_counts)
    republics = [o.name for o in organisations if o.republic]
    lines = [
        f"{len(organisations)} organisations have {members:,.0f} members, {per_cent(workers / max(everyone, 1))} of them workers. "
        f"The secretaries of {len(led)} are known by name" + (f": {'; '.join(led)}." if led else ".")
    ]
    if patrons:
        lines.append(f"Those over secretaries: {', '.join(patrons)}; the other secretaries follow nobody.")
    if republics:
        lines.append(f"Republics, which have a will of their own on the centre: {', '.join(republics)}.")
    return lines


def _prestige(resolved: Resolved) -> list[str]:
    named = [person for person in resolved.persons if not person.reserve]
    leading = sorted(named, key=lambda person: -person.prestige)[:LEADING]
    lines = [f"Highest prestige (0 to 1): {', '.join(f'{p.name} {p.prestige:.2f}' for p in leading)}."]
    weak = [f"{person.name} ({per_cent(person.health)})" for person in named if person.health < 1]
    lines += [f"Of reduced capacity: {', '.join(weak)}."] if weak else []
    if resolved.liabilities:
        heavy = sorted(resolved.liabilities, key=lambda fact: (-fact.weight, fact.address))[:FEW]
        said = phrases(resolved.id)
        told = "; ".join(
            f"{name_of(resolved, fact.person)}: {said.get(fact.fact, fact.fact)}" for fact in heavy
        )
        lines.append(f"{len(resolved.liabilities)} dated facts can be used as weapons. The heaviest: {told}.")
    if resolved.letter:
        letter = resolved.letter
        aimed = resolved.offices[letter.office].name if letter.office is not None else "no office"
        named_in = ", ".join(name_of(resolved, person) for person, _, _ in letter.verdicts)
        lines.append(
            f"{name_of(resolved, letter.author)} may, while able, write a last word from {month_of(resolved, letter.month)} on, about "
            f"{named_in}; it bears on the office {aimed}."
        )
    return lines


def _disputes(resolved: Resolved) -> list[str]:
    lines = []
    for n, dispute in enumerate(resolved.disputes):
        placed = [person for person in resolved.persons if not person.reserve and person.positions[n].sd == 0]
        placed.sort(key=lambda person: person.positions[n].mean)
        ends = ""
        if placed:
            low = ", ".join(f"{p.name} {p.positions[n].mean:+.1f}" for p in placed[:FEW])
            high = ", ".join(f"{p.name} {p.positions[n].mean:+.1f}" for p in placed[: -FEW - 1 : -1])
            ends = f"; {len(placed)} positions are known, lowest {low}; highest {high}"
        lines.append(
            f"Dispute: {dispute.name} (-1 {dispute.minus_one or 'against'}, +1 {dispute.plus_one or 'for'}); policy in force "
            f"{dispute.policy:+.1f}, salience {dispute.salience:.1f}{ends}."
        )
    return lines


def _rules(resolved: Resolved) -> list[str]:
    country = resolved.country
    last = (
        f"{country.congress_last} months before the start"
        if country.congress_last
        else "in the month of the start"
    )
    lines = [
        f"A congress is due {_every(country.congress_every)}; the last was {last}. Factions are "
        f"{'banned' if country.factions_banned else 'allowed'}.",
        f"The country: discontent {country.discontent:.2f}, threat from abroad {country.threat:.2f}, fear {country.fear:.2f} "
        f"(0 to 1), harvest {country.harvest:+.1f}.",
    ]
    rules = list(dict.fromkeys(resolved.rules))
    return lines + (["Rules in force:", *(f"  {rule}" for rule in rules)] if rules else [])


def _ahead(resolved: Resolved) -> list[str]:
    ahead = sorted(
        (s for s in resolved.shocks if 0 <= s.month < resolved.months), key=lambda shock: shock.month
    )
    if not ahead:
        return ["No shock from outside is foreseen."]
    personal = [shock for shock in ahead if shock.person is not None]
    other: dict[str, list[RShock]] = defaultdict(list)
    for shock in ahead:
        if shock.person is None:
            other[shock.kind].append(shock)
    when = partial(month_of, resolved)
    lines = ["Shocks that no contender decides, read as they came (the dates are varied in every history):"]
    for kind, shocks in other.items():
        lines.append(f"  {kind}: " + ", ".join(f"{when(s.month)} ({s.size:+.2g})" for s in shocks) + ".")
    for shock in personal:
        about = (
            f"about {when(shock.month)}, give or take {shock.jitter:g} months"
            if shock.jitter
            else when(shock.month)
        )
        lines.append(f"  {about}: {shock.what} ({name_of(resolved, shock.person)})")
    return lines


def _filled(resolved: Resolved) -> list[str]:
    if not resolved.filled:
        return []
    return ["Filled in by the documented defaults:", *(f"  {line}" for line in resolved.filled)]


def _known(resolved: Resolved) -> list[str]:
    named = [person for person in resolved.persons if not person.reserve]
    traits = sum(value.sd > 0 for person in named for value in person.traits)
    places = sum(value.sd > 0 for person in named for value in person.positions)
    shares = resolved.evidence_shares
    return [
        f"Unknown and drawn from stated priors in every history: {traits} of {len(named) * len(Trait)} traits and {places} of "
        f"{len(named) * len(resolved.disputes)} positions.",
        f"{len(resolved.service)} pairs shared dated service; {len(resolved.documented)} ties are documented before the last months, "
        f"{len(resolved.late)} in them (kept apart).",
        f"Of {sum(resolved.evidence.values()):,} values used, "
        + ", ".join(f"{per_cent(share)} are {kind}" for kind, share in shares.items())
        + ".",
    ]
