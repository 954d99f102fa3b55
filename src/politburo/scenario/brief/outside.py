"""A patron power from outside: votes in a body, ties, and an office that its favour gives."""

from __future__ import annotations

from politburo.errors import nearest
from politburo.scenario.brief.defaults import HOLDS
from politburo.scenario.brief.expansion import Expansion
from politburo.scenario.expanding import voices


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
    seats = voices(work, power.name, favours, favourite, body, power.weight, work.page.window.from_)
    work.office("outside-consent", f"Confidence of {power.name}", {"international": 1.0}, favourite)
    work.rows["offices"][-1]["filled_by"] = body["id"]
    holder = next((leader.name for person, leader in work.people if person == favourite), "nobody")
    work.filled.append(
        f"{power.name}: {seats} voices in {body['name']} ({100 * seats / body['size']:.0f} % of its votes), which "
        f"cannot rule, and an office of "
        f"international weight that its favour gives, held at the start by {holder}."
    )
