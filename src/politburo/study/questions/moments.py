"""What a class can reason about in a history: events that somebody decided, each as a question with answers to choose from.

An event makes a question where more than one answer was open, the answer is told by the event itself, and the model says why: its two
main causes with the facts behind them, as `politburo why` has them. Deaths, weather and news from abroad make none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from politburo.measures.history import Reader
from politburo.measures.written import listed, per_cent
from politburo.vocab import Change, Disclosure, EventKind, Response, Standing

if TYPE_CHECKING:
    from politburo.words.causes import Story

E = EventKind
LEAST = 2  # answers to choose from
YES_NO = (("yes", "Yes"), ("no", "No"))
FATES = (
    (Disclosure.WITHHELD, "They keep it to themselves"),
    (Disclosure.DELEGATIONS, "It is read to delegations behind closed doors"),
    (Disclosure.READ_OUT, "It is read out to the congress"),
    (Disclosure.PUBLISHED, "It is published"),
)
ANSWERS = ((Response.COERCION, "With force"), (Response.CONCESSION, "With concessions"))


@dataclass(frozen=True)
class Question:
    """A question before an event; `kind` tells questions of one sort, `weight` how much there is to reason about."""

    row: int
    kind: str
    weight: float
    text: str
    options: tuple[tuple[str, str], ...]
    answer: str


@dataclass(frozen=True)
class Class:
    """One history as a class sees it: who the five are, and what everybody is called."""

    story: Story
    persons: Sequence[str]
    names: dict[str, str]

    @property
    def reader(self) -> Reader:
        return self.story.reader

    def person(self, row: int, column: str) -> str:
        return self.reader.person(self.story.get(row, column))

    def living(self, row: int) -> list[str]:
        """The five without those who have died before an event."""
        dead = {self.person(n, "whom") for n in range(row) if self.story.get(n, "kind") == E.DEATH}
        return [person for person in self.persons if person not in dead]

    def named(self, people: Sequence[str]) -> tuple[tuple[str, str], ...]:
        return tuple((person, self.names.get(person, person)) for person in people)

    def core_before(self, row: int) -> list[str]:
        """The core of the ruling group at the end of the month before an event."""
        return sorted(self.reader.lineup(self.story.get(row, "month") - 1)[0])

    def office(self, row: int) -> str:
        return self.reader.resolved.offices[self.story.get(row, "thing")].name


def _attack(seen: Class, row: int) -> Question | None:
    """Who rises, who is attacked, or whether a motion is carried where none of the five is."""
    who, whom = seen.person(row, "who"), seen.person(row, "whom")
    if who == whom or not {who, whom} & set(seen.persons):
        return None
    living = seen.living(row)
    if who in living and seen.story.get(row, "kind") == E.CHALLENGE:
        others = [person for person in living if person != whom]
        text = f"Who will rise against {seen.names.get(whom, whom)}?"
        return Question(row, "challenge", 3.0, text, seen.named(others), who)
    if whom in living:
        return Question(row, "attack", 3.0, "Who will be attacked next?", seen.named(living), whom)
    return _motion(seen, row)


def _motion(seen: Class, row: int) -> Question | None:
    if seen.story.get(row, "outcome") < 0:
        return None
    who, whom = (seen.names.get(seen.person(row, column), "somebody") for column in ("who", "whom"))
    text = f"{who} moves against {whom}. Will the motion be carried?"
    return Question(row, "motion", 2.0, text, YES_NO, "yes" if seen.story.get(row, "outcome") else "no")


def _leader(seen: Class, row: int) -> Question | None:
    who, whom = seen.person(row, "who"), seen.person(row, "whom")
    if not whom or who == whom:
        return None
    others = [person for person in seen.living(row) if person not in (who, whom)][:3]
    options = sorted([who, whom, *others], key=lambda person: seen.names.get(person, person))
    return Question(
        row, "leader", 4.0, f"Who will be chosen as {seen.office(row)}?", seen.named(options), who
    )


def _split(seen: Class, row: int) -> Question | None:
    if seen.story.get(row, "outcome") != Change.SPLIT:
        return None
    whom, core = seen.person(row, "whom"), seen.core_before(row)
    if whom not in core or whom not in seen.persons or not LEAST < len(core) <= 6:
        return None
    options = sorted(core, key=lambda person: seen.names.get(person, person))
    return Question(
        row, "split", 3.5, "Who will be dropped from the ruling group?", seen.named(options), whom
    )


def _letter(seen: Class, row: int) -> Question | None:
    outcome = max(seen.story.get(row, "outcome"), 0)
    options = tuple((fate.word, text) for fate, text in FATES)
    return Question(row, "letter", 3.0, "What will become of the letter?", options, Disclosure(outcome).word)


def _confidence(seen: Class, row: int) -> Question | None:
    whom = seen.person(row, "whom")
    text = f"Will {seen.names.get(whom, whom)} remain {seen.office(row)}?"
    return Question(row, "confidence", 3.5, text, YES_NO, "yes" if seen.story.get(row, "outcome") else "no")


def _post(seen: Class, row: int) -> Question | None:
    whom = seen.person(row, "whom")
    if whom not in seen.living(row):
        return None
    return Question(
        row, "post", 1.0, f"Who will become {seen.office(row)}?", seen.named(seen.living(row)), whom
    )


def _response(seen: Class, row: int) -> Question | None:
    options = tuple((response.word, text) for response, text in ANSWERS)
    answer = Response(seen.story.get(row, "outcome")).word
    return Question(row, "response", 2.0, "How will the leadership answer the discontent?", options, answer)


ASKED: dict[EventKind, Callable[[Class, int], Question | None]] = {
    E.OFFENSIVE: _attack,
    E.CHALLENGE: _attack,
    E.LEADER_CHOSEN: _leader,
    E.COALITION: _split,
    E.LETTER_DISCLOSED: _letter,
    E.CONFIDENCE: _confidence,
    E.OFFICE_FILLED: _post,
    E.OFFICE_CREATED: _post,
    E.RESPONSE: _response,
}


def questions(seen: Class) -> Iterator[Question]:
    """Every question that a history makes, in order."""
    for row in range(len(seen.story.lines)):
        ask = ASKED.get(EventKind(seen.story.get(row, "kind")))
        found = ask(seen, row) if ask else None
        if found is not None and len(found.options) >= LEAST and found.answer in dict(found.options):
            yield found


def situation(seen: Class, row: int) -> str:
    """Who rules with whom before an event, and who is the strongest outside, in a sentence."""
    reader, month = seen.reader, max(seen.story.get(row, "month") - 1, 0)
    people, codes = reader.series("contender")[month].tolist(), reader.series("standing")[month].tolist()
    power = reader.series("power")[month].tolist()
    order = sorted((n for n, p in enumerate(people) if p >= 0), key=lambda n: -power[n])

    def told(n: int) -> str:
        return f"{seen.names.get(reader.person(people[n]), '')} ({per_cent(power[n])})"

    inside = [told(n) for n in order if codes[n] == Standing.CORE]
    outside = [told(n) for n in order if codes[n] in (Standing.OUTSIDE, Standing.BLOC)]
    text = f"The ruling group is {listed(inside)}." if inside else "Nobody rules."
    text += f" The strongest outside it is {outside[0]}." if outside else ""
    return text.replace(" %)", " % of power)", 1)
