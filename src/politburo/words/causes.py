"""Why an event happened: back along its causes, from event to earlier event, down to facts.

Every event carries `cause` and `second`, the two largest terms of the equation that produced it, and `since`, the month of the
event that led to it (`model.events`). A cause that lies in an earlier event is followed to that event; a cause that lies in
the state of its month or in the facts at the start is told in words. Nothing is inferred beyond that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array
from politburo.errors import PolitburoError, Problem
from politburo.measures.history import COL, Reader
from politburo.measures.written import in_letters, per_cent
from politburo.vocab import Axis, Cause, EventKind, Resource, Rung, ShockKind, Standing, Trait
from politburo.words.chronicle import chronicle
from politburo.words.scene import person_names, phrases

if TYPE_CHECKING:
    from politburo.model.trace import Block
    from politburo.scenario.resolved import Resolved

E = EventKind
FIGHTS = (E.OFFENSIVE, E.CHALLENGE)


@dataclass(frozen=True)
class Reason:
    """One cause of an event: its word, what was the case, and the earlier event that it goes back to."""

    cause: str
    fact: str
    event: int | None = None


@dataclass(frozen=True)
class Step:
    """One event on the way back."""

    number: int
    date: str
    sentence: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Story:
    """One history's events with what is needed to speak of them."""

    reader: Reader
    lines: list[tuple[str, str]]
    names: list[str]

    def get(self, number: int, column: str) -> int:
        return int(self.reader.rows[number][COL[column]])

    def name(self, person: int) -> str:
        return self.names[person] if 0 <= person < len(self.names) else "nobody"

    def state(self, number: int, series: str) -> Array:
        """A series as it stood before the event: at the end of the month before, or of the first month."""
        return self.reader.series(series)[max(self.get(number, "month") - 1, 0)]

    def of(self, number: int, series: str, person: int) -> float:
        """One contender's value before the event; 0 for others."""
        found = np.nonzero(self.state(number, "contender") == person)[0]
        return float(self.state(number, series)[found[0]]) if len(found) else 0.0

    def latest(self, number: int, kinds: tuple[EventKind, ...], fits: Callable[[int], bool]) -> int | None:
        """The last event of these kinds before another one that fits."""
        for earlier in range(number - 1, -1, -1):
            if self.get(earlier, "kind") in kinds and fits(earlier):
                return earlier
        return None


def story_of(resolved: Resolved, block: Block, history: int) -> Story:
    """Read one history for `why`."""
    reader = Reader(resolved, block, history)
    return Story(reader, chronicle(resolved, block, history, routine=True), person_names(reader))


def why(story: Story, number: int) -> list[Step]:
    """The steps from an event back to facts, latest first; each cause is followed once.

    Raises `PolitburoError` if the history has no event of this number.
    """
    if not 0 <= number < len(story.lines):
        raise PolitburoError(Problem("usage", "EVENT", str(number), f"0 to {len(story.lines) - 1}"))
    steps, waiting, seen = [], [number], {number}
    while waiting:
        now = waiting.pop(0)
        reasons = tuple(_reasons(story, now))
        steps.append(Step(now, *story.lines[now], reasons))
        for reason in reasons:
            if reason.event is not None and reason.event not in seen:
                seen.add(reason.event)
                waiting.append(reason.event)
    return sorted(steps, key=lambda step: -step.number)


def _reasons(story: Story, number: int) -> Iterator[Reason]:
    """Both causes of an event, and the event that `since` points to where neither leads to it."""
    led, kind = set(), EventKind(story.get(number, "kind"))
    for column in ("cause", "second"):
        cause = Cause(story.get(number, column))
        if cause == Cause.NONE:
            continue
        find = EARLIER_OF.get((kind, cause)) or EARLIER.get(cause)
        event = find(story, number) if find else None
        led.add(event)
        tell = FACTS_OF.get((kind, cause)) or FACTS[cause]
        fact = FIRST[cause] if cause in FIRST and event is None else tell(story, number)
        yield Reason(cause.word, fact, event)
    event = _since(story, number)
    if event is not None and event not in led:
        yield Reason("since", "it goes back to this", event)


