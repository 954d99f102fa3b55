"""Contenders, predecessor, their ties, the disputes and the shocks of a page."""

from __future__ import annotations

from typing import Any

from politburo.errors import nearest
from politburo.scenario.brief.defaults import APPEAL, CODING, DISPUTES, LEFT, SHOCK_SIZE, TRAITS
from politburo.scenario.brief.expansion import Expansion, before, coding, slug
from politburo.scenario.brief.form import Leader
from politburo.vocab import ShockKind


def dates(work: Expansion) -> None:
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


def disputes(work: Expansion) -> None:
    page = work.page
    rows = DISPUTES if page.disputes is None else [row.model_dump() for row in page.disputes]
    if page.disputes is None:
        work.filled.append(f"The disputes: {', '.join(row['name'] for row in DISPUTES)}.")
    for n, row in enumerate(rows):
        if row["id"] in {other["id"] for other in work.rows["disputes"]}:
            work.wrong("id-duplicate", ("disputes", n, "id"), row["id"], remedy="keep one of the two")
        work.add("disputes", **{**row, "name": row["name"] or row["id"]})


def people(work: Expansion) -> None:
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
        add_person(work, place, person, leader, disputes)


def add_person(work: Expansion, place: tuple, person: str, leader: Leader, disputes: list[str]) -> None:
    founder = leader is work.page.predecessor
    stated = work.proof(leader.source)
    eligible = getattr(leader, "eligible", "yes")
    capacity = [getattr(leader, name) for name in ("health", "capacity") if name in leader.model_fields_set]
    work.add(
        "persons",
        id=person,
        name=leader.name,
        short=leader.short or None,
        born=leader.born,
        party_since=leader.party_since,
        eligible=eligible,
        health=capacity[0] if capacity else None,
        **stated,
    )
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


def ties(work: Expansion) -> None:
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
            from_=before(work),
            note="stated in the brief scenario",
        )


def shocks(work: Expansion) -> None:
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
        first, last, day = page.window.from_, page.window.to, row["date"]
        if not first[: len(day)] <= day[: len(first)] or not day[: len(last)] <= last[: len(day)]:
            at = place if len(place) == 2 and place[0] == "predecessor" else (*place, "date")
            remedy = "correct the date, widen the window, or leave it out"
            work.wrong("date-outside", at, day, f"{first} to {last}", remedy=remedy)
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
