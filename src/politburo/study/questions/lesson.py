"""A lesson of 45 minutes: one history turned moment by moment, a question before each turn, with the reason in the answer.

Five persons are watched. After each moment a number of sweets is divided among them in proportion to their power, so that a class can
predict shares too. The documented course can be taught in the same way; its moments are the attacks on record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from politburo.errors import PolitburoError, Problem, nearest
from politburo.measures.names import short_name
from politburo.measures.written import month_text
from politburo.study.questions.moments import Class, Question, questions, situation
from politburo.study.running.reasons import story
from politburo.study.running.tables import ELSEWHERE, called
from politburo.vocab import Cause, Trait
from politburo.words.causes import why
from politburo.words.chronicle import sentences
from politburo.words.scene import phrases

if TYPE_CHECKING:
    from politburo.scenario.resolved import RPerson
    from politburo.study.running.run import Run

FIVE, MOMENTS, SWEETS = 5, 8, 20
LEAST_APART = 24  # two moments are at least this part of all months apart
TOLD = 3  # sentences of what went before
SAME = {"response": 1}  # most questions of one kind; of others:
ALIKE = 3
MINUTES, BEGINNING, END = 45, 6, 7
CLEAR = 0.2  # from where on a position is worth a line on a card
STRONG = 0.7


def sweets(values: Sequence[float], total: int = SWEETS) -> tuple[int, ...]:
    """Whole shares of `total` in proportion to values, by the largest remainder; ties go to the first.

    >>> sweets([0.5, 0.3, 0.2], 10)
    (5, 3, 2)
    >>> sweets([1, 1, 1], 10)
    (4, 3, 3)
    """
    whole = sum(values)
    exact = [total * value / whole if whole > 0 else total / len(values) for value in values]
    given = [int(value) for value in exact]
    order = sorted(range(len(values)), key=lambda n: (given[n] - exact[n], n))
    for n in order[: total - sum(given)]:
        given[n] += 1
    return tuple(given)


def lesson(
    run: Run, history: str | int = "typical", persons: Sequence[str] = (), *, documented: bool = False
) -> dict[str, Any]:
    """A lesson about one history of a run, or about the documented course; the shape is that of `docs/studio.md`.

    `persons`: ids of two to five whom the class watches (default: the five who matter most in this history, of the documented course those
    who attack or are attacked most often). Raises `PolitburoError` for others, for a
    history that is not there and (record-missing) where there is no record with attacks.
    """
    _known(run, persons)
    told = _documented(run, persons) if documented else _simulated(run, history, persons)
    count = len(told["moments"])
    return {
        "case": run.resolved.id,
        "title": run.resolved.title,
        "total": SWEETS,
        **told,
        "minutes": _minutes(count),
    }


def _known(run: Run, persons: Sequence[str]) -> None:
    ids = [person.id for person in run.resolved.persons]
    problems = [
        Problem("id-unknown", "--person", person[:100], "a person of the case", nearest(person, ids))
        for person in persons
        if person not in ids
    ]
    if persons and not 2 <= len(set(persons)) <= FIVE:
        problems.append(Problem("usage", "--person", str(len(set(persons))), f"2 to {FIVE} persons"))
    if problems:
        raise PolitburoError(problems)


def _simulated(run: Run, history: str | int, persons: Sequence[str]) -> dict[str, Any]:
    number, told = story(run, history)
    power = _power(run, number)
    five = list(dict.fromkeys(persons)) or _mattering(run, power)
    names = run.names
    seen = Class(told, five, names)
    held = [
        [power.get(person, {}).get(month, 0.0) for person in five] for month in range(run.resolved.months)
    ]
    moments: list[dict[str, Any]] = []
    first = before = sweets(held[0])
    spoken, last = sentences(told.reader), -1
    for question in _chosen(seen, held):
        month = told.get(question.row, "month")
        after = sweets(held[min(month + 1, len(held) - 1)])
        between = [row for row in spoken if last < row < question.row]
        moments.append(
            {
                "number": len(moments) + 1,
                "month": month,
                "date": told.lines[question.row][0],
                "before": [spoken[row] for row in between[-TOLD:]],
                "situation": f"{month_text(told.lines[question.row][0])}. {situation(seen, question.row)}",
                "question": question.text,
                "options": [{"id": name, "label": label} for name, label in question.options],
                "answer": question.answer,
                "told": [spoken.get(question.row, told.lines[question.row][1])],
                "reason": _reasons(seen, question.row),
                "event": question.row,
                "sweets": list(after),
                "change": _change([names[p] for p in five], before, after),
            }
        )
        before, last = after, question.row
    people = {person.id: person for person in run.resolved.persons}
    return {
        "simulated": True,
        "history": number,
        "start": f"{run.resolved.start:%Y-%m}",
        "persons": [_card(run, people[person], names) for person in five],
        "first": list(first),
        "moments": moments,
    }


def _power(run: Run, number: int) -> dict[str, dict[int, float]]:
    """Share of power by person and month, of those who contend."""
    reader = run.reader(number)
    found: dict[str, dict[int, float]] = {}
    months = zip(reader.series("contender").tolist(), reader.series("power").tolist(), strict=True)
    for month, (people, values) in enumerate(months):
        for person, value in zip(people, values, strict=True):
            if person >= 0:
                found.setdefault(reader.person(person), {})[month] = value
    return found


def _mattering(run: Run, power: dict[str, dict[int, float]]) -> list[str]:
    """The five who matter in a history, those with most power over all its months first, named persons before reserve cadres.

    Who matters contends in the first month and in half of all months at least, or has the most power of all in a quarter of them; so a
    predecessor who soon dies is not among them, and a newcomer who comes to rule is. Where that leaves places, those who contend in the
    first month take them, the longest first. Nobody is taken who would begin without a sweet, or leave another without one, except who
    leads later.

    Args: share of power by person and month. Shapes: up to five ids. Units: none. Errors: none.
    """
    reserve = {person.id for person in run.resolved.persons if person.reserve}
    order = sorted(power, key=lambda p: (p in reserve, -sum(power[p].values()), p))
    months = range(run.resolved.months)
    there = [[p for p in order if month in power[p]] for month in months]
    led = Counter(
        max(people, key=lambda p, m=month: power[p][m]) for month, people in enumerate(there) if people
    )
    leads = {p for p, count in led.items() if 4 * count >= len(months)}
    begins = [p for p in order if power[p].get(0)]
    matter = [p for p in order if p in leads or (p in begins and 2 * len(power[p]) >= len(months))]
    others = sorted(set(begins) - set(matter), key=lambda p: (-len(power[p]), order.index(p)))

    def dull(people: list[str]) -> bool:
        given = sweets([power[p].get(0, 0.0) for p in people])
        return any(not n and p not in leads for p, n in zip(people, given, strict=True))

    five: list[str] = []
    for person in [*matter, *others]:
        if len(five) < FIVE and not dull([*five, person]):
            five.append(person)
    return five if len(five) > 1 else order[:FIVE]


def _chosen(seen: Class, held: list[list[float]]) -> list[Question]:
    """The questions most worth asking: those with a reason, about which the shares move most, apart in time and not all alike."""
    last = len(held) - 1

    def worth(question: Question) -> float:
        month = seen.story.get(question.row, "month")
        before, after = held[max(month - 1, 0)], held[min(month + 1, last)]
        parts = [[value / max(sum(row), 1e-9) for value in row] for row in (before, after)]
        return question.weight + 4 * sum(abs(a - b) for a, b in zip(*parts, strict=True))

    found = [question for question in questions(seen) if _reasons(seen, question.row)]
    taken: list[Question] = []
    kinds: Counter[str] = Counter()
    for question in sorted(found, key=lambda q: (-worth(q), q.row)):
        month = seen.story.get(question.row, "month")
        apart = all(abs(month - seen.story.get(q.row, "month")) > len(held) // LEAST_APART for q in taken)
        if apart and kinds[question.kind] < SAME.get(question.kind, ALIKE) and len(taken) < MOMENTS:
            taken.append(question)
            kinds[question.kind] += 1
    return sorted(taken, key=lambda question: question.row)


def _reasons(seen: Class, row: int) -> list[str]:
    """The two main causes of an event in sentences, as `why` tells them."""
    step = next(step for step in why(seen.story, row) if step.number == row)
    idle = (Cause.NATURE.word, Cause.CALENDAR.word, "since")
    return [
        f"{r.cause.replace('-', ' ').capitalize()}: {r.fact}." for r in step.reasons if r.cause not in idle
    ]


def _change(names: list[str], before: Sequence[int], after: Sequence[int]) -> str:
    """Who gained and who lost, in sweets."""
    moved = [(b - a, name) for name, a, b in zip(names, before, after, strict=True) if a != b]
    return (
        ", ".join(f"{name} {'+' if by > 0 else '−'}{abs(by)}" for by, name in sorted(moved, reverse=True))
        or "no change"
    )


def _card(run: Run, person: RPerson, names: dict[str, str]) -> dict[str, Any]:
    """What a pupil who plays a person is told: what he holds, where he sits, what he stands for, what can be used against him."""
    form, index = run.resolved, person.address
    held = [o.name for o in form.offices if o.holder == index and o.established]
    seats = [
        f"{b.name}{'' if b.seats[index] == 'full' else ' (candidate)'}"
        for b in form.bodies
        if index in b.seats
    ]
    follow = sum(o.patron == index for o in form.organisations)
    known = [
        (d, v.mean)
        for d, v in zip(form.disputes, person.positions, strict=True)
        if v.sd == 0 and abs(v.mean) >= CLEAR
    ]
    stands = [f"{d.name}: {d.plus_one if mean > 0 else d.minus_one}" for d, mean in known]
    strong = [
        name for name, v in zip(Trait.words(), person.traits, strict=True) if v.sd == 0 and v.mean >= STRONG
    ]
    said = phrases(form.id)
    faults = [said.get(fact.fact, fact.fact) for fact in form.liabilities if fact.person == index]
    lines = {
        "Holds": held,
        "Sits in": seats,
        "Secretaries who follow": [str(follow)] if follow else [],
        "Stands for": stands,
        "Strong in": strong,
        "Can be held against": faults,
    }
    return {
        "id": person.id,
        "label": names[person.id],
        "name": short_name(person.name),
        "card": [f"{title}: {'; '.join(words)}." for title, words in lines.items() if words],
    }


def _minutes(moments: int) -> list[dict[str, Any]]:
    """What is done when, so that it takes 45 minutes; every moment takes as long, and what is left over is for the end.

    >>> [(part["from"], part["to"]) for part in _minutes(8)]
    [(0, 6), (6, 38), (38, 45)]
    >>> _minutes(8)[1]["what"]
    'Moments 1 to 8, 4 minutes each: what happened, predict, vote, reveal, why'
    """
    each = (MINUTES - BEGINNING - END) // max(moments, 1)
    begun = BEGINNING + each * moments
    which = f"Moments 1 to {moments}, {each} minutes each" if moments > 1 else f"Moment 1, {each} minutes"
    parts = [
        (0, BEGINNING, "Who is who: the role cards, and the first division of the sweets"),
        (BEGINNING, begun, f"{which}: what happened, predict, vote, reveal, why"),
        (begun, MINUTES, "Who won, and on what did it rest? Could it have gone otherwise?"),
    ]
    return [{"from": start, "to": end, "what": what} for start, end, what in parts if end > start]


def _documented(run: Run, persons: Sequence[str]) -> dict[str, Any]:
    """The attacks on record as moments. Nothing is known of shares of power, so there are no sweets."""
    clashes, names = run.documented_clashes, run.names
    if not clashes:
        remedy = "take a simulated history"
        raise PolitburoError(
            Problem(
                "record-missing",
                "--documented",
                run.resolved.id,
                "a case whose attacks are on record",
                "",
                remedy,
            )
        )
    people = {person.id: person for person in run.resolved.persons}
    often = Counter(
        person for clash in clashes for person in (clash.attacker, clash.target) if person in people
    )
    five = list(dict.fromkeys(persons)) or [person for person, _ in often.most_common(FIVE)]
    places = {body.id: body.name for body in run.resolved.bodies} | ELSEWHERE
    disputes = {dispute.id: dispute.name for dispute in run.resolved.disputes}
    start, moments = run.resolved.start, []
    for clash in clashes:
        if clash.target not in five or len(moments) == MOMENTS:
            continue
        month = (clash.date.year - start.year) * 12 + clash.date.month - start.month
        attacker, target = called(names, clash.attacker), called(names, clash.target)
        voted = clash.ayes is not None and clash.nays is not None
        result = (
            f"{'carried' if clash.outcome == 'carried' else 'lost'}, {clash.ayes:,} to {clash.nays:,}"
            if voted
            else ""
        )
        with_him = [called(names, p) for p in sorted(clash.side_a) if p != clash.attacker]
        against = [called(names, p) for p in sorted(clash.side_b) if p != clash.target]
        reason = [f"It was about {disputes.get(clash.dispute, clash.dispute)}."] if clash.dispute else []
        reason += [f"With {attacker} stood {', '.join(with_him)}."] if with_him else []
        reason += [f"With {target} stood {', '.join(against)}."] if against else []
        moments.append(
            {
                "number": len(moments) + 1,
                "month": month,
                "date": f"{clash.date:%Y-%m}",
                "before": [],
                "situation": f"{month_text(f'{clash.date:%Y-%m}')}.",
                "question": "Who will be attacked next?",
                "options": [{"id": person, "label": called(names, person)} for person in five],
                "answer": clash.target,
                "told": [
                    f"{attacker} moved against {target} ({places.get(clash.arena, clash.arena)})"
                    + (f"; the motion was {result}." if result else ".")
                ],
                "reason": reason,
                "event": None,
                "sweets": None,
                "change": "",
            }
        )
    return {
        "simulated": False,
        "history": None,
        "start": f"{start:%Y-%m}",
        "persons": [_card(run, people[person], names) for person in five],
        "first": None,
        "moments": moments,
    }