def _since(story: Story, number: int) -> int | None:
    """The event in month `since` that concerns the same persons, if there is one."""
    month, kind = story.get(number, "since"), story.get(number, "kind")
    people = {story.get(number, "who"), story.get(number, "whom")} - {-1}
    kinds = SINCE.get(EventKind(kind), ())
    near = lambda n: story.get(n, "month") == month  # noqa: E731
    shares = lambda n: bool({story.get(n, "who"), story.get(n, "whom")} & people)  # noqa: E731
    theirs = story.latest(number, kinds, lambda n: near(n) and shares(n))
    return theirs if theirs is not None else story.latest(number, kinds, near)


#: Which kinds of event `since` of an event points to.
SINCE: dict[EventKind, tuple[EventKind, ...]] = {
    E.OFFENSIVE: FIGHTS,
    E.CHALLENGE: (*FIGHTS, E.COALITION),
    E.PARTY_VOTE: FIGHTS,
    E.SANCTION: FIGHTS,
    E.RECANTATION: FIGHTS,
    E.YIELD: FIGHTS,
    E.COUP: FIGHTS,
    E.BLOC: FIGHTS,
    E.COALITION: (E.COALITION,),
    E.LETTER_DISCLOSED: (E.LETTER_WRITTEN,),
    E.CONFIDENCE: (E.LETTER_DISCLOSED, E.LETTER_WRITTEN),
}


def _whom(story: Story, number: int) -> int:
    return story.get(number, "whom")


def _fought(story: Story, number: int) -> int | None:
    """The last fight in which the person concerned was attacked: the target of an attack, the rebel of a challenge."""
    kind = story.get(number, "kind")
    person = story.get(number, "who" if kind in (E.CHALLENGE, E.COUP) else "whom")
    return story.latest(number, FIGHTS, lambda n: _whom(story, n) == person)


def _lost(story: Story, number: int) -> int | None:
    """The loss of a member in the month or the month before."""
    month = story.get(number, "month")
    heavy = lambda n: story.get(n, "kind") != E.SANCTION or story.get(n, "outcome") >= Rung.LOST_BUREAU  # noqa: E731
    near = lambda n: story.get(n, "month") >= month - 1  # noqa: E731
    return story.latest(number, (E.DEATH, E.SANCTION, E.COUP), lambda n: near(n) and heavy(n))


def _holder(story: Story, number: int) -> int:
    """Who had held the post that was filled, or -1."""
    office = story.get(number, "thing")
    filled = (E.OFFICE_FILLED, E.OFFICE_CREATED, E.LEADER_CHOSEN)
    last = story.latest(number, filled, lambda n: story.get(n, "thing") == office)
    if last is not None:
        return story.get(last, "who" if story.get(last, "kind") == E.LEADER_CHOSEN else "whom")
    first = story.reader.resolved.offices[office].holder
    return -1 if first is None else first


def _vacated(story: Story, number: int) -> int | None:
    """What emptied the post that was filled: what took it from its holder, or his end."""
    office, holder = story.get(number, "thing"), _holder(story, number)

    def empties(n: int) -> bool:
        if story.get(n, "kind") in (E.YIELD, E.CONFIDENCE):
            return story.get(n, "thing") == office
        if story.get(n, "kind") == E.COUP:
            return holder in (story.get(n, "who"), _whom(story, n))
        heavy = story.get(n, "kind") == E.DEATH or story.get(n, "outcome") >= Rung.LOST_POST
        return heavy and _whom(story, n) == holder >= 0

    return story.latest(number, (E.DEATH, E.SANCTION, E.YIELD, E.CONFIDENCE, E.COUP), empties)


def _dropped(story: Story, number: int) -> int | None:
    """The change of the ruling group that left the holder of the first place outside."""
    holder = _holder(story, number)
    told = story.latest(number, (E.COALITION,), lambda n: _whom(story, n) == holder)
    return told if told is not None else story.latest(number, (E.COALITION,), lambda n: True)


def _last(*kinds: EventKind) -> Callable[[Story, int], int | None]:
    return lambda story, number: story.latest(number, kinds, lambda n: True)


def _beaten(story: Story, number: int) -> int | None:
    return story.latest(number, (E.SANCTION,), lambda n: _whom(story, n) == _whom(story, number))


