"""The second implementation: the same month as plain loops over records, slow and obvious.

It exists to be read and to be disagreed with. Every mechanism is written again from its description, in ordinary Python numbers,
one person and one organisation after the other, and changes the state it is given; the engine's vectorised code is not used
anywhere. Both draw the same luck, since every draw has an address (`politburo.rng`). Tests feed the states of engine histories
to both and compare what each mechanism makes of them; committed golden runs are this implementation's events.

Decisions here are taken in double precision. Where the engine's single precision decides otherwise the case must have been on a
knife's edge; `tests/test_reference.py` says how that is tested.

A scenario needs a committee and a bureau to be run here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from politburo.reference.assemblies import congress, convening, elections
from politburo.reference.coalitions import alignment, ties
from politburo.reference.country import crisis, membership, shocks, voice
from politburo.reference.fights import ballots, offensives
from politburo.reference.luck import Luck
from politburo.reference.penalties import force, sanctions, yielding
from politburo.reference.posts import appointments, testament
from politburo.reference.power import standing
from politburo.reference.records import columns, params_of, state_of, world_of
from politburo.reference.start import origin

MONTH = (
    standing,
    shocks,
    crisis,
    testament,
    appointments,
    membership,
    alignment,
    convening,
    offensives,
    ballots,
    sanctions,
    force,
    congress,
    elections,
    voice,
    ties,
    yielding,
)


def history(
    key: Luck, world: Any, params: Any, months: int
) -> Iterator[tuple[int, str, Any, list[dict[str, int]]]]:
    """Run one history; yield (month, mechanism, state after it, its events) one by one, so that a reader sees what moved.

    `key` is the history's luck; `state` is one record that changes from step to step. A fallen regime has no further history.
    """
    state = origin(key.of_mechanisms(("origin",), -1)["origin"], world, params)
    for month in range(months):
        if not state.country.standing:
            return
        state.month = month
        luck = key.of_mechanisms(tuple(mechanism.__name__ for mechanism in MONTH), month)
        for mechanism in MONTH:
            name = mechanism.__name__
            yield month, name, state, mechanism(luck[name], world, params, state)


__all__ = ["MONTH", "Luck", "columns", "history", "origin", "params_of", "state_of", "world_of"]
