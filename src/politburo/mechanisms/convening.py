"""Whether the congress that is due is held or put off."""

import cython

from politburo.model.mechanism import NOW, Kind, Mechanism, fields

if not cython.compiled:
    from politburo.model.readings import committee_meets
    from politburo.model.records import Luck, Params, Room, State, World
    from politburo.rng import own

CONVENING = Mechanism(
    name="convening",
    kind=Kind.CHOICE,
    reads=NOW | fields("country", "congress_last standing"),
    writes=fields("country", "sitting"),
    sources=("Gill 1988 (party rules)",),
)


def convening(luck: Luck, world: World, params: Params, state: State, room: Room) -> None:
    """Call the congress once it is due by the rule in force, or put it off.

    It is held with probability ``punctuality`` at each meeting of the committee from the due month on, and always after twice the
    interval.

    Shapes: scalars. Units: months. Draws: one uniform of the mechanism. Errors: none.
    Does not model: extraordinary congresses.
    """
    since = state.month - state.country.congress_last
    state.country.sitting = False
    if state.country.standing and since >= world.country.congress_every and committee_meets(world, state):
        late: bool = since >= 2 * world.country.congress_every
        state.country.sitting = late or own(luck, 0) < params.punctuality
