"""What a stage of the struggle means: who had ruled with whom before it, and who rules after it.

For a stage that begins on day s let

- N be those who rule when it begins: the ruling side of its first clash, without those who oppose it;
- H be its principals, the persons of the opposition who attack or are attacked, and h the one who does so most often;
- G(t) be the ruling group on day t (core and ring);
- P be the union of all G(t) with h in G(t), for t in the ALLIED_MONTHS months up to s: those with whom h has lately ruled;
- A(T), B(T) be the ruling and the opposing side of an earlier stage T.

h is a *former ally* if N and P have a member in common. The kinds, of which a stage is the first that fits:

1. *united opposition of former enemies*: for some earlier T, H has a member in A(T) and another in B(T).
2. *mopping up*: in some earlier T of the kinds 1, 3, 4 or 5, h was in B(T), and no ruling group formed since then has h in it.
3. *against the last allies*: h is a former ally and was in A(T) of some earlier T of the kinds 3, 4 or 5; of that A(T), without h, at
   most half is still in N.
4. *new pair against former allies*: h is a former ally, and N has a member outside P.
5. *split of the ruling group*: h is a former ally, and N lies within P.
6. *enlargement of the ruling group*: some G(t) of the ALLIED_MONTHS months before, of 2 to NARROW members, lies within N, and N has at
   least GROWTH more.
7. *narrow group against the strongest outsider*: N has at most NARROW members, and in the month before s nobody outside N has a larger
   share of power than h, as far as shares are known.
8. *ruling group against another outsider*: all the rest.

The same function serves simulated and documented stages; no kind depends on a name, a party or a year.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from politburo.measures.stages import Alignment, Stage

ALLIED_MONTHS = 24  # how long ago sides may have ruled together for a fight to be one among former allies
NARROW = 5  # members: the largest group that is called narrow
GROWTH = 2  # members that an enlarged group has gained

KINDS = (
    "united opposition of former enemies",
    "mopping up",
    "against the last allies",
    "new pair against former allies",
    "split of the ruling group",
    "enlargement of the ruling group",
    "narrow group against the strongest outsider",
    "ruling group against another outsider",
)
QUIET = "no stage"  # instead of a kind, for the course of a history without open conflict
UNITED, MOPPING, LAST, PAIR, SPLIT, ENLARGED, NARROWED, OTHER = range(len(KINDS))
AMONG_ALLIES = (LAST, PAIR, SPLIT)  # h is a former ally
BEATEN = (UNITED, *AMONG_ALLIES)  # after which a further attack on the same person is mopping up

Power = Callable[[date], dict[str, float]]


def months_apart(a: date, b: date) -> int:
    """Calendar months from one day to another."""
    return (b.year - a.year) * 12 + b.month - a.month


def month_before(day: date) -> date:
    """The first day of the month before."""
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)


def lately(alignments: Sequence[Alignment], day: date) -> list[frozenset[str]]:
    """The ruling groups in force at some time in the ALLIED_MONTHS months up to a day."""
    found = []
    for place, alignment in enumerate(alignments):
        if alignment.start > day:
            break
        if alignment.end is not None:
            recent = months_apart(alignment.end, day) <= ALLIED_MONTHS
        else:  # until the next one begins
            later = alignments[place + 1].start if place + 1 < len(alignments) else day
            recent = months_apart(later, day) < ALLIED_MONTHS
        if recent:
            found.append(alignment.core | alignment.ring)
    return found


def kinds_of(stages: Sequence[Stage], alignments: Sequence[Alignment], power: Power | None) -> list[str]:
    """The kind of every stage, in the order in which they begin."""
    numbers: list[int] = []
    for stage in stages:
        numbers.append(_kind(stage, list(zip(stages, numbers, strict=False)), alignments, power))
    return [KINDS[number] for number in numbers]


def _kind(
    stage: Stage, earlier: list[tuple[Stage, int]], alignments: Sequence[Alignment], power: Power | None
) -> int:
    now, heads, head = stage.rulers, set(stage.principals), stage.principals[0]
    groups = lately(alignments, stage.start)
    allies = frozenset[str]().union(*(group for group in groups if head in group))
    if any(heads & past.side_a and heads & past.side_b for past, _ in earlier):
        return UNITED
    if any(
        kind in BEATEN and head in past.side_b and not _ruled(head, alignments, past.start, stage.start)
        for past, kind in earlier
    ):
        return MOPPING
    if now & allies:
        helped = (
            past.side_a - {head} for past, kind in earlier if kind in AMONG_ALLIES and head in past.side_a
        )
        if any(2 * len(others & now) <= len(others) for others in helped):
            return LAST
        return PAIR if now - allies else SPLIT
    if any(2 <= len(g) <= NARROW and g <= now and len(now) >= len(g) + GROWTH for g in groups):
        return ENLARGED
    if len(now) <= NARROW and _strongest(head, now, power(month_before(stage.start)) if power else {}):
        return NARROWED
    return OTHER


def _ruled(person: str, alignments: Sequence[Alignment], since: date, until: date) -> bool:
    """Has a ruling group with this person been formed after one day and up to another?"""
    return any(since < a.start <= until and person in a.core | a.ring for a in alignments)


def _strongest(person: str, rulers: frozenset[str], shares: dict[str, float]) -> bool:
    """Does nobody else outside the ruling group have a larger share of power?"""
    mine = shares.get(person, 0.0)
    return all(share <= mine for other, share in shares.items() if other not in rulers)
