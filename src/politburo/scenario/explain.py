"""Tell a resolved scenario back in sentences, before anything runs."""

from __future__ import annotations

from collections import Counter

from politburo.scenario.resolved import Resolved


def explain(resolved: Resolved) -> str:
    """Who sits where, who holds what, who names secretaries, which rules hold, what will knock when, and how well it is known."""
    name = lambda n: resolved.persons[n].name if n is not None else "nobody"  # noqa: E731
    named = [person for person in resolved.persons if not person.reserve]
    lines = [
        f"{resolved.title} ({resolved.id})",
        f"From {resolved.start} to {resolved.end}, {resolved.months} months. {resolved.summary}",
        "",
        f"There are {len(named)} named persons and {len(resolved.persons) - len(named)} anonymous reserve cadres.",
    ]
    lines += [f"They were chosen by rule: {resolved.roster_rule}"] if resolved.roster_rule else []
    lines.append("")
    for body in resolved.bodies:
        full = [name(person) for person, seat in body.seats.items() if seat == "full"]
        candidates = [name(person) for person, seat in body.seats.items() if seat != "full"]
        elector = (
            f"elected by the {resolved.bodies[body.elector].name}"
            if body.elector is not None
            else "elected by the organisations"
        )
        text = f"The {body.name} ({body.role}, {body.size} seats) is {elector} and meets every {body.every} month(s)."
        if body.sanction > 0.5:
            text += f" Removing a member of the committee takes {body.sanction:.0%}."
        if full and len(full) <= 12:
            text += f" Full members: {', '.join(full)}."
        elif full:
            text += f" It has {len(full)} full members and {len(candidates)} candidates."
        if candidates and len(full) <= 12:
            text += f" Candidates: {', '.join(candidates)}."
        lines.append(text)
    lines.append("")
    for office in resolved.offices:
        gives = ", ".join(f"{amount:g} of {what}" for what, amount in office.resources.items()) or "nothing"
        state = f"is held by {name(office.holder)}" if office.holder is not None else "is vacant"
        state = state if office.established else "does not exist yet and may be created"
        lines.append(f"{office.name} {state}; it gives {gives}.")
    appointing = [
        o
        for o in resolved.offices
        if "appointments" in o.resources and o.established and o.holder is not None
    ]
    lines.append(
        f"Secretaries are named by {', '.join(name(o.holder) for o in appointing)}."
        if appointing
        else "Nobody names the secretaries."
    )
    members = sum(o.members for o in resolved.organisations)
    patrons = Counter(name(o.patron) for o in resolved.organisations if o.patron is not None)
    known = sum(o.secretary is not None for o in resolved.organisations)
    lines += [
        "",
        f"{len(resolved.organisations)} organisations have {members:,.0f} members; the secretaries of {known} are known by name. "
        + (f"Patrons: {', '.join(f'{who} of {n}' for who, n in patrons.most_common())}." if patrons else ""),
        f"A congress is due every {resolved.country.congress_every} months; the last was {resolved.country.congress_last} months before "
        f"the start. Factions are {'banned' if resolved.country.factions_banned else 'allowed'}.",
        "Disputes: "
        + "; ".join(f"{d.name} (-1 {d.minus_one}, +1 {d.plus_one})" for d in resolved.disputes)
        + ".",
    ]
    if resolved.letter:
        aimed = (
            resolved.offices[resolved.letter.office].name
            if resolved.letter.office is not None
            else "no office"
        )
        lines.append(
            f"{name(resolved.letter.author)} may write a last word from month {resolved.letter.month} on, while able, on "
            f"{', '.join(name(p) for p, _, _ in resolved.letter.verdicts)}; it bears on {aimed}."
        )
    ahead = [shock for shock in resolved.shocks if 0 <= shock.month < resolved.months]
    kinds = Counter(shock.kind for shock in ahead)
    lines.append(
        f"Shocks that no contender decides: {', '.join(f'{n} {kind}' for kind, n in kinds.items()) or 'none'}."
    )
    for shock in ahead:
        if shock.person is not None:
            year, month = divmod(resolved.start.year * 12 + resolved.start.month - 1 + shock.month, 12)
            lines.append(f"  about {year}-{month + 1:02d} (+- {shock.jitter:g} months): {shock.what}")
    drawn = sum(v.sd > 0 for p in named for v in [*p.traits, *p.positions])
    total = sum(len(p.traits) + len(p.positions) for p in named)
    shares = resolved.evidence_shares
    lines += [
        "",
        f"{drawn} of {total} traits and positions of named persons are unknown and drawn from stated priors in every history.",
        f"{len(resolved.service)} pairs shared dated service; {len(resolved.documented)} ties are documented before the last months, "
        f"{len(resolved.late)} in them (kept apart).",
        "Of the values used, " + ", ".join(f"{share:.0%} are {kind}" for kind, share in shares.items()) + ".",
    ]
    return "\n".join(lines)