#: Causes that lie in an earlier event: how to find it.
EARLIER: dict[Cause, Callable[[Story, int], int | None]] = {
    Cause.MOMENTUM: _fought,
    Cause.LOST_MEMBER: _lost,
    Cause.VACANCY: _vacated,
    Cause.LETTER: _last(E.LETTER_DISCLOSED),
    Cause.DISCONTENT: _last(E.UNREST),
    Cause.DEFEAT: _beaten,
}


#: The same for causes that have a meaning of their own in one kind of event.
EARLIER_OF: dict[tuple[EventKind, Cause], Callable[[Story, int], int | None]] = {
    (E.LEADER_CHOSEN, Cause.LOST_MEMBER): _dropped,
}


def _threat(story: Story, number: int) -> str:
    person = _whom(story, number)
    return (
        f"{story.name(person)} held {per_cent(story.of(number, 'power', person))} of power among the contenders, and secretaries "
        f"with {per_cent(story.of(number, 'apparatus', person))} of the delegates followed him"
    )


def _tie(story: Story, number: int) -> str:
    one, other = story.get(number, "who"), _whom(story, number)
    form, pair = story.reader.resolved, {one, other}
    found = [
        f"{word} {value:+.2f}"
        for word, ties in (("shared service", form.service), ("documented", form.documented))
        for i, j, value in ties
        if {i, j} == pair
    ]
    if min(pair) < 0 or len(pair) < 2:
        return "trust as it had grown or worn away in the group"
    ties = "; ".join(found) or "none known"
    return f"ties of {story.name(one)} and {story.name(other)} at the start: {ties}"


def _distance(story: Story, number: int) -> str:
    dispute = story.get(number, "thing")
    if dispute < 0:
        return "positions apart on several disputes"
    form = story.reader.resolved
    places = [
        f"{story.name(p)} at {form.persons[p].positions[dispute].mean:+.1f}"
        + ("" if form.persons[p].positions[dispute].sd == 0 else " (not known, drawn about this)")
        for p in (story.get(number, "who"), _whom(story, number))
        if p >= 0
    ]
    return f"{form.disputes[dispute].name.lower()}, at the start: {', '.join(places)}"


def _liability(story: Story, number: int) -> str:
    weapon = story.get(number, "weapon")
    if weapon < 0:
        return "his past"
    form = story.reader.resolved
    fact = form.liabilities[weapon].fact
    return f"on record against {story.name(_whom(story, number))}: {phrases(form.id).get(fact, fact)}"


def _nature(story: Story, number: int) -> str:
    shock = story.get(number, "thing")
    if story.get(number, "kind") in (E.SHOCK, E.DEATH) and shock >= 0:
        found = story.reader.resolved.shocks[shock]
        return f"{found.what}; no contender decided it: {found.why}"
    bad = [s.what for s in story.reader.resolved.shocks if s.kind == ShockKind.HARVEST.word and s.size < 0]
    return (
        "age and health"
        if story.get(number, "kind") != E.UNREST
        else f"harvests: {'; '.join(bad) or 'none bad'}"
    )


def _core(story: Story, number: int) -> str:
    core = story.state(number, "standing") == Standing.CORE
    power = story.state(number, "power")
    held = f"{per_cent(power[core].sum())} of power among the contenders"
    return f"the {in_letters(int(core.sum()))} at the core of the ruling group had held {held}"


def _danger(story: Story, number: int) -> str:
    standing = story.state(number, "standing")
    outside = (standing != Standing.CORE) & (standing != Standing.RING)
    if not outside.any():
        return "no contender stood outside"
    power = np.where(outside, story.state(number, "power"), -1.0)
    strongest = int(story.state(number, "contender")[power.argmax()])
    return f"the strongest outsider, {story.name(strongest)}, held {per_cent(power.max())} of power"


def _appointer(story: Story, number: int) -> str:
    word = Resource.APPOINTMENTS.word
    held = [
        f"{o.name} ({story.name(o.holder) if o.holder is not None else 'vacant'} at the start)"
        for o in story.reader.resolved.offices
        if o.resources.get(word)
    ]
    return f"offices that name the secretaries: {', '.join(held) or 'none'}"


