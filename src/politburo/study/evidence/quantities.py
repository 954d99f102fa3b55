"""The quantity that each finished history gives for a documented item.

The quantity of an item in a history h is a number q_h, or nan where the history is silent (as when no such vote was held):

| kind | q_h |
| --- | --- |
| vote | (a + 1/2) / (n + 1), a against the ruling side of n expressed votes, in the same arena's vote nearest in time within VOTE_MONTHS |
| members, workers, higher, committee-size, bureau-size | the series in the month of the item |
| congress-gap | months from the congress before to the congress nearest in time |
| secretaries | 1 - exp(-R / G): R secretaries replaced over the period in G territorial organisations |
| appointed | share of the territorial organisations whose secretary was named from above, at the end of the month of the item |
| seat | 1 if the person has a full seat in the body at the end of the month of the item, else 0 |
| together | 1 if in most of the months of the stage in which the two are placed they stand on one side, else 0; silent where |
| | they are placed in fewer than half of them. On one side: both in the ruling coalition or both in the bloc; on two: one of them in it |
| event | first month of the event; infinite if it never comes |
| rule, ruler, locus | the word in the month of the item |
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from politburo.arrays import Array
from politburo.measures.signals import Signals, bodies_of_role
from politburo.record.items import Item
from politburo.scenario.resolved import Resolved
from politburo.vocab import Standing

if TYPE_CHECKING:
    from datetime import date

VOTE_MONTHS = 12
READ_OFF = (
    "seat",
    "appointed",
)  # kinds of item that the kept series do not hold: they are read off the states


def month_of(resolved: Resolved, day: date) -> int:
    """Months from the start of a scenario to a day."""
    return (day.year - resolved.start.year) * 12 + day.month - resolved.start.month


def share_against(item: Item, month: int, resolved: Resolved, signals: Signals) -> Array:
    """Share against the ruling side in the vote of the item's arena nearest in time, [H]."""
    rows = signals.votes[np.isin(signals.votes[:, 2], bodies_of_role(resolved, item.arena))]
    rows = rows[(abs(rows[:, 1] - month) <= VOTE_MONTHS) & (rows[:, 3] + rows[:, 4] > 0)]
    rows = rows[np.argsort(-abs(rows[:, 1] - month), kind="stable")]  # the nearest is written last
    found = np.full(signals.histories, np.nan)
    found[rows[:, 0]] = (rows[:, 3] + 0.5) / (rows[:, 3] + rows[:, 4] + 1.0)
    return found


def _series(name: str) -> Callable[..., Array]:
    return lambda item, month, resolved, signals: getattr(signals, name)[:, month].astype(float)


def congress_gap(item: Item, month: int, resolved: Resolved, signals: Signals) -> Array:
    """Months from the congress before to the one nearest in time to the item, [H]; the last before the start counts."""
    found = np.full(signals.histories, np.nan)
    for history in range(signals.histories):
        held = np.sort(signals.congresses[signals.congresses[:, 0] == history, 1])
        held = np.concatenate([[-resolved.country.congress_last], held])
        if len(held) > 1:
            n = 1 + int(abs(held[1:] - month).argmin())
            found[history] = max(held[n] - held[n - 1], 0.5)
    return found


def secretaries_changed(item: Item, month: int, resolved: Resolved, signals: Signals) -> Array:
    """Share of the territorial organisations whose secretary was replaced at least once over the item's period, [H]."""
    first = max(month_of(resolved, item.date), 0)
    posts = max(sum(org.kind == "territorial" for org in resolved.organisations), 1)
    replaced = signals.replaced[:, first : month + 1].sum(1)
    return np.clip(1 - np.exp(-replaced / posts), 1e-4, 1 - 1e-4)


def named_from_above(item: Item, month: int, resolved: Resolved, signals: Signals) -> Array:
    """Share of the territorial organisations whose secretary was named from above, [H]; silent where rosters were not read."""
    if month not in signals.appointed:
        return np.full(signals.histories, np.nan)
    return np.clip(signals.appointed[month], 1e-4, 1 - 1e-4)


# yes or no ---------------------------------------------------------------------------------------------------------


def seated(item: Item, month: int, resolved: Resolved, signals: Signals) -> Array | None:
    """Has the item's person a full seat in the body at the end of the month? [H]; None where rosters were not read."""
    person = {person.id: n for n, person in enumerate(resolved.persons)}.get(item.subject)
    bodies = bodies_of_role(resolved, item.arena)
    if person is None or not bodies or month not in signals.seats:
        return None
    return signals.seats[month][:, bodies[0], person].astype(float)


def stood_together(item: Item, month: int, resolved: Resolved, signals: Signals) -> Array | None:
    """Did the item's two persons stand on one side over its span? [H], nan where they are seldom placed; None if one is not there."""
    ids = {person.id: n for n, person in enumerate(resolved.persons)}
    pair = item.subject.split(";")
    if not set(pair) <= set(ids):
        return None
    first = max(month_of(resolved, item.date), 0)
    one, other = (signals.stood(ids[name])[:, first : month + 1] for name in pair)
    ruling = [np.isin(side, (Standing.CORE, Standing.RING)) for side in (one, other)]
    agree = (ruling[0] & ruling[1]) | ((one == Standing.BLOC) & (other == Standing.BLOC))
    placed = agree | (ruling[0] ^ ruling[1])
    share = agree.sum(1) / np.maximum(placed.sum(1), 1)
    return np.where(placed.mean(1) >= 0.5, (share > 0.5).astype(float), np.nan)


# dates -------------------------------------------------------------------------------------------------------------


def first_month(item: Item, resolved: Resolved, signals: Signals) -> Array | None:
    """First month of the item's event in each history, [H]; None if its person is not in the scenario."""
    if not item.subject:
        return signals.events.get(item.arena)
    ids = {person.id: n for n, person in enumerate(resolved.persons)}
    if item.subject not in ids or item.arena not in signals.reached:
        return None
    return signals.reached[item.arena][:, ids[item.subject]]


#: kind of counted item -> the quantity of each history
QUANTITIES: dict[str, Callable[[Item, int, Resolved, Signals], Array]] = {
    "vote": share_against,
    **{name: _series(name) for name in ("members", "workers", "higher")},
    "committee-size": _series("committee"),
    "bureau-size": _series("bureau"),
    "congress-gap": congress_gap,
    "secretaries": secretaries_changed,
    "appointed": named_from_above,
}
#: kind of yes-or-no item -> 1, 0 or nan in each history; None where nothing simulated corresponds to it
YES_OR_NO: dict[str, Callable[[Item, int, Resolved, Signals], Array | None]] = {
    "seat": seated,
    "together": stood_together,
}
