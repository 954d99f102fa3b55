"""A patron power from outside: votes in a body, ties, and an office that its favour gives."""

from __future__ import annotations

from politburo.errors import nearest
from politburo.scenario.brief.defaults import HOLDS
from politburo.scenario.brief.expansion import Expansion, before

VOICE = 0.3  # standing of those who speak for it


def outside(work: Expansion) -> None:
    """Add voices of the outside power to the body where it speaks, bound to its favourite, and an office that its favour gives him.

    The voices are as many full members as make `weight` of the body's votes. They cannot rule. Each has a tie of the stated strength
    to every contender named; the favourite (the highest favour, if at least that which gives an office and not tied) is their patron.
    """
    power = work.page.outside
    if power is None:
        return
    favours: dict[str, float] = {}
    for name, value in power.favours.items():
        person = work.who(name, ("outside", "favours", name))
        if person:
            favours[person] = value
    rows = work.rows["bodies"]
    names = {row["name"]: row for row in rows} | {row["id"]: row for row in rows}
    named = power.body or next(row["id"] for row in rows if row["role"] == "committee")
    body = names.get(named)
    if body is None or body["role"] == "congress":
        allowed = [row["name"] for row in rows if row["role"] != "congress"]
        work.wrong(
            "id-unknown",
            ("outside", "body"),
            named,
            ", ".join(allowed),
            nearest(named, allowed),
            "name a body",
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
            value=VOICE,
            date=work.page.window.from_,
            basis="speaks for the outside power",
        )
        work.add("seats", body=body["id"], person=voice, seat="full")
        for person, value in favours.items():
            kind = "patron-client" if person == favourite else ("alliance" if value >= 0 else "rivalry")
            work.add("ties", a=person, b=voice, kind=kind, strength=value, from_=before(work))
    work.office("outside-consent", f"Confidence of {power.name}", {"international": 1.0}, favourite)
    work.rows["offices"][-1]["filled_by"] = body["id"]
    holder = next((leader.name for person, leader in work.people if person == favourite), "nobody")
    work.filled.append(
        f"{power.name}: {seats} voices in {body['name']} ({seats / body['size']:.0%} of its votes), which cannot rule, and an office of "
        f"international weight that its favour gives, held at the start by {holder}."
    )