def _ambition(story: Story, number: int) -> str:
    person = story.get(number, "who")
    if person < 0:
        return "ambition"
    value = story.reader.resolved.persons[person].traits[Trait.AMBITION]
    known = "appraised" if value.sd == 0 else "not known, drawn about"
    return f"ambition of {story.name(person)}: {known} {value.mean:.1f}"


def _policy(story: Story, number: int) -> str:
    economy = [
        f"{d.name.lower()} {story.state(number, 'policy')[n]:+.2f}"
        for n, d in enumerate(story.reader.resolved.disputes)
        if d.axis in (Axis.ECONOMY.word, Axis.CENTRE.word)
    ]
    return f"policy in force: {', '.join(economy)}"


def _question(story: Story, number: int) -> str:
    holder = _holder(story, number)
    before = story.latest(number, (E.LEADER_CHOSEN,), lambda n: True)
    if story.reader.resolved.country.contested and before is None:
        return "who was to lead was an open question at the start"
    return f"{story.name(holder)}, who held the place, could not act"


def _ballot(story: Story, number: int) -> str:
    ayes, voters = story.get(number, "ayes"), story.get(number, "ayes") + story.get(number, "nays")
    return f"{ayes} of {voters} voted for him, by place, ties and trust"


def _index(series: str, text: Callable[[float], str]) -> Callable[[Story, int], str]:
    return lambda story, number: text(float(story.state(number, series)))


def _newcomers(story: Story, number: int) -> str:
    members = story.state(number, "members")
    return f"{per_cent(members[-2:].sum() / max(members.sum(), 1))} of the members had come since the start"


#: Causes in words: the state of the month before, or facts at the start.
FACTS: dict[Cause, Callable[[Story, int], str]] = {
    Cause.NATURE: _nature,
    Cause.FOREIGN_ACT: _nature,
    Cause.DISCONTENT: _index("discontent", "discontent stood at {:.2f}".format),
    Cause.POLICY: _policy,
    Cause.THREAT: _threat,
    Cause.GRIEVANCE: _tie,
    Cause.TRUST: _tie,
    Cause.DISTANCE: _distance,
    Cause.LIABILITY: _liability,
    Cause.COMMON_DANGER: _danger,
    Cause.SURPLUS: _core,
    Cause.STABILITY: _core,
    Cause.CONTROL_OF_VOTES: _core,
    Cause.INTEREST: _core,
    Cause.APPOINTING_POWER: _appointer,
    Cause.AMBITION: _ambition,
    Cause.WORKER_SHARE: _index("workers", lambda share: f"workers were {per_cent(share)} of the party"),
    Cause.LEGITIMACY: lambda story, number: "prestige of those who ruled",
    Cause.NEWCOMERS: _newcomers,
    Cause.FEAR: _index("fear", "fear stood at {:.2f}".format),
    Cause.CALENDAR: lambda story, number: (
        f"by the rule in force a congress is due every {story.reader.resolved.country.congress_every} months"
    ),
    Cause.COERCION: lambda story, number: "the police was in the hands of those who ruled",
    Cause.VACANCY: lambda story, number: "nobody held the post",
    Cause.MOMENTUM: lambda story, number: "he had been attacked before",
    Cause.LOST_MEMBER: lambda story, number: "a member of the ruling group was lost",
    Cause.LETTER: lambda story, number: "the predecessor's letter had been made known",
    Cause.DEFEAT: lambda story, number: "he had been sanctioned",
}
#: The same for causes that have a meaning of their own in one kind of event.
FACTS_OF: dict[tuple[EventKind, Cause], Callable[[Story, int], str]] = {
    (E.LEADER_CHOSEN, Cause.LOST_MEMBER): lambda story, number: (
        f"{story.name(_holder(story, number))}, who held the place, no longer belonged to the ruling group"
    ),
    (E.LEADER_CHOSEN, Cause.CONTROL_OF_VOTES): _question,
    (E.LEADER_CHOSEN, Cause.TRUST): _ballot,
}
#: What to say where no earlier event is found.
FIRST: dict[Cause, str] = {
    Cause.MOMENTUM: "nothing came before: the weakest of the reasons",
    Cause.LOST_MEMBER: "a member was no longer fit or in standing",
    Cause.VACANCY: "the post stood vacant, or did not yet exist, at the start",
    Cause.DEFEAT: "no sanction before",
}
