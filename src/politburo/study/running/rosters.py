"""Who sits where at some months of finished histories: what the kept series do not hold is read off the states.

A history is the same whenever it is made (`engine`), so the histories of a run are made once more up to the last month asked for, with
a halt at each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from politburo import scenario
from politburo.arrays import Array
from politburo.errors import PolitburoError, Problem
from politburo.measures.signals import Signals, signals
from politburo.model.trace import Block
from politburo.study.evidence.quantities import READ_OFF, month_of
from politburo.study.running.parameters import of_facts
from politburo.vocab import Seat

if TYPE_CHECKING:
    from politburo.model.layout import States
    from politburo.record.items import Item
    from politburo.scenario.resolved import Resolved
    from politburo.study.running.graft import Course
    from politburo.study.running.run import Run

S = TypeVar("S")
T = TypeVar("T")
#: full seats, bool[H, bodies, persons]; share of territorial secretaries named from above, [H]
Roster = tuple[Array, Array]


def months_read(items: Iterable[Item], resolved: Resolved, last: int) -> list[int]:
    """The months before `last` at whose end some item needs a roster."""
    months = {month_of(resolved, item.date) for item in items if item.kind in READ_OFF}
    return sorted(month for month in months if 0 <= month < last)


def halted(
    course: Course, resolved: Resolved, months: Sequence[int], last: int
) -> tuple[Block, dict[int, Roster]]:
    """Months [0, last) of a block of histories, and the rosters at the end of each of `months`.

    The block's series end with month `last` - 1.
    """
    from politburo.study.running.graft import joined

    states, whole, at = course.origin(), None, 0
    rosters: dict[int, Roster] = {}
    for stop in [*(month + 1 for month in months), last]:
        if stop > at:
            states, part = course.run(states, at, stop)
            whole = part if whole is None else joined(whole, part, at)
            at = stop
        if stop - 1 in months:
            rosters[stop - 1] = roster(states, resolved)
    assert whole is not None
    series = {name: values[:, :last] for name, values in whole.series.items()}
    return replace(whole, series=series), rosters


def roster(states: States, resolved: Resolved) -> Roster:
    """Who sits where, and the share of territorial secretaries named from above, of every history as its state is now."""
    people, orgs = len(resolved.persons), resolved.organisations
    territorial = np.array([org.kind == "territorial" for org in orgs])
    sent = states["organisations.appointed"][:, : len(orgs)][:, territorial]
    seats = states["people.seat"][:, :people].swapaxes(1, 2) == Seat.FULL
    return seats, sent.mean(1) if territorial.any() else np.zeros(len(seats))


def with_rosters(found: Signals, run: Run, items: Iterable[Item]) -> Signals:
    """The signals of a run with the rosters that the items need. Raises `PolitburoError` if the run cannot be made again here."""
    from politburo import engine
    from politburo.study.running.graft import course, parts

    months = months_read(items, run.resolved, found.months)
    if not months:
        return found
    facts = run.facts
    world = scenario.lower(run.resolved)
    world = engine.Prepared(engine.trait_blind(world) if facts["blind"] else world)
    params = of_facts(facts)

    def once_more(numbers: range) -> dict[int, Roster]:
        begun = course(world, facts["seed"], numbers, params, frozenset(facts["off"]))
        return halted(begun, run.resolved, months, months[-1] + 1)[1]

    seen = _gathered(list(in_parallel(once_more, parts(found.histories))), found)
    bureau = [n for n, body in enumerate(run.resolved.bodies) if body.role == "bureau"]
    for month in months:
        if not np.array_equal(seen.seats[month][:, bureau].sum((1, 2)), found.bureau[:, month]):
            problem = "the histories made again are not those saved (another version or machine)"
            raise PolitburoError(Problem("run-version", "--run", problem, "", "", "leave out --run"))
    return seen


def _gathered(parts: list[dict[int, Roster]], found: Signals) -> Signals:
    gather = lambda month, place: np.concatenate([part[month][place] for part in parts])  # noqa: E731
    return replace(
        found,
        seats={month: gather(month, 0) for month in parts[0]},
        appointed={month: gather(month, 1) for month in parts[0]},
    )


def followed(courses: Sequence[Course], resolved: Resolved, months: Sequence[int], last: int) -> Signals:
    """The signals of some blocks of histories up to month `last`, with rosters at the end of `months`."""
    parts = [halted(one, resolved, months, last) for one in courses]
    return _gathered([rosters for _, rosters in parts], signals(resolved, [block for block, _ in parts]))


def in_parallel(work: Callable[[S], T], over: Iterable[S]) -> Iterator[T]:
    """`work` for each, in order, `engine.WORKERS` at a time."""
    from politburo.engine import WORKERS

    with ThreadPoolExecutor(WORKERS) as pool:
        yield from pool.map(work, over)
