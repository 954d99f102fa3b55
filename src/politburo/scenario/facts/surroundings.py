"""The country, the outside power, shocks and what was known beforehand on a page of facts."""

from __future__ import annotations

from datetime import date

from politburo.scenario.expanding import voices
from politburo.scenario.facts.institutions import every
from politburo.scenario.facts.work import Work, first_day
from politburo.scenario.values import default

GRACE = (
    31  # days after the start within which the predecessor's end counts as the event that opens the question
)


def sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def country(work: Work) -> dict:
    """The mood of the country by three yes-or-no facts, and whether the party forbids factions."""
    facts = work.page.country
    discontent = default("discontent-unrest" if facts.mass_unrest else "discontent")
    return {
        "date": work.start,
        "discontent": min(1.0, discontent + default("discontent-famine") * facts.famine),
        "threat": default("threat-war" if facts.war else "threat"),
        "fear": default("fear"),
        "harvest": default("harvest-famine") if facts.famine else 0.0,
        # the statutes of communist parties forbid factions; of others nothing is assumed
        "factions_banned": int(work.page.party.kind == "communist"),
        "predecessor": work.page.predecessor.id,
        "contested": 1,  # a page of facts begins on the eve of the event that opens the question
    }


def outside(work: Work) -> None:
    """Voices of an outside power in the committee, if it has named friends or enemies; else its consent is only a note."""
    power = work.page.outside
    if power is None:
        return
    favours: dict[str, float] = {}
    for field, sign in (("favours", 1), ("rejects", -1)):
        for n, name in enumerate(getattr(power, field)):
            person = work.who(name, ("outside", field, n))
            if person in favours:
                work.wrong("two-seats", ("outside", field, n), name, remedy="name him once")
            elif person:
                favours[person] = sign * default("outside-favour")
    if not favours:
        work.filled.append(f"{power.who}: no preference was public, so that it has no voice in any body.")
        return
    friends = [person for person, value in favours.items() if value > 0]
    body = work.body["committee"]
    favourite = friends[0] if len(friends) == 1 else None
    favours = dict(sorted(favours.items()))
    seats = voices(work, power.who[:190], favours, favourite, body, default("outside-weight"), work.start)
    work.filled.append(
        f"{power.who}: {seats} voices in {body['name']}, which cannot rule, for those it favoured and against those it rejected in public."
    )


def shocks(work: Work) -> None:
    """The predecessor's death, where it opens the question. Nothing else that came later is known at the start."""
    old = work.page.predecessor
    if old.fate_date and old.fate in ("died", "removed", "retired"):
        days = (date.fromisoformat(first_day(old.fate_date)) - date.fromisoformat(work.start)).days
        if days > GRACE:
            found = f"{old.fate} on {old.fate_date}, {days} days after the start"
            remedy = "nobody knew it at the start: write `in-office`, or move the start"
            work.wrong(
                "date-after-start", ("predecessor", "fate_date"), found, f"within {GRACE} days", remedy=remedy
            )
    if old.fate == "died":
        if any(person.id == old.id for person in work.page.contenders):
            work.wrong(
                "id-duplicate",
                ("predecessor", "id"),
                old.id,
                remedy="a dead predecessor is no contender: list him once",
            )
        work.add(
            "shocks",
            id="predecessor-death",
            date=work.start,
            kind="death",
            person=old.id,
            size=1.0,
            what=work.page.opening.what or "the predecessor dies",
            why_no_contender_decided_it="it opens the question of power; the page begins with it",
            **work.proof("contenders"),
        )


def foreseen(work: Work) -> None:
    """When the next congress is due, and what else was known beforehand, in words."""
    body = next((body for body in work.page.bodies if body.role == "congress"), None)
    interval = every(body) if body else int(default("congress-every"))
    due = interval // 2
    if body and body.next:
        start, then = work.start.split("-"), first_day(body.next).split("-")
        due = (int(then[0]) - int(start[0])) * 12 + int(then[1]) - int(start[1])
        if due < 0:
            place = ("bodies", work.page.bodies.index(body), "next")
            work.wrong("date-outside", place, f"{body.next}", f"after {work.start}", remedy="leave it out")
        interval = max(interval, due)
    else:
        work.filled.append(
            f"The next congress: due after {due} months, half its interval, because no day is known."
        )
    year, month = divmod(int(work.start[:4]) * 12 + int(work.start[5:7]) - 1 - (interval - due), 12)
    held = f"{year:04d}-{month + 1:02d}-01"
    work.add("rules", id="congress-interval", subject="congress-every-months", value=str(interval))
    work.add("rules", id="congress-last", subject="congress-held", value=held)
    for n, known in enumerate(work.page.shocks_known, 1):
        when = f" ({known.date})" if known.date else ""
        work.add(
            "rules",
            id=f"known-{n}",
            subject="known",
            summary=sentence(f"Known beforehand{when}: {known.what}"),
        )
    note = work.page.country.note
    if note:
        work.add("rules", id="country", subject="known", summary=sentence(f"The country: {note}"))
    if work.page.outside:
        work.add(
            "rules",
            id="outside",
            subject="known",
            summary=sentence(
                f"Consent from outside: {work.page.outside.who}. {work.page.outside.what}".rstrip()
            ),
        )
